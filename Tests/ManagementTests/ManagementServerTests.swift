import CasementTesting
import Domain
import NIOCore
import ServiceLifecycle
import Testing

@testable import Management

/// Over sockets: what the router alone cannot show.
@Suite struct ManagementServerTests {
    @Test("Each door says where it listens, answers there, and closes with the server") func doors() async throws {
        let rig = try Rig()
        let folder = try TemporaryFolder()
        let socket = folder.path(of: "door.sock")
        let (places, found) = AsyncStream.makeStream(of: SocketAddress.self)
        let server = rig.server(doors: [
            .admin(Endpoint(host: "127.0.0.1", port: 0)), .gateway(socketPath: socket, servesAPI: true),
        ]) { _, address in found.yield(address) }
        let group = ServiceGroup(configuration: .init(services: [server], logger: Rig.logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var addresses: [SocketAddress] = []
            for await address in places {
                addresses.append(address)
                if addresses.count == 2 { break }
            }
            let port = try #require(addresses.compactMap(\.port).first.flatMap { UInt16($0) })
            #expect(port > 0)
            #expect(addresses.contains { $0.pathname == socket })
            try await answers(rig, port)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Sent as bytes, so that nothing between changes them.
    private func answers(_ rig: Rig, _ port: UInt16) async throws {
        let fields = "Host: localhost\r\nAuthorization: Bearer \(rig.acmeToken)\r\nConnection: close\r\n"
        let whole = try await exchange(port, "GET /api/account HTTP/1.1\r\n\(fields)\r\n")
        #expect(whole.hasPrefix("HTTP/1.1 200 OK\r\n"))
        let open = fields + "Content-Type: application/json\r\nContent-Length: 1048577\r\n"
        let large = try await exchange(
            port, "POST /api/managed_users HTTP/1.1\r\n\(open)\r\n" + String(repeating: " ", count: 1_048_577))
        #expect(large.hasPrefix("HTTP/1.1 413 "))
        #expect(large.contains("\"body_too_large\""))
        let chunked = fields + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
        let body = #"{"name":"Blue Sky"}"#
        let created = try await exchange(
            port, "POST /api/managed_users HTTP/1.1\r\n\(chunked)\r\n13\r\n\(body)\r\n0\r\n\r\n")
        #expect(created.hasPrefix("HTTP/1.1 200 OK\r\n"))
    }

    private func exchange(_ port: UInt16, _ request: String) async throws -> String {
        let connection = try await Wire.connect(to: port)
        try await connection.write(request)
        let answer = try await connection.readToEnd()
        await connection.close()
        return String(decoding: answer, as: UTF8.self)
    }
}

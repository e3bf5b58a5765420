import Domain
import NIOCore
import Synchronization

/// An application that answers each whole request as a test's script says, and remembers what it was sent.
public final class ScriptedUpstream: Sendable {
    /// A request as it arrived.
    public struct Request: Sendable {
        /// The number of the connection it came on, from 0.
        public let connection: Int
        /// The head.
        public let head: WireHead
        /// The body as it stood on the wire.
        public let body: String

        /// The path and query of the request line.
        public var target: String { head.startLine.split(separator: " ").dropFirst().first.map(String.init) ?? "" }
        /// Every value of the field in one text.
        public subscript(_ name: String) -> String { head[name] }
        /// Every value of the field.
        public func values(_ name: String) -> [String] { head.values(name) }
    }

    /// What to send back.
    public struct Answer: Sendable {
        let bytes: [UInt8]
        let closes: Bool

        /// Bytes as they are; with `closes` the connection ends after them.
        public init(raw: String, closes: Bool = false) {
            bytes = Array(raw.utf8)
            self.closes = closes
        }

        /// An answer with a body of known length.
        public init(_ status: String = "200 OK", _ fields: [String] = [], body: String = "ok") {
            let lines = ["HTTP/1.1 \(status)"] + fields + ["Content-Length: \(body.utf8.count)"]
            self.init(raw: lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        }
    }

    /// Tells what to answer.
    public typealias Script = @Sendable (Request) -> Answer

    /// Where it listens; without a meaning on a Unix socket.
    public let address: Endpoint

    private let script: Script
    private let log = Mutex<[Request]>([])

    private init(_ address: Endpoint, _ script: @escaping Script) {
        self.address = address
        self.script = script
    }

    /// Every request so far, in the order they were whole.
    public var requests: [Request] { log.withLock { $0 } }

    /// Serves for as long as `body` runs, and ends with it: on a free port, or on the Unix socket of a path; by TLS with a
    /// certificate.
    public static func run(
        _ script: @escaping Script = { _ in Answer() }, onSocket path: String? = nil,
        certificate: TestCertificate? = nil, _ body: (ScriptedUpstream) async throws -> Void
    ) async throws {
        let (connections, arrivals) = AsyncStream.makeStream(of: WireConnection.self)
        let channel = try await Wire.listen(certificate, onSocket: path) { arrivals.yield($0) }
        let upstream = ScriptedUpstream(Wire.address(of: channel), script)
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await upstream.serve(connections) }
            let result: Result<Void, any Error>
            do { result = .success(try await body(upstream)) } catch { result = .failure(error) }
            try? await channel.close().get()  // an end that came before is as good
            arrivals.finish()
            try result.get()
        }
    }

    private func serve(_ connections: AsyncStream<WireConnection>) async {
        await withDiscardingTaskGroup { group in
            var number = 0
            for await connection in connections {
                let own = number
                group.addTask { await self.serve(connection, own) }
                number += 1
            }
        }
    }

    private func serve(_ connection: WireConnection, _ number: Int) async {
        while let request = try? await request(connection, number) {  // an ended connection has no more requests
            log.withLock { $0.append(request) }
            let answer = script(request)
            try? await connection.write(answer.bytes)  // the gateway may have gone: the test sees that on its side
            if answer.closes { break }
        }
        await connection.close()
    }

    private func request(_ connection: WireConnection, _ number: Int) async throws -> Request {
        let head = try await connection.readHead()
        return Request(connection: number, head: head, body: try await connection.readRequestBody(of: head))
    }
}

import CasementTesting
import Gateway
import NIOCore
import Testing

/// A WebSocket that the gateway let through, with the test on both sides of it.
struct OpenTunnel: Sendable {
    let client: WireConnection
    let application: WireConnection
    /// What the client got, and what the application was asked.
    let answer: WireHead
    let request: WireHead

    static let key = "dGhlIHNhbXBsZSBub25jZQ=="
    /// The RFC's own example for that key (RFC 6455 1.3).
    static let accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    static let handshake = [
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: \(key)",
    ]
    static let own = "Origin: https://gw.example"
    static let granted =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n\r\n"

    /// What opens a WebSocket.
    static func request(_ target: String = "/socket", _ lines: [String] = [own], cookie: String?) -> WireRequest {
        WireRequest("GET", target, handshake + lines, cookie: cookie)
    }

    func close() async {
        await client.close()
        await application.close()
    }
}

extension GatewayRig {
    /// Opens a WebSocket and lets the application grant it.
    func open(_ listener: WireListener, cookie: String, lines: [String] = [OpenTunnel.own]) async throws -> OpenTunnel {
        let client = try await connect()
        try await client.write(OpenTunnel.request("/socket", lines, cookie: cookie).text)
        let application = try await listener.next()
        let request = try await application.readHead()
        try await application.write(OpenTunnel.granted)
        return OpenTunnel(
            client: client, application: application, answer: try await client.readHead(), request: request)
    }

    /// Runs `body` with an open WebSocket under a session.
    static func withTunnel(
        _ options: Options = Options(), configure: @escaping (inout GatewayConfiguration) -> Void = { _ in },
        signIn: (GatewayRig) async throws -> String = { try await $0.signIn() },
        _ body: (GatewayRig, OpenTunnel, _ cookie: String) async throws -> Void
    ) async throws {
        try await byHand(options, configure: configure) { rig, listener in
            let cookie = try await signIn(rig)
            let tunnel = try await rig.open(listener, cookie: cookie)
            let result: Result<Void, any Error>
            do { result = .success(try await body(rig, tunnel, cookie)) } catch { result = .failure(error) }
            await tunnel.close()
            try result.get()
        }
    }
}

/// A frame as it stands on the wire (RFC 6455 5.2).
struct WireFrame: Equatable {
    var first: UInt8
    var payload: [UInt8]
    var isMasked = false

    static func text(_ text: String, isMasked: Bool = false) -> Self {
        Self(first: 0x81, payload: Array(text.utf8), isMasked: isMasked)
    }

    static func close(_ code: UInt16, _ reason: String, isMasked: Bool = false) -> Self {
        Self(first: 0x88, payload: [UInt8(code >> 8), UInt8(code & 0xFF)] + Array(reason.utf8), isMasked: isMasked)
    }

    var bytes: [UInt8] {
        let bit: UInt8 = isMasked ? 0x80 : 0
        let length = payload.count
        let head: [UInt8] =
            length < 126 ? [first, bit | UInt8(length)] : [first, bit | 126, UInt8(length >> 8), UInt8(length & 0xFF)]
        return head + (isMasked ? Self.key + masked(payload) : payload)
    }

    private static let key: [UInt8] = [1, 2, 3, 4]

    private func masked(_ bytes: [UInt8]) -> [UInt8] { bytes.enumerated().map { $1 ^ Self.key[$0 % 4] } }
}

extension WireConnection {
    func write(_ frame: WireFrame) async throws { try await write(frame.bytes) }

    /// The next frame, of at most 65,535 bytes, unmasked.
    func readFrame() async throws -> WireFrame {
        let bytes = try await read { bytes in
            guard let layout = Self.layout(bytes), bytes.count >= layout.end else { return nil }
            return layout.end
        }
        let layout = try #require(Self.layout(bytes))
        let payload = Array(bytes[layout.start...])
        guard layout.isMasked else { return WireFrame(first: bytes[0], payload: payload) }
        let key = Array(bytes[(layout.start - 4)..<layout.start])
        return WireFrame(first: bytes[0], payload: payload.enumerated().map { $1 ^ key[$0 % 4] }, isMasked: true)
    }

    private static func layout(_ bytes: [UInt8]) -> (start: Int, end: Int, isMasked: Bool)? {
        guard bytes.count >= 2 else { return nil }
        let isMasked = bytes[1] & 0x80 != 0
        var (start, length) = (2, Int(bytes[1] & 0x7F))
        if length == 126 {
            guard bytes.count >= 4 else { return nil }
            (start, length) = (4, Int(bytes[2]) << 8 | Int(bytes[3]))
        }
        if isMasked { start += 4 }
        return (start, start + length, isMasked)
    }
}

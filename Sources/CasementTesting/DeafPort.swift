import Domain
import Foundation

/// A port of 127.0.0.1 where connecting never ends: the system's queue of connections is full, and nobody takes any.
public final class DeafPort: Sendable {
    /// The port.
    public let address: Endpoint

    private let listener: Int32
    private let waiting: [Int32]

    /// Listens, and fills the queue.
    public init() throws {
        let port = try Wire.ownPort()
        address = Endpoint(host: "127.0.0.1", port: UInt16(port))
        listener = Self.socket()
        waiting = (0..<4).map { _ in Self.socket() }
        let isListening = LoopbackSocket.withAddress(port: port) { [listener] in bind(listener, $0, $1) == 0 }
        guard isListening, listen(listener, 0) == 0 else { throw Wire.NoPort() }
        for descriptor in waiting { _ = LoopbackSocket.withAddress(port: port) { connect(descriptor, $0, $1) } }
    }

    deinit { ([listener] + waiting).forEach { close($0) } }

    private static func socket() -> Int32 {
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        return Foundation.socket(AF_INET, Int32(kind), 0)
    }
}

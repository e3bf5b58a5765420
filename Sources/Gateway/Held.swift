import NIOCore

/// What connections hold of others' bytes: the measure of what a stream costs in memory.
struct Held: Sendable {
    /// Bytes that have come and are not passed on yet, and those that the system has yet to take.
    var bytes = 0
    /// Connections that are not read, because nobody can take what they would bring.
    var unreadConnections = 0

    static func + (one: Held, other: Held) -> Held {
        Held(bytes: one.bytes + other.bytes, unreadConnections: one.unreadConnections + other.unreadConnections)
    }
}

extension Held {
    /// Of one connection, or of a stream of one, which does not tell what it has yet to write.
    init(_ channel: (any Channel)?, unread: Int, isReadingHeld: Bool) {
        let socket = channel is any SocketOptionProvider ? channel : nil
        let unwritten = try? socket?.syncOptions?.getOption(.bufferedWritableBytes)  // a closed channel holds none
        self.init(bytes: unread + (unwritten ?? 0), unreadConnections: isReadingHeld ? 1 : 0)
    }
}

import Hummingbird
import NIOCore

/// What is known of a request before its head is read.
struct ManagementContext: RequestContext {
    /// Hummingbird's own part.
    var coreContext: CoreRequestContextStorage
    /// The peer's address; nil on a Unix socket.
    let peerAddress: String?

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        peerAddress = source.channel.remoteAddress?.ipAddress
    }
}

/// A Lua script that Redis runs atomically; it is sent whole once, by its digest afterwards.
public struct RedisScript: Sendable {
    /// Unique among the scripts of one client.
    public let name: String
    /// The Lua source.
    public let source: String

    /// Names a source.
    public init(name: String, source: String) {
        self.name = name
        self.source = source
    }
}

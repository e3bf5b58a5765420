/// Where a partner publishes its JWK set: an https address, taken apart as far as the choice of hosts needs it.
public struct KeySetURL: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes that such an address may have.
    public static let maxLength = 2048

    /// The address as it was written.
    public let description: String
    /// The host in lower case, and the port; 443 where none is written.
    public let endpoint: Endpoint

    /// Reads `https://host[:port][/path][?query]`: visible ASCII, without user info and fragment. Nil when it is none.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.maxLength, text.utf8.allSatisfy(Self.isURLByte), text.hasPrefix("https://")
        else { return nil }
        let authority = text.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" }
        guard let endpoint = Endpoint(authority.lowercased(), defaultPort: 443), endpoint.port > 0 else { return nil }
        description = text
        self.endpoint = endpoint
    }

    /// Whether an operator's list has its host: `host` stands for port 443 alone, `host:port` for another.
    public func isServed(by hosts: [String]) -> Bool {
        hosts.contains { Endpoint($0.lowercased(), defaultPort: 443) == endpoint }
    }

    private static func isURLByte(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"\\#\"<>^`{|}".utf8.contains(byte)
    }
}

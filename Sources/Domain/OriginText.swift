/// The parts of one entry as written, `scheme://[*.]host[:port][/]`, each in its place but none judged beyond its form.
struct OriginText {
    private let scheme: Origin.Scheme
    private let isWildcard: Bool
    private let host: ArraySlice<UInt8>
    private let port: UInt16?

    /// Takes an entry apart; `bytes` have no spaces around them.
    init(_ bytes: ArraySlice<UInt8>) throws(OriginProblem.Reason) {
        try Self.checkWhole(bytes)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            throw .form
        }
        scheme = try Self.scheme(bytes[..<colon])
        let authority = try Self.authority(bytes[(colon + 3)...])
        isWildcard = authority.starts(with: "*.".utf8)
        let named = isWildcard ? authority.dropFirst(2) : authority
        guard !named.contains(UInt8(ascii: "*")) else { throw .wildcardPlace }
        let end = named.firstIndex(of: UInt8(ascii: ":")) ?? named.endIndex
        host = named[..<end]
        port = end == named.endIndex ? nil : try Self.port(named[(end + 1)...])
    }

    /// Judges host and scheme, and gives the entry.
    func entry(allowHTTP: Bool) throws(OriginProblem.Reason) -> OriginList.Entry {
        let host = try OriginHost.serialised(host)
        let origin = Origin(scheme: scheme, host: host, port: port == scheme.defaultPort ? nil : port)
        guard origin.scheme == .https || allowHTTP || origin.isLoopback else { throw .plainHTTP }
        guard isWildcard else { return .origin(origin) }
        guard !origin.isIPv4 else { throw .wildcardOnAddress }
        guard !OriginPublicSuffix.covers(host) else { throw .wildcardOnPublicSuffix }
        return .wildcard(origin)
    }

    private static func checkWhole(_ bytes: ArraySlice<UInt8>) throws(OriginProblem.Reason) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= OriginParser.maximumBytes else { throw .tooLong }
        guard !bytes.elementsEqual("*".utf8) else { throw .wildcardPlace }
        guard !bytes.elementsEqual("null".utf8) else { throw .null }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else { throw .character }
    }

    private static func scheme(_ bytes: ArraySlice<UInt8>) throws(OriginProblem.Reason) -> Origin.Scheme {
        guard let scheme = Origin.Scheme(rawValue: String(decoding: bytes.map(\.asciiLowercased), as: UTF8.self))
        else { throw .scheme }
        return scheme
    }

    /// What stands between `//` and the end, or one forgiven slash at the end.
    private static func authority(_ bytes: ArraySlice<UInt8>) throws(OriginProblem.Reason) -> ArraySlice<UInt8> {
        let end = bytes.firstIndex { "/?#".utf8.contains($0) } ?? bytes.endIndex
        let authority = bytes[..<end]
        guard !authority.contains(UInt8(ascii: "@")) else { throw .userInfo }
        guard !authority.contains(UInt8(ascii: "[")) else { throw .ipv6 }
        switch bytes[end...].first {
        case UInt8(ascii: "?"): throw .query
        case UInt8(ascii: "#"): throw .fragment
        case UInt8(ascii: "/") where end + 1 < bytes.endIndex: throw .path
        case _: return authority
        }
    }

    private static func port(_ digits: ArraySlice<UInt8>) throws(OriginProblem.Reason) -> UInt16 {
        guard digits.allSatisfy(\.isASCIIDigit), digits.count == 1 || digits.first != UInt8(ascii: "0"),
            let port = UInt16(String(decoding: digits, as: UTF8.self))
        else { throw .port }
        return port
    }
}

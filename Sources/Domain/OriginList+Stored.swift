extension OriginList {
    /// Reads back our own `description`, fast: hosts are taken as they are once every byte may stand in one. Nil otherwise.
    public init?(stored text: String) {
        guard !text.isEmpty else {
            self = .empty
            return
        }
        var entries: [Entry] = []
        for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            guard let entry = Entry(stored: part) else { return nil }
            entries.append(entry)
        }
        self.init(entries: entries)
    }
}

extension Origin {
    /// Reads back our own `description`, fast, as a session's record keeps it; nil for any other text.
    public init?(stored text: String) {
        guard case .origin(let origin) = OriginList.Entry(stored: text.utf8[...]) else { return nil }
        self = origin
    }
}

extension OriginList.Entry {
    fileprivate init?(stored text: Substring.UTF8View) {
        guard let scheme = Origin.Scheme.allCases.first(where: { text.starts(with: $0.prefix) }) else { return nil }
        let rest = text.dropFirst(scheme.prefix.count)
        let isWildcard = rest.starts(with: "*.".utf8)
        let authority = isWildcard ? rest.dropFirst(2) : rest
        let end = authority.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
        guard let host = Self.storedHost(authority[..<end]) else { return nil }
        var port: UInt16?
        if end != authority.endIndex {
            port = UInt16(storedDigits: authority[end...].dropFirst())
            guard port != nil, port != scheme.defaultPort else { return nil }
        }
        let origin = Origin(scheme: scheme, host: host, port: port)
        self = isWildcard ? .wildcard(origin) : .origin(origin)
    }

    private static func storedHost(_ bytes: Substring.UTF8View) -> String? {
        var previous = UInt8(ascii: ".")
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
            case UInt8(ascii: ".") where previous != byte: break
            default: return nil
            }
            previous = byte
        }
        return previous == UInt8(ascii: ".") ? nil : String(Substring(bytes))
    }
}

extension UInt16 {
    fileprivate init?(storedDigits digits: Substring.UTF8View) {
        guard digits.allSatisfy(\.isASCIIDigit), digits.count == 1 || digits.first != UInt8(ascii: "0") else {
            return nil
        }
        self.init(Substring(digits))
    }
}

extension Origin.Scheme {
    fileprivate var prefix: String.UTF8View {
        switch self {
        case .https: "https://".utf8
        case .http: "http://".utf8
        }
    }
}

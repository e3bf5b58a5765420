extension Origin {
    /// Whether the host is an IPv4 address: the only hosts whose last label is a number.
    public var isIPv4: Bool {
        host.utf8.reversed().prefix { $0 != UInt8(ascii: ".") }.allSatisfy(\.isASCIIDigit)
    }

    /// Whether the host never leaves the machine: `localhost`, `*.localhost` and 127.0.0.0/8.
    public var isLoopback: Bool {
        host == "localhost" || host.hasSuffix(".localhost") || (isIPv4 && host.hasPrefix("127."))
    }
}

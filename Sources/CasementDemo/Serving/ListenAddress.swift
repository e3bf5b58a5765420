import ArgumentParser

/// Where a demo server listens, written `host:port`; port 0 takes any free one.
struct ListenAddress: Hashable, Sendable, ExpressibleByArgument {
    /// A name or an IPv4 address.
    let host: String
    /// 0 to 65535.
    let port: Int

    /// This host and port.
    init(host: String, port: UInt16) {
        self.host = host
        self.port = Int(port)
    }

    /// Nil when the text is not `host:port`.
    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let port = UInt16(parts[1]) else { return nil }
        self.init(host: String(parts[0]), port: port)
    }

    /// `host:port`, for the help text.
    var defaultValueDescription: String { "\(host):\(port)" }
}

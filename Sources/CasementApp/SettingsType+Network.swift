import Domain
import RedisClient
import Foundation

extension SettingsType<Endpoint> {
    /// `host:port`.
    static var endpoint: Self {
        single(
            { text throws(SettingsComplaint) in
                guard let endpoint = Endpoint(text) else {
                    throw SettingsComplaint("\(quoted(text)) is not host:port; write it like 127.0.0.1:8080")
                }
                return endpoint
            }, show: { $0.description })
    }
}

extension SettingsType<Settings.Upstream> {
    /// `http://host[:port]`, or the same with https.
    static var upstream: Self {
        single(
            { text throws(SettingsComplaint) in
                guard let upstream = Settings.Upstream(text) else {
                    throw SettingsComplaint(
                        "\(quoted(text)) is not the application's address; write it like http://127.0.0.1:8082")
                }
                return upstream
            }, show: { $0.description })
    }
}

extension SettingsType<AddressRange> {
    /// An IP address, or a network with its prefix length.
    static var addressRange: Self {
        single(
            { text throws(SettingsComplaint) in
                guard let range = AddressRange(text) else {
                    throw SettingsComplaint(
                        "\(quoted(text)) is not an address or a network; write it like 10.0.0.1 or 10.0.0.0/8")
                }
                return range
            }, show: { $0.description })
    }
}

extension SettingsType<RedisAddress> {
    /// A Redis URL; it may hold a password and is never quoted.
    static var redisURL: Self {
        single(
            { text throws(SettingsComplaint) in
                do throws(RedisAddressError) { return try RedisAddress(text) } catch {
                    throw SettingsComplaint(
                        "is not a Redis URL; write it like redis://user:password@host:6379/0, the same with rediss, or unix:///path?db=0"
                    )
                }
            }, show: { $0.description })
    }
}

extension SettingsType<Origin> {
    /// The origin of one of our own listeners: https, or http on a loopback host.
    static var ownOrigin: Self {
        single(
            { text throws(SettingsComplaint) in
                do { return try OriginParser(allowHTTP: false).origin(text) } catch {
                    throw SettingsComplaint(
                        "\(quoted(text)) is not an https origin, or an http one of a loopback host: \(error)")
                }
            }, show: { $0.description })
    }
}

extension SettingsType<String> {
    /// What a `Host` field may say: a host with an optional port, in lower case, or `*`.
    static var servedHost: Self {
        single(
            { text throws(SettingsComplaint) in
                guard text == "*" || Endpoint(text, defaultPort: 0) != nil else {
                    throw SettingsComplaint("\(quoted(text)) is not a host, host:port or *")
                }
                return text.lowercased()
            }, show: { $0 })
    }

    /// A host without a port, in lower case.
    static var host: Self {
        single(
            { text throws(SettingsComplaint) in
                guard let endpoint = Endpoint(text, defaultPort: 443), endpoint.host == text else {
                    throw SettingsComplaint("\(quoted(text)) is not a host; write it like keys.example.com")
                }
                return text.lowercased()
            }, show: { $0 })
    }

    /// What a request may ask for: a path, perhaps with a query.
    static var target: Self {
        single(
            { text throws(SettingsComplaint) in
                guard text.hasPrefix("/"), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x23 }) else {
                    throw SettingsComplaint("\(quoted(text)) is not a path; write it like /health")
                }
                return text
            }, show: { $0 })
    }

    /// A path prefix that can match: whole segments, none of them empty, dots or ambiguous when decoded.
    static var publicPath: Self {
        single(
            { text throws(SettingsComplaint) in
                let segments = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
                guard text.hasPrefix("/"), !segments.contains(where: { ["", ".", ".."].contains($0) }) else {
                    throw SettingsComplaint(
                        "\(quoted(text)) is not a path of whole segments; write it like /public, without a trailing slash"
                    )
                }
                guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
                    !text.contains(where: { "\"#;<>?\\^`{|}".contains($0) }), Self.hasOnlyHarmlessEscapes(text)
                else {
                    throw SettingsComplaint("\(quoted(text)) has a character or escape that no public path may have")
                }
                return text
            }, show: { $0 })
    }

    private static func hasOnlyHarmlessEscapes(_ path: String) -> Bool {
        PercentEncoding.decodeBytes(path.utf8) != nil
            && !["%2e", "%2f", "%5c", "%00", "%25"].contains { path.lowercased().contains($0) }
    }
}

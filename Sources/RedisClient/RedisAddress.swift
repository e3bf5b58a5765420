import FoundationEssentials

/// Where a Redis server listens and how to sign in there.
public struct RedisAddress: Hashable, Sendable, CustomStringConvertible {
    /// What to connect to.
    public enum Endpoint: Hashable, Sendable {
        /// A host name or address, and a port.
        case tcp(host: String, port: Int)
        /// The path of a Unix socket.
        case unix(path: String)
    }

    /// What to connect to.
    public let endpoint: Endpoint
    /// Whether TLS is spoken there.
    public let isTLS: Bool
    /// The ACL user; nil is Redis's default user.
    public let user: String?
    /// The number that `SELECT` takes.
    public let database: Int

    let password: RedisPassword?

    /// Redis on this machine, on its usual port.
    public static let standard = RedisAddress(endpoint: .tcp(host: "127.0.0.1", port: 6379))

    private init(endpoint: Endpoint) {
        self.endpoint = endpoint
        isTLS = false
        user = nil
        database = 0
        password = nil
    }

    /// Reads `redis://[user[:password]@]host[:port][/db]`, the same with `rediss` for TLS, or `unix:///path[?db=N&user=U&password=P]`.
    public init(_ text: String) throws(RedisAddressError) {
        guard let parts = URLComponents(string: text, encodingInvalidCharacters: false),
            let scheme = parts.scheme
        else { throw .malformed }
        guard parts.fragment == nil else { throw .malformed }
        switch scheme {
        case "redis": try self.init(tcp: parts, isTLS: false)
        case "rediss": try self.init(tcp: parts, isTLS: true)
        case "unix": try self.init(unix: parts)
        default: throw .schemeUnknown
        }
    }

    /// The address without user and password.
    public var description: String {
        switch endpoint {
        case .tcp(let host, let port):
            "\(isTLS ? "rediss" : "redis")://\(host.contains(":") ? "[\(host)]" : host):\(port)/\(database)"
        case .unix(let path): "unix://\(path)?db=\(database)"
        }
    }

    private init(tcp parts: URLComponents, isTLS: Bool) throws(RedisAddressError) {
        guard let host = parts.host, !host.isEmpty, parts.query == nil else { throw .malformed }
        let port = parts.port ?? 6379
        guard (1...65535).contains(port) else { throw .malformed }
        endpoint = .tcp(host: host.trimmingBrackets(), port: port)
        self.isTLS = isTLS
        database = try Self.database(parts.path.drop { $0 == "/" })
        user = parts.user.flatMap(Self.present)
        password = parts.password.flatMap(Self.present).map(RedisPassword.init)
        guard user == nil || password != nil else { throw .passwordMissing }
    }

    private init(unix parts: URLComponents) throws(RedisAddressError) {
        guard (parts.host ?? "").isEmpty, parts.path.utf8.count > 1 else { throw .malformed }
        let fields = try Self.fields(parts.queryItems ?? [])
        endpoint = .unix(path: parts.path)
        isTLS = false
        database = try Self.database((fields["db"] ?? "")[...])
        user = (fields["user"] ?? parts.user).flatMap(Self.present)
        password = (fields["password"] ?? parts.password).flatMap(Self.present).map(RedisPassword.init)
        guard user == nil || password != nil else { throw .passwordMissing }
    }

    private static func fields(_ items: [URLQueryItem]) throws(RedisAddressError) -> [String: String] {
        var fields: [String: String] = [:]
        for item in items {
            guard ["db", "user", "password"].contains(item.name), fields[item.name] == nil else { throw .malformed }
            fields[item.name] = item.value ?? ""
        }
        return fields
    }

    private static func database(_ text: Substring) throws(RedisAddressError) -> Int {
        if text.isEmpty { return 0 }
        guard let number = Int(text), (0...65535).contains(number), String(number) == text else {
            throw .databaseInvalid
        }
        return number
    }

    private static func present(_ text: String) -> String? { text.isEmpty ? nil : text }
}

/// Why a text is no Redis address; carries nothing of the text, which may hold a password.
public enum RedisAddressError: Error, Hashable, Sendable {
    /// Not a URL of these forms.
    case malformed
    /// Neither `redis` nor `rediss` nor `unix`.
    case schemeUnknown
    /// Not a number of 0 to 65535.
    case databaseInvalid
    /// A user without a password.
    case passwordMissing
}

/// A password that prints as dots.
struct RedisPassword: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// Puts a password behind dots.
    init(_ text: String) { self.text = text }

    /// Hands it out, for `AUTH`.
    func reveal() -> String { text }

    /// Always dots.
    var description: String { "••••••" }
    /// Always dots.
    var debugDescription: String { description }
    /// No children, so that `dump` shows nothing either.
    var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
    fileprivate func trimmingBrackets() -> String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}

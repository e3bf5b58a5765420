import Domain
import Foundation

extension Settings {
    /// Where Redis listens, and as whom to talk to it.
    public struct RedisURL: Hashable, Sendable, CustomStringConvertible {
        /// The socket to connect to.
        public enum Server: Hashable, Sendable {
            /// A host and a port.
            case tcp(Endpoint)
            /// The path of a Unix socket.
            case unix(path: String)
        }

        /// The socket to connect to.
        public let server: Server
        /// Whether TLS is spoken there (`rediss`).
        public let isTLS: Bool
        /// The user of `AUTH`; nil is Redis' default user.
        public let user: String?
        /// The password of `AUTH`; nil sends none.
        public let password: Secret<String>?
        /// The number of `SELECT`.
        public let database: Int

        /// Redis on this machine, on its usual port.
        static let standard = RedisURL(
            server: .tcp(Endpoint(host: "127.0.0.1", port: 6379)), isTLS: false, user: nil, password: nil, database: 0)

        /// The URL with dots for the password.
        public var description: String {
            let secret = password.map { ":\($0)" } ?? ""
            let login = user == nil && password == nil ? "" : Self.encoded(user ?? "") + secret + "@"
            return switch server {
            case .tcp(let endpoint):
                "\(isTLS ? "rediss" : "redis")://\(login)\(endpoint)" + (database == 0 ? "" : "/\(database)")
            case .unix(let path): "unix://\(login)\(path)" + (database == 0 ? "" : "?db=\(database)")
            }
        }

        private static func encoded(_ user: String) -> String {
            PercentEncoding.encode(user, keeping: PercentEncoding.isUnreserved)
        }
    }
}

extension Settings.RedisURL {
    /// Reads `redis://[user[:password]@]host[:port][/database]`, the same with `rediss`, or
    /// `unix://[user[:password]@]/path[?db=database]`; user and password are percent-encoded. Nil when it is neither.
    init?(_ text: String) {
        guard let mark = text.range(of: "://") else { return nil }
        let scheme = text[..<mark.lowerBound]
        let rest = text[mark.upperBound...]
        let isUnix = scheme == "unix"
        guard isUnix || scheme == "redis" || scheme == "rediss" else { return nil }

        let at = Self.end(ofLogin: rest)
        guard let login = Login(at.map { rest[..<$0] }) else { return nil }
        let place = at.map { rest[rest.index(after: $0)...] } ?? rest
        guard let (server, database) = isUnix ? Self.socket(place) : Self.address(place) else { return nil }
        self.init(
            server: server, isTLS: scheme == "rediss", user: login.user, password: login.password, database: database)
    }

    /// The `@` before the first `/`; a Unix path may hold one too.
    private static func end(ofLogin text: Substring) -> Substring.Index? {
        text.prefix { $0 != "/" }.lastIndex(of: "@")
    }

    private static func address(_ text: Substring) -> (Server, database: Int)? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let endpoint = Settings.Endpoint(String(parts[0]), defaultPort: 6379),
            let database = parts.count == 1 || parts[1].isEmpty ? 0 : number(parts[1])
        else { return nil }
        return (.tcp(endpoint), database)
    }

    private static func socket(_ text: Substring) -> (Server, database: Int)? {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = PercentEncoding.decode(parts[0]), path.hasPrefix("/"), path.utf8.count <= 107,
            !path.utf8.contains(0)
        else { return nil }
        if parts.count == 1 { return (.unix(path: path), 0) }
        guard parts[1].hasPrefix("db="), let database = number(parts[1].dropFirst(3)) else { return nil }
        return (.unix(path: path), database)
    }

    private static func number(_ digits: Substring) -> Int? {
        (1...5).contains(digits.utf8.count) && digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(digits) : nil
    }
}

/// The part of a URL before `@`.
private struct Login {
    var user: String?
    var password: Secret<String>?

    /// Nil when an escape is broken.
    init?(_ text: Substring?) {
        guard let text else { return }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let user = PercentEncoding.decode(parts[0]) else { return nil }
        self.user = user.isEmpty ? nil : user
        guard parts.count == 2 else { return }
        guard let password = PercentEncoding.decode(parts[1]) else { return nil }
        self.password = password.isEmpty ? nil : Secret(password)
    }
}

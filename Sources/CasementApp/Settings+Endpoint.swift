import Foundation

extension Settings {
    /// A host and a port to listen on or to connect to.
    public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
        /// A host name, IPv4 or IPv6 address; IPv6 without brackets.
        public let host: String
        /// 0 listens on any free port.
        public let port: UInt16

        /// Joins a host and a port.
        public init(host: String, port: UInt16) {
            self.host = host
            self.port = port
        }

        /// Reads `host:port` or `[IPv6]:port`; the port may be left out where there is a default. Nil when it is neither.
        init?(_ text: String, defaultPort: UInt16? = nil) {
            guard let (host, rest) = Self.split(text) else { return nil }
            if rest.isEmpty, let defaultPort {
                self.init(host: host, port: defaultPort)
            } else if rest.first == ":", let port = Self.port(rest.dropFirst()) {
                self.init(host: host, port: port)
            } else {
                return nil
            }
        }

        /// Whether only this machine can reach it, by its name or address alone.
        public var isLoopback: Bool {
            let name = host.lowercased()
            return name == "localhost" || name.hasSuffix(".localhost") || name == "::1"
                || IPAddress(name)?.bytes.first == 127 && !name.contains(":")
        }

        /// `host:port`, IPv6 in brackets.
        public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

        private static func split(_ text: String) -> (host: String, rest: Substring)? {
            if text.hasPrefix("[") {
                guard let end = text.firstIndex(of: "]") else { return nil }
                let host = String(text[text.index(after: text.startIndex)..<end])
                return IPAddress(host)?.bytes.count == 16 ? (host, text[text.index(after: end)...]) : nil
            }
            let end = text.firstIndex(of: ":") ?? text.endIndex
            let host = String(text[..<end])
            return isName(host) ? (host, text[end...]) : nil
        }

        /// An IPv4 address, or labels of letters, digits, hyphens and underscores.
        private static func isName(_ host: String) -> Bool {
            if host.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) { return IPAddress(host) != nil }
            let labels = host.split(separator: ".", omittingEmptySubsequences: false)
            return host.utf8.count <= 253
                && labels.allSatisfy { (1...63).contains($0.utf8.count) && $0.utf8.allSatisfy(isNameByte) }
        }

        private static func isNameByte(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }

        private static func port(_ digits: Substring) -> UInt16? {
            digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt16(digits) : nil
        }
    }
}

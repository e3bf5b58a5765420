/// One of the host names that the partner's product is served on.
struct PartnerHost: Hashable, Sendable {
    /// The names, in the order shown. The last stands on no origin list, so that the refusal can be seen.
    static let names = ["na1.localhost", "eu1.localhost", "denied.localhost"]

    /// One of `names`.
    let name: String
    /// The port that the browser used; nil for the scheme's own.
    let port: String?

    /// Reads a request's authority; nil when it is none of ours, so that no other name can be pointed at the backend.
    init?(authority: String?) {
        guard let parts = authority?.split(separator: ":", maxSplits: 1), let name = parts.first.map(String.init),
            Self.names.contains(name)
        else { return nil }
        self.name = name
        port = parts.count == 2 ? String(parts[1]) : nil
    }

    /// This page's origin.
    var origin: String { origin(of: name) }

    /// The origin of another of the names, on the same port.
    func origin(of name: String) -> String { "http://" + name + (port.map { ":" + $0 } ?? "") }
}

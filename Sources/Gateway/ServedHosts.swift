/// Which values of Host are answered.
struct ServedHosts: Sendable {
    private let publicURL: PublicURL
    private let authorities: Set<String>
    private let names: Set<String>
    private let any: Bool

    init(publicURL: PublicURL, hosts: [String]) {
        self.publicURL = publicURL
        let hosts = hosts.map { $0.lowercased() }
        any = hosts.contains("*")
        authorities = Set(hosts.filter { Self.split($0).port != nil })
        names = Set(hosts.filter { Self.split($0).port == nil })
    }

    /// Whether an authority, as it stands in Host, is one of ours.
    func serve(_ authority: String) -> Bool {
        if any || authority == publicURL.authority { return true }
        let authority = authority.lowercased()
        let (host, port) = Self.split(authority)
        if authorities.contains(authority) || names.contains(host) { return true }
        guard (port ?? Int(publicURL.origin.scheme.defaultPort)) == publicURL.port else { return false }
        return host == publicURL.origin.host || publicURL.isLoopback && PublicURL.isLoopback(host: host)
    }

    private static func split(_ authority: String) -> (host: String, port: Int?) {
        guard let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") else { return (authority, nil) }
        return (String(authority[..<colon]), Int(authority[authority.index(after: colon)...]))
    }
}

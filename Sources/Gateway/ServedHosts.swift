import Domain
import HTTPWire

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
        authorities = Set(hosts.filter { !Self.isName($0) })
        names = Set(hosts.filter(Self.isName).map { $0.hasPrefix("[") ? String($0.dropFirst().dropLast()) : $0 })
    }

    /// Whether the authority in these bytes, as it stands in Host, is one of ours; most often the public one, letter by letter.
    func serve(_ range: Range<Int>, of section: FieldSection) -> Bool {
        section.withBytes(range) { $0.elementsEqual(publicURL.authority.utf8) } || serve(section.text(range))
    }

    /// Whether an authority, as it stands in Host, is one of ours.
    func serve(_ authority: String) -> Bool {
        if any || authority == publicURL.authority { return true }
        let authority = authority.lowercased()
        guard let asked = Endpoint(authority, defaultPort: publicURL.origin.scheme.defaultPort) else { return false }
        if authorities.contains(authority) || names.contains(asked.host) { return true }
        guard Int(asked.port) == publicURL.port else { return false }
        return asked.host == publicURL.origin.host || publicURL.isLoopback && asked.isLoopback
    }

    /// Whether a listed host leaves the port open.
    private static func isName(_ host: String) -> Bool { !host.contains(":") || host.hasSuffix("]") }
}

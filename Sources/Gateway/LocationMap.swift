import Domain

/// Leads a `Location` that names the application's own address back to the public URL (RFC 9110 10.2.2).
struct LocationMap: Sendable {
    private let publicOrigin: String
    /// Every spelling of the application's own origins, in lower case.
    private let own: Set<String>

    /// The application is at `upstreams`, and may also take itself for the public authority without TLS.
    init(_ publicURL: PublicURL, upstreams: [(scheme: Origin.Scheme, endpoint: Endpoint)]) {
        publicOrigin = publicURL.origin.description
        let plain = publicURL.isSecure ? ["http://" + publicURL.authority] : []
        own = Set(upstreams.flatMap(Self.spellings) + plain)
    }

    /// The location on the public URL; nil where it leads to another place, or says no host.
    func mapped(_ location: String) -> String? {
        guard let slashes = location.utf8.firstRange(of: "//".utf8) else { return nil }
        let path = location.utf8[slashes.upperBound...].firstIndex { "/?#".utf8.contains($0) } ?? location.endIndex
        guard own.contains(location[..<path].lowercased()) else { return nil }
        return publicOrigin + location[path...]
    }

    /// With and without its scheme, and without a port that goes without saying.
    private static func spellings(_ scheme: Origin.Scheme, _ endpoint: Endpoint) -> [String] {
        let authority = endpoint.description.lowercased()
        let authorities =
            endpoint.port == scheme.defaultPort
            ? [authority, String(authority.dropLast(":\(endpoint.port)".count))] : [authority]
        return authorities.flatMap { ["\(scheme.rawValue)://\($0)", "//\($0)"] }
    }
}

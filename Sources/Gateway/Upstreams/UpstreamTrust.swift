import Domain
import NIOCore
import NIOSSL

/// Who an https application must prove to be: the host that was asked for, by a certificate that leads to trusted ones.
public struct UpstreamTrust: Sendable {
    /// The text is no PEM text of certificates.
    public struct Unreadable: Error {}

    private let context: NIOSSLContext

    /// Trusts the certificates of a PEM text, and no others; nil: those that the system trusts. Takes too long for an event
    /// loop.
    public init(authorities: [UInt8]?) throws(Unreadable) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.restrict(to: ["http/1.1"])
        do {
            if let authorities {
                let certificates = try NIOSSLCertificate.fromPEMBytes(authorities)
                guard !certificates.isEmpty else { throw Unreadable() }
                configuration.trustRoots = .certificates(certificates)
            }
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw Unreadable()
        }
    }

    /// Speaks TLS with a host; SNI names it unless it is an address (RFC 6066 3), and its certificate must in any case.
    func handler(for host: String) throws -> NIOSSLClientHandler {
        try NIOSSLClientHandler(context: context, serverHostname: IPAddress(host) == nil ? host : nil)
    }
}

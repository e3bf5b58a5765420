import NIOCore
import NIOSSL

/// How to speak TLS with a server: it must prove to be the host that was asked for, by a certificate that leads to trusted
/// ones, and may be shown a certificate in turn.
public struct RedisTLS: Sendable {
    /// Why texts do not do.
    public enum Problem: Error, Hashable, Sendable {
        /// Nobody is named to be trusted, and the system trusts nobody.
        case authoritiesMissing
        /// The authorities are no PEM text of certificates.
        case authoritiesUnreadable
        /// The chain is no PEM text of certificates.
        case chainUnreadable
        /// The key is no PEM text of a private key, or needs a password.
        case keyUnreadable
        /// The key is not that of the chain's first certificate.
        case keyMismatched
    }

    /// Who this side is: PEM texts of a certificate chain, and of its first certificate's key.
    public struct Identity: Sendable {
        let chain: [UInt8]
        let key: [UInt8]

        /// Takes the texts as they are.
        public init(chain: [UInt8], key: [UInt8]) {
            self.chain = chain
            self.key = key
        }
    }

    private let context: NIOSSLContext

    /// Trusts the certificates of a PEM text, and no others; nil: those that the system trusts. Takes too long for an event
    /// loop.
    public init(authorities: [UInt8]?, identity: Identity?) throws(Problem) {
        let configuration = try Self.trusting(authorities)
        guard let identity else {
            context = try Self.context(configuration, orElse: .authoritiesMissing)
            return
        }
        _ = try Self.context(configuration, orElse: .authoritiesMissing)  // so that what fails below is the identity
        context = try Self.context(try Self.showing(identity, configuration), orElse: .keyMismatched)
    }

    /// Speaks TLS with a host; SNI names it unless it is an address (RFC 6066 3), and its certificate must in any case.
    func handler(for host: String) throws -> NIOSSLClientHandler {
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil  // what is no address is a name
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }

    private static func trusting(_ authorities: [UInt8]?) throws(Problem) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"
        configuration.shutdownTimeout = .zero
        if let authorities {
            configuration.trustRoots = .certificates(try certificates(authorities, orElse: .authoritiesUnreadable))
        }
        return configuration
    }

    private static func showing(
        _ identity: Identity, _ configuration: TLSConfiguration
    ) throws(Problem) -> TLSConfiguration {
        var configuration = configuration
        configuration.certificateChain = try certificates(identity.chain, orElse: .chainUnreadable)
            .map { .certificate($0) }
        do { configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: identity.key, format: .pem)) } catch {
            throw .keyUnreadable
        }
        return configuration
    }

    private static func certificates(
        _ text: [UInt8], orElse problem: Problem
    ) throws(Problem) -> [NIOSSLCertificate] {
        let certificates = (try? NIOSSLCertificate.fromPEMBytes(text)) ?? []  // whatever is wrong has one name
        guard !certificates.isEmpty else { throw problem }
        return certificates
    }

    private static func context(
        _ configuration: TLSConfiguration, orElse problem: Problem
    ) throws(Problem) -> NIOSSLContext {
        do { return try NIOSSLContext(configuration: configuration) } catch { throw problem }
    }
}

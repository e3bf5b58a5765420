import Domain
import NIOCore
import NIOSSL

/// The certificate that clients are shown, with its key, ready to speak TLS with.
public struct ServerCertificate: Sendable {
    /// Why texts are no certificate.
    public enum Problem: Error, Hashable, Sendable {
        /// The chain is no PEM text of certificates.
        case chainUnreadable
        /// The key is no PEM text of a private key, or needs a password.
        case keyUnreadable
        /// The key is not that of the first certificate.
        case keyMismatched
    }

    let context: NIOSSLContext
    /// The last second in which the first certificate is good.
    public let validUntil: UnixTime

    /// Reads PEM texts: of a chain, whose first certificate is the gateway's own, and of that one's key. Takes too long for
    /// an event loop.
    public init(chain: [UInt8], key: [UInt8]) throws(Problem) {
        let certificates = (try? NIOSSLCertificate.fromPEMBytes(chain)) ?? []  // whatever is wrong has one name
        guard let own = certificates.first else { throw .chainUnreadable }
        let privateKey: NIOSSLPrivateKey
        do { privateKey = try NIOSSLPrivateKey(bytes: key, format: .pem) } catch { throw .keyUnreadable }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.restrict(to: ["h2", "http/1.1"])
        do { context = try NIOSSLContext(configuration: configuration) } catch { throw .keyMismatched }
        validUntil = UnixTime(Int64(own.notValidAfter))
    }
}

extension TLSConfiguration {
    /// What holds on both sides of the gateway: TLS 1.2 or later, forward secrecy, these protocols, the first that the
    /// other side knows, and an end that says so without waiting for the other side's.
    mutating func restrict(to protocols: [String]) {
        minimumTLSVersion = .tlsv12
        cipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20"
        applicationProtocols = protocols
        shutdownTimeout = .zero
    }
}

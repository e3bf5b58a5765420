import NIOCore
import NIOSSL
import TokenVerification

/// Why a JWK set was not had; the description is a sentence for the partner, and holds nothing of the answer.
enum JWKSFetchFailure: Error, Hashable, CustomStringConvertible {
    /// The address is no plain https one.
    case addressMalformed
    /// The operator lists no such host.
    case hostNotListed(String)
    /// No connection, or it broke.
    case unreachable
    /// The server's certificate is not trusted, or names another host.
    case notTrusted
    /// Any status but 200: a redirect is not followed.
    case status(Int)
    /// More bytes than are taken.
    case tooLarge
    /// No whole answer came in time.
    case timedOut
    /// The answer is no set of keys that can be used.
    case unusable(KeyProblem)

    /// Whatever the client threw, in these words.
    init(_ error: any Error) {
        switch error {
        case let failure as JWKSFetchFailure: self = failure
        case is NIOTooManyBytesError: self = .tooLarge
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self = .notTrusted
        default: self = .unreachable
        }
    }

    /// A short sentence that says what to change.
    var description: String {
        switch self {
        case .addressMalformed: "The address is not an https URL."
        case .hostNotListed(let host): "The operator lists no host \(host) in keys.jwks_hosts."
        case .unreachable: "The host cannot be reached."
        case .notTrusted: "The host's certificate is not trusted."
        case .status(let status) where (300..<400).contains(status):
            "The host answered \(status), and a redirect is not followed."
        case .status(let status): "The host answered \(status) instead of 200."
        case .tooLarge: "The answer is larger than 64 KiB."
        case .timedOut: "The host gave no whole answer in time."
        case .unusable(let problem): problem.description
        }
    }
}

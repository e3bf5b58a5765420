import Domain
import OpenSSLCrypto

/// What failed sign-ins are counted under.
public enum SignInName: Hashable, Sendable {
    /// An email as it was typed, in any case, whether or not somebody has it.
    case email(String)
    /// A client's address.
    case address(String)

    /// So many attempts may fail in a row before the first wait.
    var freeFailures: Int64 {
        switch self {
        case .email: 5
        case .address: 20
        }
    }

    /// Base64url of the SHA-256 of kind and text, so that a key says nothing and has one length.
    var hash: String {
        let text =
            switch self {
            case .email(let email): "email \(email.lowercased())"
            case .address(let address): "address \(address)"
            }
        return Base64URL.encode(SHA256.digest(Array(text.utf8)))
    }
}

/// Whether a password may be tried.
public enum SignInAttempt: Hashable, Sendable {
    /// It may, and is counted as failed until it is forgiven.
    case admitted
    /// Too many failed; nothing is counted until then.
    case locked(until: UnixTime)
}

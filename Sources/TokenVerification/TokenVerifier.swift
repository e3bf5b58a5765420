import Domain
import OpenSSLCrypto

/// Turns an unverified token into a verified one. Keeps parsed keys: make one per event loop; not for two threads.
public final class TokenVerifier {
    private let keys = PublicKeyCache()

    /// A verifier that has parsed no key yet.
    public init() {}

    /// Checks `algorithm`, `key`, `signature`, `claims`, `freshness`, `expiry`, `notBefore` and `age`, in this order.
    ///
    /// - Parameters:
    ///   - partner: the one that the token's `sub` names; any other is `vendor_not_found`.
    ///   - publicURL: the gateway's, one of the values that `aud` may hold.
    ///   - purpose: what the token was presented for.
    public func verify(
        _ token: UnverifiedToken, of partner: Partner, audience publicURL: String, purpose: TokenPurpose,
        limits: TokenLimits, at now: UnixTime
    ) throws(CheckFailure) -> VerifiedToken {
        guard partner.vendorID == token.subject.vendorID else { throw CheckFailure(.vendor, .vendorNotFound) }
        let algorithm = try partner.requireAllowed(token.algorithm)
        let candidates = try partner.keys(for: algorithm, kid: token.keyID, at: now)
        guard candidates.contains(where: { verifies(token, algorithm, with: $0) }) else {
            throw CheckFailure(.signature, .signatureInvalid)
        }
        let times = try TokenTimes(token.claims)
        let jti = try token.claims.requireTokenID()
        try token.claims.requireAudience(publicURL, by: partner.tokenRules)
        try token.claims.requireIssuer(by: partner.tokenRules)
        let scope = try token.claims.requirePurpose(purpose, of: token.subject)
        let (origin, name, email) = (
            try token.claims.optionalString("origin"), try token.claims.optionalString("name"),
            try token.claims.optionalString("email")
        )
        let acceptedUntil = try times.requireFresh(by: limits, at: now)
        return VerifiedToken(
            subject: token.subject, jti: jti, acceptedUntil: acceptedUntil, origin: origin, name: name, email: email,
            scope: scope)
    }

    /// An error of OpenSSL is no verification, whatever its cause.
    private func verifies(_ token: UnverifiedToken, _ algorithm: SignatureAlgorithm, with key: SigningKey) -> Bool {
        guard let publicKey = keys.publicKey(of: key) else { return false }
        let verdict = token.signature.withUnsafeBytes { signature in
            token.signingInput.withUnsafeBytes { input in
                try? publicKey.verifies(signature, of: input, scheme: algorithm.scheme)
            }
        }
        return verdict ?? false
    }
}

/// Parsed public keys by their directory number, so that a key is parsed once.
private final class PublicKeyCache {
    private struct Entry {
        let subjectPublicKeyInfo: [UInt8]
        let publicKey: PublicKey
    }

    private var entries: [KeyID: Entry] = [:]
    private let capacity = 4096

    /// Nil when the stored bytes are no key.
    func publicKey(of key: SigningKey) -> PublicKey? {
        if let entry = entries[key.id], entry.subjectPublicKeyInfo == key.subjectPublicKeyInfo {
            return entry.publicKey
        }
        guard let publicKey = try? PublicKey(subjectPublicKeyInfo: key.subjectPublicKeyInfo) else { return nil }
        if entries.count >= capacity { entries.removeAll(keepingCapacity: true) }
        entries[key.id] = Entry(subjectPublicKeyInfo: key.subjectPublicKeyInfo, publicKey: publicKey)
        return publicKey
    }
}

import Domain
import NIOCore
import OpenSSLCrypto
import Sessions
import TokenVerification

/// What one loop tells the application of who is asking, kept for each session so that few requests cost a signature.
struct Identities {
    /// The JWK set by which the assertions are verified.
    private(set) var jwks: JSONText

    private let terms: AssertionTerms
    private var signer: TokenSigner
    private var told: RecentValues<String, Told>
    private var agesAt = UnixTime(.min)

    /// How many sessions are remembered at least, if so many are in use; at most twice as many.
    private static let capacity = 16_384

    private struct Told {
        let identity: Identity
        let at: UnixTime
        let fields: ByteBuffer

        func serves(at now: UnixTime) -> Bool { at <= now && now < at + AssertionTerms.reuse }
    }

    init(_ terms: AssertionTerms, _ keys: AssertionKeys, capacity: Int = capacity) throws(CryptoError) {
        self.terms = terms
        told = RecentValues(capacity: capacity)
        signer = try Self.signer(keys)
        jwks = keys.jwks
    }

    /// Signs with other keys from here on; what the former signed is sent no more, because it may be published no more.
    mutating func sign(with keys: AssertionKeys) throws(CryptoError) {
        signer = try Self.signer(keys)
        jwks = keys.jwks
        told.removeAll()
    }

    /// The `X-Casement-*` lines of an admitted session, the assertion's among them.
    mutating func fields(of admitted: AdmittedSession, at now: UnixTime) throws(CryptoError) -> ByteBuffer {
        let identity = Identity(admitted)
        if let before = told.value(of: admitted.session.id), before.identity == identity, before.serves(at: now) {
            return before.fields
        }
        let fields = try signedFields(of: identity, at: now)
        forget(at: now)
        told.put(Told(identity: identity, at: now, fields: fields), for: admitted.session.id)
        return fields
    }

    private func signedFields(of identity: Identity, at now: UnixTime) throws(CryptoError) -> ByteBuffer {
        let claims = identity.claims(terms, at: now).description
        var fields = identity.fields
        fields.writeField("X-Casement-Assertion", try signer.sign(payload: Array(claims.utf8)))
        return fields
    }

    /// Lets go of sessions that have not been used for an assertion's lifetime.
    private mutating func forget(at now: UnixTime) {
        guard now >= agesAt else { return }
        told.age()
        agesAt = now + AssertionTerms.lifetime
    }

    private static func signer(_ keys: AssertionKeys) throws(CryptoError) -> TokenSigner {
        try TokenSigner(pem: keys.signing.reveal(), kid: keys.kid)
    }
}

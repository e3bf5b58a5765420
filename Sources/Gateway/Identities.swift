import Domain
import NIOCore
import OpenSSLCrypto
import Sessions
import TokenVerification

/// What one loop tells the application of who is asking; said again for a while, so that few requests cost a signature.
struct Identities {
    /// The JWK set by which the assertions are verified.
    private(set) var jwks: JSONText

    private let terms: AssertionTerms
    private var signer: TokenSigner
    /// How often other keys were taken.
    private var keyChanges = 0

    /// The field lines that the application was given of somebody.
    struct Told {
        fileprivate let at: UnixTime
        fileprivate let keyChanges: Int
        fileprivate let fields: ByteBuffer
    }

    init(_ terms: AssertionTerms, _ keys: AssertionKeys) throws(CryptoError) {
        self.terms = terms
        signer = try Self.signer(keys)
        jwks = keys.jwks
    }

    /// Signs with other keys from here on; what the former signed is sent no more, because it may be published no more.
    mutating func sign(with keys: AssertionKeys) throws(CryptoError) {
        signer = try Self.signer(keys)
        jwks = keys.jwks
        keyChanges += 1
    }

    /// The `X-Casement-*` lines of an admitted session, the assertion's among them.
    func fields(of admission: Admission, at now: UnixTime) throws(CryptoError) -> ByteBuffer {
        if let told = admission.told, serves(told, at: now) { return told.fields }
        let fields = try signedFields(of: admission.identity, at: now)
        admission.told = Told(at: now, keyChanges: keyChanges, fields: fields)
        return fields
    }

    private func serves(_ told: Told, at now: UnixTime) -> Bool {
        told.keyChanges == keyChanges && told.at <= now && now < told.at + AssertionTerms.reuse
    }

    private func signedFields(of identity: Identity, at now: UnixTime) throws(CryptoError) -> ByteBuffer {
        let claims = identity.claims(terms, at: now).description
        var fields = identity.fields
        fields.writeField("X-Casement-Assertion", try signer.sign(payload: Array(claims.utf8)))
        return fields
    }

    private static func signer(_ keys: AssertionKeys) throws(CryptoError) -> TokenSigner {
        try TokenSigner(pem: keys.signing.reveal(), kid: keys.kid)
    }
}

import CasementTesting
import Domain
import OpenSSLCrypto

@testable import TokenVerification

/// One partner, one moment and one key of each kind, for tests of this module.
enum Fixture {
    static let now = UnixTime(1_800_000_000)
    static let publicURL = "https://gateway.example"

    static func key(_ kind: SigningKey.Kind) throws -> TokenTestKey {
        switch kind {
        case .rsa: try rsa.get()
        case .p256: try p256.get()
        case .p384: try p384.get()
        case .p521: try p521.get()
        case .ed25519: try ed25519.get()
        }
    }

    /// A key of the kind that the algorithm needs.
    static func key(for algorithm: SignatureAlgorithm) throws -> TokenTestKey {
        guard let kind = SigningKey.Kind.allCases.first(where: algorithm.agrees) else { throw NoSuchKey() }
        return try key(kind)
    }

    static func partner(_ keys: [SigningKey], rules: TokenRules = TokenRules()) throws -> Partner {
        guard let vendorID = VendorID("acme") else { throw NoSuchKey() }
        return Partner(vendorID: vendorID, name: "Acme", origins: .empty, tokenRules: rules, keys: keys)
    }

    static var token: TokenBuilder { TokenBuilder(subject: "acme:4676", at: now) }

    /// Presents a token made by the P-256 key, or by another, to the partner that registered it.
    static func verify(
        _ token: TokenBuilder, key: TokenTestKey? = nil, _ algorithm: SignatureAlgorithm? = nil,
        rules: TokenRules = TokenRules(), keys: [SigningKey]? = nil, purpose: TokenPurpose = .directLink,
        at now: UnixTime = now
    ) throws -> VerifiedToken {
        let key = try key ?? self.key(.p256)
        let compact = try token.signed(by: key.signer(), algorithm)
        return try TokenVerifier().verify(
            UnverifiedToken(compact), of: partner(keys ?? [key.signingKey], rules: rules), audience: publicURL,
            purpose: purpose, limits: TokenLimits(), at: now)
    }

    struct NoSuchKey: Error {}

    private static let rsa = Result { try TokenTestKey(.rsa, id: 1) }
    private static let p256 = Result { try TokenTestKey(.p256, id: 2) }
    private static let p384 = Result { try TokenTestKey(.p384, id: 3) }
    private static let p521 = Result { try TokenTestKey(.p521, id: 4) }
    private static let ed25519 = Result { try TokenTestKey(.ed25519, id: 5) }
}

/// The check and the code by which `body` was refused, and the claim that was named; nil when it was not.
func refusal(_ body: () throws -> some Any) -> Verdict? {
    do {
        _ = try body()
        return nil
    } catch let failure as CheckFailure {
        return Verdict(failure.check, failure.refusal.code, failure.refusal.claim)
    } catch {
        return Verdict(.requestShape, .internalError, "\(error)")
    }
}

/// What a test expects of a refused token.
struct Verdict: Equatable, CustomStringConvertible {
    let check: SignInCheck
    let code: Refusal.Code
    let claim: String?

    init(_ check: SignInCheck, _ code: Refusal.Code, _ claim: String? = nil) {
        self.check = check
        self.code = code
        self.claim = claim
    }

    static let malformed = Verdict(.tokenForm, .tokenMalformed)
    static let forbidden = Verdict(.forbiddenAlgorithm, .algorithmNotAllowed)
    static func claim(_ name: String) -> Verdict { Verdict(.claims, .claimInvalid, name) }

    var description: String { "\(check.rawValue): \(code.rawValue) \(claim ?? "")" }
}

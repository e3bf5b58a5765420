import CasementTesting
import Domain
import OpenSSLCrypto
import Testing

@testable import TokenVerification

@Suite("Token signer") struct TokenSignerTests {
    @Test("The default algorithm follows the key, and the token verifies", arguments: SigningKey.Kind.allCases)
    func defaults(kind: SigningKey.Kind) throws {
        let key = try Fixture.key(kind)
        let token = try UnverifiedToken(try key.signer().sign(payload: Array(Fixture.token.payload.utf8)))
        #expect(token.algorithm == kind.defaultAlgorithm)
        #expect(token.keyID == nil)
    }

    @Test("kid is put into the header, whatever its characters")
    func kid() throws {
        for kid in ["k1", "\"\\\n\u{0}é"] {
            let signer = try TokenSigner(pem: Fixture.key(.ed25519).privatePEM.reveal(), kid: kid)
            #expect(try UnverifiedToken(signer.sign(payload: Array(Fixture.token.payload.utf8))).keyID == kid)
        }
    }

    @Test("An algorithm of another type of key is an error")
    func otherAlgorithm() throws {
        #expect(throws: CryptoError.schemeDoesNotFitKey) {
            try Fixture.key(.p256).signer().sign(payload: [], algorithm: .rs256)
        }
    }
}

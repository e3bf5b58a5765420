import Domain
import OpenSSLCrypto
import Testing
import TokenVerification

@Suite("Published keys") struct PublishedKeyTests {
    @Test("A key read back from its JWK is the same key, under its name")
    func roundTrip() throws {
        for _ in 0..<8 {  // coordinates with zeros in front are rare
            let key = try PrivateKey.generate(.ec(.p256)).publicKey()
            let published = try PublishedKey(key)
            let read = try ImportedKey.read("\(published.json)")
            #expect(read.map(\.kid) == [published.kid])
            #expect(try read.map(\.subjectPublicKeyInfo) == [key.subjectPublicKeyInfo()])
        }
    }

    @Test("The name is the thumbprint of RFC 7638")
    func thumbprint() throws {
        // The key of RFC 7515 A.3; the thumbprint by another implementation.
        let jwk = """
            {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",\
            "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
            """
        let key = try PublicKey(subjectPublicKeyInfo: try #require(ImportedKey.read(jwk).first).subjectPublicKeyInfo)
        #expect(try PublishedKey(key).kid == "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U")
    }

    @Test(
        "A key that makes no ES256 is refused", arguments: [.ec(.p384), .ed25519, .rsa(bits: 2048)] as [PublicKey.Kind])
    func otherKinds(kind: PublicKey.Kind) throws {
        let key = try PrivateKey.generate(kind).publicKey()
        #expect(throws: CryptoError.unsupportedKey("other than P-256")) { try PublishedKey(key) }
    }
}

import OpenSSLCrypto
import Testing

@Suite("Keys") struct KeyTests {
    static let kinds: [PublicKey.Kind] = [.rsa(bits: 2048), .ed25519] + Curve.allCases.map { .ec($0) }

    @Test("A key read back from its PEM is the same key", arguments: kinds)
    func pemRoundTrip(kind: PublicKey.Kind) throws {
        let key = try PrivateKey.generate(kind)
        let spki = try key.publicKey().subjectPublicKeyInfo()
        #expect(key.kind == kind)
        #expect(try PrivateKey(pem: key.pem()).publicKey().subjectPublicKeyInfo() == spki)
        let publicKey = try PublicKey(pem: key.publicKey().pem())
        #expect(publicKey.kind == kind)
        #expect(try publicKey.subjectPublicKeyInfo() == spki)
        try publicKey.validate()
    }

    @Test("A key made of its coordinates is the same key", arguments: Curve.allCases)
    func coordinates(curve: Curve) throws {
        let key = try PrivateKey.generate(.ec(curve)).publicKey()
        let point = try key.coordinates()
        #expect(point.x.count == curve.coordinateLength && point.y.count == curve.coordinateLength)
        let again = try PublicKey(curve: curve, x: point.x, y: point.y)
        #expect(try again.subjectPublicKeyInfo() == key.subjectPublicKeyInfo())
    }

    @Test("A key that is no point has no coordinates", arguments: [.rsa(bits: 2048), .ed25519] as [PublicKey.Kind])
    func noCoordinates(kind: PublicKey.Kind) throws {
        let key = try PrivateKey.generate(kind).publicKey()
        #expect(throws: CryptoError.invalidKeyParts) { try key.coordinates() }
    }

    @Test("A private key where a public one belongs is refused as such", arguments: kinds)
    func privateKeyRefused(kind: PublicKey.Kind) throws {
        let pem = try PrivateKey.generate(kind).pem()
        #expect(throws: CryptoError.privateKeyGiven) { try PublicKey(pem: pem) }
    }

    @Test("Text without one PEM block is refused")
    func notPEM() throws {
        let pem = try PrivateKey.generate(.ed25519).publicKey().pem()
        #expect(throws: CryptoError.notPEM) { try PublicKey(pem: "") }
        #expect(throws: CryptoError.notPEM) { try PublicKey(pem: "ssh-ed25519 AAAA") }
        #expect(throws: CryptoError.notPEM) { try PublicKey(pem: String(pem.dropLast(30))) }
        #expect(throws: CryptoError.severalPEMBlocks) { try PublicKey(pem: pem + pem) }
        #expect(throws: CryptoError.wrongPEMLabel("CERTIFICATE")) {
            try PublicKey(pem: pem.split(separator: "PUBLIC KEY").joined(separator: "CERTIFICATE"))
        }
    }

    @Test("DER with bytes after it, cut short or of nothing is refused")
    func wrongDER() throws {
        let spki = try PrivateKey.generate(.ec(.p256)).publicKey().subjectPublicKeyInfo()
        #expect(throws: CryptoError.trailingBytes) { try PublicKey(subjectPublicKeyInfo: spki + [0]) }
        #expect(throws: CryptoError.self) { try PublicKey(subjectPublicKeyInfo: Array(spki.dropLast())) }
        #expect(throws: CryptoError.self) { try PublicKey(subjectPublicKeyInfo: []) }
    }

    @Test("OpenSSL's reasons are drained into the error, and none stay for the next one")
    func reasons() throws {
        let error = #expect(throws: CryptoError.self) { try PublicKey(subjectPublicKeyInfo: [0x30, 1, 0]) }
        guard case .openSSL(let function, let reasons) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(function == "d2i_PUBKEY" && !reasons.isEmpty)
    }

    @Test("A point off the curve, of another length or at infinity is refused")
    func wrongPoints() {
        let ones = [UInt8](repeating: 1, count: 32)
        #expect(throws: CryptoError.self) { try PublicKey(curve: .p256, x: ones, y: ones) }
        #expect(throws: CryptoError.invalidKeyParts) { try PublicKey(curve: .p256, x: ones + [1], y: ones) }
        #expect(throws: CryptoError.invalidKeyParts) { try PublicKey(curve: .p384, x: ones, y: ones) }
        #expect(throws: CryptoError.invalidKeyParts) { try PublicKey(ed25519: ones + [1]) }
        #expect(throws: CryptoError.self) { try PublicKey(rsaModulus: [0], exponent: [1, 0, 1]) }
    }

    @Test("An exponent of one, an even or a huge one does not validate")
    func wrongExponents() throws {
        let modulus = [UInt8](repeating: 0xFF, count: 256)
        for exponent: [UInt8] in [[1], [2], [1, 0, 0], [UInt8](repeating: 0xFF, count: 9)] {
            let key = try PublicKey(rsaModulus: modulus, exponent: exponent)
            #expect(throws: CryptoError.self) { try key.validate() }
        }
    }
}

import OpenSSLCrypto
import Testing

@Suite("Signatures") struct SignatureTests {
    static let schemes: [(PublicKey.Kind, SignatureScheme)] =
        Hash.allCases.flatMap { [(.rsa(bits: 2048), .rsaPKCS1($0)), (.rsa(bits: 2048), .rsaPSS($0))] }
        + Curve.allCases.map { (.ec($0), .ecdsa($0)) } + [(.ed25519, .ed25519)]

    let message = Array("what was signed".utf8)

    @Test("A signature verifies for its message and its key, and for no other", arguments: schemes)
    func roundTrip(kind: PublicKey.Kind, scheme: SignatureScheme) throws {
        let (key, other) = (try PrivateKey.generate(kind), try PrivateKey.generate(kind))
        let publicKey = try key.publicKey()
        for _ in 0..<3 {  // contexts are used again
            let signature = try key.sign(message, scheme: scheme)
            #expect(try publicKey.verifies(signature, of: message, scheme: scheme))
            #expect(try !publicKey.verifies(signature, of: message + [0], scheme: scheme))
            #expect(try !other.publicKey().verifies(signature, of: message, scheme: scheme))
        }
    }

    @Test("A signature of another length is false, also with zeros in front", arguments: schemes)
    func wrongLength(kind: PublicKey.Kind, scheme: SignatureScheme) throws {
        let key = try PrivateKey.generate(kind)
        let signature = try key.sign(message, scheme: scheme)
        let publicKey = try key.publicKey()
        for wrong in [[], [0] + signature, signature + [0], Array(signature.dropLast()), Array(signature.dropFirst())] {
            #expect(try !publicKey.verifies(wrong, of: message, scheme: scheme))
        }
    }

    @Test("Every single flipped bit of a signature makes it false", arguments: schemes)
    func flippedBits(kind: PublicKey.Kind, scheme: SignatureScheme) throws {
        let key = try PrivateKey.generate(kind)
        let signature = try key.sign(message, scheme: scheme)
        let publicKey = try key.publicKey()
        for index in stride(from: 0, to: signature.count, by: 7) {
            var wrong = signature
            wrong[index] ^= 1
            #expect((try? publicKey.verifies(wrong, of: message, scheme: scheme)) != true)
        }
    }

    @Test(
        "An ECDSA signature with r or s of zero, of the order or above, or as DER is false", arguments: Curve.allCases)
    func degenerateECDSA(curve: Curve) throws {
        let key = try PrivateKey.generate(.ec(curve))
        let publicKey = try key.publicKey()
        let length = curve.coordinateLength
        let (r, s) = try {
            let signature = try key.sign(message, scheme: .ecdsa(curve))
            return (Array(signature.prefix(length)), Array(signature.suffix(length)))
        }()
        let (zero, ones) = ([UInt8](repeating: 0, count: length), [UInt8](repeating: 0xFF, count: length))
        for wrong in [zero + zero, zero + s, r + zero, ones + s, r + ones, s + r] {
            #expect(try !publicKey.verifies(wrong, of: message, scheme: .ecdsa(curve)))
        }
        let der: [UInt8] =
            [0x30, UInt8(truncatingIfNeeded: 2 * length + 4), 2, UInt8(length)] + r + [2, UInt8(length)] + s
        #expect(try !publicKey.verifies(der, of: message, scheme: .ecdsa(curve)))
    }

    @Test("A scheme for another type of key is an error, not a verdict")
    func schemeDoesNotFit() throws {
        let rsa = try PrivateKey.generate(.rsa(bits: 2048))
        let p256 = try PrivateKey.generate(.ec(.p256))
        let signature = [UInt8](repeating: 1, count: 64)
        #expect(throws: CryptoError.schemeDoesNotFitKey) {
            try rsa.publicKey().verifies(signature, of: message, scheme: .ecdsa(.p256))
        }
        #expect(throws: CryptoError.schemeDoesNotFitKey) {
            try p256.publicKey().verifies(signature, of: message, scheme: .ecdsa(.p384))
        }
        #expect(throws: CryptoError.schemeDoesNotFitKey) {
            try p256.publicKey().verifies(signature, of: message, scheme: .ed25519)
        }
        #expect(throws: CryptoError.schemeDoesNotFitKey) { try p256.sign(message, scheme: .rsaPKCS1(.sha256)) }
    }

    @Test("PKCS #1 and PSS signatures are not taken for each other, nor one hash for another")
    func schemesAreDistinct() throws {
        let key = try PrivateKey.generate(.rsa(bits: 2048))
        let schemes = Hash.allCases.flatMap { [SignatureScheme.rsaPKCS1($0), .rsaPSS($0)] }
        for made in schemes {
            let signature = try key.sign(message, scheme: made)
            for asked in schemes {
                #expect(try key.publicKey().verifies(signature, of: message, scheme: asked) == (made == asked))
            }
        }
    }
}

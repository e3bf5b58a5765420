import COpenSSL

/// A private key that signs. For one thread at a time.
public final class PrivateKey {
    /// What this key is.
    public var kind: PublicKey.Kind { handle.kind }

    private let handle: KeyHandle

    private init(_ handle: KeyHandle) { self.handle = handle }

    /// Makes a new key.
    public static func generate(_ kind: PublicKey.Kind) throws(CryptoError) -> PrivateKey {
        let context = try require(
            EVP_PKEY_CTX_new_from_name(nil, kind.typeName, nil), from: "EVP_PKEY_CTX_new_from_name")
        defer { EVP_PKEY_CTX_free(context) }
        try requireSuccess(EVP_PKEY_keygen_init(context), of: "EVP_PKEY_keygen_init")
        switch kind {
        case .rsa(let bits):
            try requireSuccess(
                EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(clamping: bits)), of: "EVP_PKEY_CTX_set_rsa_keygen_bits"
            )
        case .ec(let curve):
            try requireSuccess(EVP_PKEY_CTX_set_group_name(context, curve.groupName), of: "EVP_PKEY_CTX_set_group_name")
        case .ed25519: break
        }
        var pointer: OpaquePointer?
        try requireSuccess(EVP_PKEY_generate(context, &pointer), of: "EVP_PKEY_generate")
        return PrivateKey(try KeyHandle(owning: try require(pointer, from: "EVP_PKEY_generate")))
    }

    /// Reads a PEM block: PKCS #8 (RFC 5958), or the older `RSA` and `EC PRIVATE KEY`. An encrypted key is an error.
    public convenience init(pem: String) throws(CryptoError) {
        let memory = try MemoryBIO(Array(pem.utf8))
        // Without this callback OpenSSL would ask for a password on the terminal.
        let pointer = PEM_read_bio_PrivateKey(memory.pointer, nil, { _, _, _, _ in -1 }, nil)
        self.init(try KeyHandle(owning: try require(pointer, from: "PEM_read_bio_PrivateKey")))
    }

    /// The key as PEM of unencrypted PKCS #8: a secret.
    public func pem() throws(CryptoError) -> String {
        let memory = try MemoryBIO()
        try requireSuccess(
            PEM_write_bio_PKCS8PrivateKey(memory.pointer, handle.pointer, nil, nil, 0, nil, nil),
            of: "PEM_write_bio_PKCS8PrivateKey")
        return String(decoding: memory.contents(), as: UTF8.self)
    }

    /// The public half.
    public func publicKey() throws(CryptoError) -> PublicKey {
        try PublicKey(subjectPublicKeyInfo: handle.subjectPublicKeyInfo())
    }

    /// Signs `message`; an ECDSA signature is r and s side by side (RFC 7518 3.4).
    public func sign(_ message: [UInt8], scheme: SignatureScheme) throws(CryptoError) -> [UInt8] {
        guard scheme.fits(kind) else { throw .schemeDoesNotFitKey }
        let signature = try signature(of: message, scheme: scheme)
        guard case .ecdsa(let curve) = scheme else { return signature }
        return try ECDSASignature.raw(der: signature, on: curve)
    }

    private func signature(of message: [UInt8], scheme: SignatureScheme) throws(CryptoError) -> [UInt8] {
        let context = try require(EVP_MD_CTX_new(), from: "EVP_MD_CTX_new")
        defer { EVP_MD_CTX_free(context) }
        let digest = try scheme.hash.map { (hash) throws(CryptoError) in try FetchedDigest.of(hash).pointer() }
        var keyContext: OpaquePointer?  // belongs to `context`
        try requireSuccess(
            EVP_DigestSignInit(context, &keyContext, digest, nil, handle.pointer), of: "EVP_DigestSignInit")
        if scheme != .ed25519 { try scheme.configure(try require(keyContext, from: "EVP_DigestSignInit")) }
        var length = 0
        try requireSuccess(EVP_DigestSign(context, nil, &length, message, message.count), of: "EVP_DigestSign")
        var signature = [UInt8](repeating: 0, count: length)
        try requireSuccess(EVP_DigestSign(context, &signature, &length, message, message.count), of: "EVP_DigestSign")
        return Array(signature.prefix(length))
    }
}

extension PublicKey {
    /// The key as one PEM block `PUBLIC KEY`.
    public func pem() throws(CryptoError) -> String {
        let memory = try MemoryBIO()
        let der = try subjectPublicKeyInfo()
        guard PEM_write_bio(memory.pointer, "PUBLIC KEY", "", der, der.count) > 0 else {
            throw openSSLFailure("PEM_write_bio")
        }
        return String(decoding: memory.contents(), as: UTF8.self)
    }
}

extension PublicKey.Kind {
    /// OpenSSL's name for the type.
    fileprivate var typeName: String {
        switch self {
        case .rsa: "RSA"
        case .ec: "EC"
        case .ed25519: "ED25519"
        }
    }
}

import COpenSSL

/// Checks signatures of one scheme by one key: owns the `EVP_PKEY_CTX`, set up once and used for every signature.
final class VerificationContext {
    private let key: KeyHandle
    private let scheme: SignatureScheme
    private let context: OpaquePointer
    private let digest: DigestContext?

    init(key: KeyHandle, scheme: SignatureScheme) throws(CryptoError) {
        self.key = key
        self.scheme = scheme
        digest = try scheme.hash.map { (hash) throws(CryptoError) in try DigestContext(hash) }
        context = try require(EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil), from: "EVP_PKEY_CTX_new_from_pkey")
        guard scheme != .ed25519 else { return }
        try requireSuccess(EVP_PKEY_verify_init(context), of: "EVP_PKEY_verify_init")
        try scheme.configure(context)
    }

    deinit { EVP_PKEY_CTX_free(context) }

    func verifies(
        _ signature: UnsafeRawBufferPointer, of message: UnsafeRawBufferPointer
    ) throws(CryptoError) -> Bool {
        switch scheme {
        case .rsaPKCS1, .rsaPSS:
            guard signature.count == EVP_PKEY_get_size(key.pointer) else { return false }
            return try verifies(bytes(signature), ofDigestOf: message)
        case .ecdsa(let curve):
            guard let der = ECDSASignature.der(raw: signature, on: curve) else { return false }
            return try der.span.withUnsafeBufferPointer { (der) throws(CryptoError) in
                try verifies(der, ofDigestOf: message)
            }
        case .ed25519:
            return try verifiesEd25519(bytes(signature), of: bytes(message))
        }
    }

    private func verifies(
        _ signature: UnsafeBufferPointer<UInt8>, ofDigestOf message: UnsafeRawBufferPointer
    ) throws(CryptoError) -> Bool {
        guard let digest else { throw .schemeDoesNotFitKey }
        return try digest.withDigest(of: message) { (digest) throws(CryptoError) in
            try verdict(
                EVP_PKEY_verify(context, signature.baseAddress, signature.count, digest.baseAddress, digest.count),
                of: "EVP_PKEY_verify")
        }
    }

    private func verifiesEd25519(
        _ signature: UnsafeBufferPointer<UInt8>, of message: UnsafeBufferPointer<UInt8>
    ) throws(CryptoError) -> Bool {
        guard signature.count == 64 else { return false }
        let context = try require(EVP_MD_CTX_new(), from: "EVP_MD_CTX_new")
        defer { EVP_MD_CTX_free(context) }
        try requireSuccess(EVP_DigestVerifyInit(context, nil, nil, nil, key.pointer), of: "EVP_DigestVerifyInit")
        return try verdict(
            EVP_DigestVerify(context, signature.baseAddress, signature.count, message.baseAddress, message.count),
            of: "EVP_DigestVerify")
    }

    /// 1 is a good signature and 0 a bad one; anything else is an error, never a pass.
    private func verdict(_ code: Int32, of function: String) throws(CryptoError) -> Bool {
        switch code {
        case 1: return true
        case 0:
            ERR_clear_error()
            return false
        default: throw openSSLFailure(function)
        }
    }

    private func bytes(_ buffer: UnsafeRawBufferPointer) -> UnsafeBufferPointer<UInt8> {
        buffer.assumingMemoryBound(to: UInt8.self)
    }
}

extension SignatureScheme {
    /// Sets padding, digests and salt length on a context that was initialised to sign or to verify.
    func configure(_ context: OpaquePointer) throws(CryptoError) {
        switch self {
        case .rsaPKCS1(let hash):
            try setDigest(hash, on: context)
            try setPadding(RSA_PKCS1_PADDING, on: context)
        case .rsaPSS(let hash):
            let digest = try FetchedDigest.of(hash).pointer()
            try setDigest(hash, on: context)
            try setPadding(RSA_PKCS1_PSS_PADDING, on: context)
            try requireSuccess(EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest), of: "EVP_PKEY_CTX_set_rsa_mgf1_md")
            try requireSuccess(
                EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST),
                of: "EVP_PKEY_CTX_set_rsa_pss_saltlen")
        case .ecdsa(let curve): try setDigest(curve.hash, on: context)
        case .ed25519: return
        }
    }

    private func setPadding(_ padding: Int32, on context: OpaquePointer) throws(CryptoError) {
        try requireSuccess(EVP_PKEY_CTX_set_rsa_padding(context, padding), of: "EVP_PKEY_CTX_set_rsa_padding")
    }

    private func setDigest(_ hash: Hash, on context: OpaquePointer) throws(CryptoError) {
        let digest = try FetchedDigest.of(hash).pointer()
        try requireSuccess(EVP_PKEY_CTX_set_signature_md(context, digest), of: "EVP_PKEY_CTX_set_signature_md")
    }
}

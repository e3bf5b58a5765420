/// Why a key cannot be registered.
public enum KeyProblem: Error, Hashable, Sendable {
    /// The text is longer than 64 KiB, or neither PEM nor a JSON object that is a JWK or a JWK set.
    case notAKey
    /// The text is a private or symmetric key, or holds parts of one.
    case privateKey
    /// The text is a certificate.
    case certificate
    /// The text holds more keys than may be registered at once.
    case tooManyKeys
    /// A JWK set without one key that verifies signatures.
    case noUsableKey
    /// An RSA modulus below 2048 or above 8192 bits.
    case modulusLength(bits: Int)
    /// A type or curve that verifies no token; its name is given.
    case unsupportedType(String)
    /// The JWK's `use`, `key_ops` or `alg` says that it verifies no token, or `alg` does not fit its type.
    case notForSignatures
    /// A member of the JWK is missing, of the wrong type or of the wrong length.
    case malformedMember(String)
    /// The JSON or the key itself is broken; the reason is given.
    case malformed(String)
}

extension KeyProblem: CustomStringConvertible {
    /// The sentence that says what to change.
    public var description: String {
        switch self {
        case .notAKey: "Give a public key as PEM (BEGIN PUBLIC KEY), as a JWK or as a JWK set, of at most 64 KiB."
        case .privateKey:
            "This is a private or symmetric key. Keep it secret, make a new one if it was sent, and give the public half."
        case .certificate: "Give the certificate's public key instead: openssl x509 -pubkey -noout -in FILE."
        case .tooManyKeys: "Give at most \(ImportedKey.maxCount) keys."
        case .noUsableKey: "No key of this set verifies signatures of a supported algorithm."
        case .modulusLength(let bits): "Use an RSA key of 2048 to 8192 bits: this one has \(bits)."
        case .unsupportedType(let type): "Use RSA, P-256, P-384, P-521 or Ed25519: \(type) is not supported."
        case .notForSignatures: "Use a key for signatures: its use, key_ops or alg says that it is for something else."
        case .malformedMember(let name): "Correct the key's member \(name)."
        case .malformed(let reason): "The key cannot be read: \(reason)"
        }
    }
}

import Domain
import OpenSSLCrypto

/// A public key as someone gave it, fit to be registered.
public struct ImportedKey: Hashable, Sendable {
    /// The most keys in one JWK set.
    public static let maxCount = 20

    /// The JWK's `kid`; PEM has none.
    public let kid: String?
    /// What it is.
    public let kind: SigningKey.Kind
    /// DER of its SubjectPublicKeyInfo (RFC 5280 4.1.2.7).
    public let subjectPublicKeyInfo: [UInt8]

    /// Reads one PEM block (`PUBLIC KEY` or `RSA PUBLIC KEY`), one JWK (RFC 7517 4) or a JWK set (RFC 7517 5): at least one key.
    ///
    /// Of a set those keys are left out whose type, curve or use is none of ours; every other fault refuses the whole.
    public static func read(_ text: String) throws(KeyProblem) -> [ImportedKey] {
        let bytes = Array(text.utf8)
        guard bytes.count <= 65536 else { throw .notAKey }
        let isJSON = bytes.first { !whiteSpace.contains($0) } == UInt8(ascii: "{")
        return isJSON ? try readJSON(bytes) : [try readPEM(text)]
    }

    /// The same of a JWK or a JWK set that is part of a larger JSON text.
    public static func read(_ object: JSONObject) throws(KeyProblem) -> [ImportedKey] {
        switch object["keys"] {
        case nil: return [try JSONWebKey(object).imported()]
        case .array(let keys): return try readSet(keys)
        case .some: throw .malformedMember("keys")
        }
    }

    /// Checks the key itself: its size, and with OpenSSL its numbers.
    init(_ key: PublicKey, kid: String?) throws(KeyProblem) {
        if case .rsa(let bits) = key.kind, !(2048...8192).contains(bits) { throw .modulusLength(bits: bits) }
        do {
            try key.validate()
            subjectPublicKeyInfo = try key.subjectPublicKeyInfo()
        } catch {
            throw .malformed(error.description)
        }
        kind = SigningKey.Kind(key.kind)
        self.kid = kid
    }

    private static let whiteSpace: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

    private static func readPEM(_ text: String) throws(KeyProblem) -> ImportedKey {
        let key: PublicKey
        do {
            key = try PublicKey(pem: text)
        } catch {
            throw KeyProblem(error)
        }
        return try ImportedKey(key, kid: nil)
    }

    private static func readJSON(_ bytes: [UInt8]) throws(KeyProblem) -> [ImportedKey] {
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes)
        } catch {
            throw .malformed("the JSON \(error).")
        }
        guard case .object(let object) = value else { throw .notAKey }
        return try read(object)
    }

    private static func readSet(_ values: [JSONValue]) throws(KeyProblem) -> [ImportedKey] {
        guard values.count <= maxCount else { throw .tooManyKeys }
        var keys: [ImportedKey] = []
        for value in values {
            guard case .object(let object) = value else { throw .malformedMember("keys") }
            do {
                keys.append(try JSONWebKey(object).imported())
            } catch .unsupportedType, .notForSignatures {
                continue  // RFC 7517 5: a set may hold keys for others
            }
        }
        guard !keys.isEmpty else { throw .noUsableKey }
        return keys
    }
}

extension KeyProblem {
    /// The problem of a key that OpenSSL's edge refused.
    init(_ error: CryptoError) {
        switch error {
        case .notPEM: self = .notAKey
        case .privateKeyGiven: self = .privateKey
        case .wrongPEMLabel(let label): self = label.contains("CERTIFICATE") ? .certificate : .unsupportedType(label)
        case .severalPEMBlocks: self = .tooManyKeys
        case .unsupportedKey(let type): self = .unsupportedType(type)
        case .openSSL, .trailingBytes, .invalidKeyParts, .schemeDoesNotFitKey: self = .malformed(error.description)
        }
    }
}

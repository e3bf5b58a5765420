import Domain
import OpenSSLCrypto

/// A JWK (RFC 7517 section 4, RFC 7518 section 6, RFC 8037 section 2) on its way to being registered.
struct JSONWebKey {
    private let object: JSONObject
    private let type: String

    /// Throws `privateKey` when a private or symmetric part is there, before anything else is looked at.
    init(_ object: JSONObject) throws(KeyProblem) {
        guard !["d", "p", "q", "dp", "dq", "qi", "oth", "k"].contains(where: { object[$0] != nil }) else {
            throw .privateKey
        }
        guard case .string(let type) = object["kty"] else { throw .malformedMember("kty") }
        self.object = object
        self.type = type
    }

    /// The key, where it is for signatures of ours and sound.
    func imported() throws(KeyProblem) -> ImportedKey {
        try requireForSignatures()
        let kid = try keyID()
        let key = try ImportedKey(publicKey(), kid: kid)
        if let name = try optionalString("alg") {
            guard let algorithm = SignatureAlgorithm(rawValue: name), algorithm.agrees(with: key.kind) else {
                throw .notForSignatures
            }
        }
        return key
    }

    private func publicKey() throws(KeyProblem) -> PublicKey {
        switch type {
        case "RSA":
            let (modulus, exponent) = (try bytes("n"), try bytes("e"))
            guard modulus.count <= 1024 else { throw .modulusLength(bits: modulus.count * 8) }
            return try made { () throws(CryptoError) in try PublicKey(rsaModulus: modulus, exponent: exponent) }
        case "EC":
            let curve = try curve()
            let (x, y) = (try bytes("x", count: curve.coordinateLength), try bytes("y", count: curve.coordinateLength))
            return try made { () throws(CryptoError) in try PublicKey(curve: curve, x: x, y: y) }
        case "OKP":
            guard try curveName() == "Ed25519" else { throw .unsupportedType("OKP \(try curveName())") }
            let x = try bytes("x", count: 32)
            return try made { () throws(CryptoError) in try PublicKey(ed25519: x) }
        default: throw .unsupportedType(type)
        }
    }

    private func made(_ make: () throws(CryptoError) -> PublicKey) throws(KeyProblem) -> PublicKey {
        do {
            return try make()
        } catch {
            throw KeyProblem(error)
        }
    }

    private func curve() throws(KeyProblem) -> Curve {
        switch try curveName() {
        case "P-256": return .p256
        case "P-384": return .p384
        case "P-521": return .p521
        case let other: throw .unsupportedType("EC \(other)")
        }
    }

    private func curveName() throws(KeyProblem) -> String {
        guard let name = try optionalString("crv") else { throw .malformedMember("crv") }
        return name
    }

    /// `use` (RFC 7517 4.2) and `key_ops` (4.3), where present, must mean verifying.
    private func requireForSignatures() throws(KeyProblem) {
        if let use = try optionalString("use"), use != "sig" { throw .notForSignatures }
        switch object["key_ops"] {
        case nil: return
        case .array(let operations): guard operations.contains(.string("verify")) else { throw .notForSignatures }
        case .some: throw .malformedMember("key_ops")
        }
    }

    private func keyID() throws(KeyProblem) -> String? {
        guard let kid = try optionalString("kid") else { return nil }
        let isControl = { (scalar: Unicode.Scalar) in scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) }
        guard kid.utf8.count <= 255, !kid.unicodeScalars.contains(where: isControl) else {
            throw .malformedMember("kid")
        }
        return kid
    }

    private func bytes(_ name: String, count: Int? = nil) throws(KeyProblem) -> [UInt8] {
        guard let text = try optionalString(name), let bytes = Base64URL.decode(text), !bytes.isEmpty,
            count.map({ $0 == bytes.count }) ?? true
        else { throw .malformedMember(name) }
        return bytes
    }

    private func optionalString(_ name: String) throws(KeyProblem) -> String? {
        switch object[name] {
        case nil: return nil
        case .string(let text): return text
        case .object, .array, .number, .bool, .null: throw .malformedMember(name)
        }
    }
}

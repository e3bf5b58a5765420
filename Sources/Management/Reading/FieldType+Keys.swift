import Directory
import Domain
import TokenVerification

extension FieldType<ImportedKey> {
    /// One public key as text: PEM or a JWK.
    static var keyText: Self {
        FieldType<String>.text.map { text throws(FieldComplaint) in
            try one { () throws(KeyProblem) in try ImportedKey.read(text) }
        }
    }

    /// One public key as text, or a JWK as an object.
    static var key: Self {
        let text = keyText
        return FieldType(shape: .either([.text, .object])) { json throws(FieldComplaint) in
            switch json {
            case .string: try text.read(json)
            case .object(let object): try one { () throws(KeyProblem) in try ImportedKey.read(object) }
            case .array, .number, .bool, .null: throw .malformed("must be a string or an object")
            }
        }
    }

    private static func one(
        _ read: () throws(KeyProblem) -> [ImportedKey]
    ) throws(FieldComplaint) -> ImportedKey {
        do throws(KeyProblem) {
            let keys = try read()
            guard let key = keys.first, keys.count == 1 else { throw .tooManyKeys }
            return key
        } catch {
            throw .refused("is not taken: \(error)")
        }
    }
}

/// Where a partner's keys are fetched from. Only what the operator's settings allow is one.
struct JWKSAddress: Hashable, Sendable {
    /// The URL as it was written.
    let text: String
}

extension FieldType<JWKSAddress> {
    /// A JWKS URL on one of the hosts that the settings allow.
    static func jwksAddress(_ hosts: [String]) -> Self {
        let allowed = Set(hosts.map { $0.lowercased() })
        return FieldType<String>.text.map { text throws(FieldComplaint) in
            let host = try ruled { () throws(DirectoryError) in try JWKSSource.host(of: text) }
            guard allowed.contains(host) else { throw .refused("must be on a host that the operator allows") }
            return JWKSAddress(text: text)
        }
    }
}

import Domain
import Foundation
import TokenVerification

extension FieldType<ImportedKey> {
    /// One public key: PEM or a JWK as text, or a JWK as an object.
    static var key: Self {
        FieldType(shape: .either([.text, .object])) { json throws(FieldComplaint) in
            switch json {
            case .string(let text): try one { () throws(KeyProblem) in try ImportedKey.read(text) }
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

    /// Nil unless it is https on one of these hosts, without user information and fragment.
    init?(_ text: String, hosts: [String]) {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let parts = URLComponents(string: text), parts.scheme?.lowercased() == "https", parts.user == nil,
            parts.password == nil, parts.fragment == nil, let host = parts.host?.lowercased(),
            hosts.contains(where: { $0.lowercased() == host })
        else { return nil }
        self.text = text
    }
}

extension FieldType<JWKSAddress> {
    /// A JWKS URL on one of the hosts that the settings allow.
    static func jwksAddress(_ hosts: [String]) -> Self {
        FieldType<String>.text.map(orRefuse: "must be an https URL on a host that the operator allows") {
            JWKSAddress($0, hosts: hosts)
        }
    }
}

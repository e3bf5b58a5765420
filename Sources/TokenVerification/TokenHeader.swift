import Domain

/// The JOSE header of a token (RFC 7515 section 4), as far as it decides anything here.
struct TokenHeader: Sendable {
    /// `alg` as sent.
    let algorithmName: String
    /// `kid` as sent: at most 255 bytes, of any characters.
    let keyID: String?

    private let forbiddenMember: String?

    /// Throws `token_malformed` when `alg` is absent or no string, `kid` no string or longer than 255 bytes, or `typ` no string.
    init(_ object: JSONObject) throws(CheckFailure) {
        guard case .string(let algorithm) = object["alg"] else {
            throw CheckFailure(
                .tokenForm, .tokenMalformed, "Name the signature algorithm in the header's alg, as a string.")
        }
        algorithmName = algorithm
        keyID = try Self.optionalString("kid", in: object)
        guard keyID.map({ $0.utf8.count <= 255 }) ?? true else {
            throw CheckFailure(.tokenForm, .tokenMalformed, "Use a kid of at most 255 bytes.")
        }
        _ = try Self.optionalString("typ", in: object)
        forbiddenMember = Self.forbiddenMembers.first { object[$0] != nil }
    }

    /// The algorithm, if it is one that can verify a token.
    var algorithm: SignatureAlgorithm? { SignatureAlgorithm(rawValue: algorithmName) }

    /// Throws `algorithm_not_allowed` for `none`, HMAC, critical extensions, an unencoded payload, and keys that the token
    /// brings along.
    func requireNothingForbidden() throws(CheckFailure) {
        if let forbiddenMember {
            throw CheckFailure(
                .forbiddenAlgorithm, .algorithmNotAllowed,
                "Leave \(forbiddenMember) out of the header: keys are registered, and extensions are not supported.")
        }
        let name = algorithmName.lowercased()
        guard name != "none", !name.hasPrefix("hs") else {
            throw CheckFailure(
                .forbiddenAlgorithm, .algorithmNotAllowed, "Sign with a private key: none and HMAC are never accepted.")
        }
    }

    private static let forbiddenMembers = ["crit", "b64", "jwk", "jku", "x5u", "x5c"]

    private static func optionalString(_ name: String, in object: JSONObject) throws(CheckFailure) -> String? {
        switch object[name] {
        case nil: return nil
        case .string(let text): return text
        case .object, .array, .number, .bool, .null:
            throw CheckFailure(.tokenForm, .tokenMalformed, "Make the header's \(name) a string, or leave it out.")
        }
    }
}

import Domain

extension JSONObject {
    /// The claim's text; nil when absent, `claim_invalid` when it is anything else, null too.
    func optionalString(_ claim: String) throws(CheckFailure) -> String? {
        switch self[claim] {
        case nil: return nil
        case .string(let text): return text
        case .object, .array, .number, .bool, .null:
            throw invalid(claim, "Make \(claim) a string, or leave it out.")
        }
    }

    /// The claim's time; nil when absent, `claim_invalid` when it is no number or out of range.
    func optionalTime(_ claim: String) throws(CheckFailure) -> UnixTime? {
        switch self[claim] {
        case nil: return nil
        case .number(let number):
            guard let seconds = number.floor else {
                throw invalid(claim, "Make \(claim) a number of seconds since 1970.")
            }
            return UnixTime(seconds)
        case .object, .array, .string, .bool, .null:
            throw invalid(claim, "Make \(claim) a JSON number of seconds since 1970, without quotes.")
        }
    }

    /// `jti`: a string of 1 to 255 bytes without control characters (C0, DEL, C1).
    func requireTokenID() throws(CheckFailure) -> String {
        let isControl = { (scalar: Unicode.Scalar) in scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) }
        guard case .string(let id) = self["jti"], (1...255).contains(id.utf8.count),
            !id.unicodeScalars.contains(where: isControl)
        else {
            throw invalid(
                "jti", "Give each token a jti of its own: a string of 1 to 255 bytes without control characters.")
        }
        return id
    }

    /// `aud`: a string or an array of strings (RFC 7519 4.1.3), one of them ours; absent only where the rules let it.
    func requireAudience(_ publicURL: String, by rules: TokenRules) throws(CheckFailure) {
        var isOurs = false
        for audience in try audiences(isRequired: rules.requiresAudience) {
            guard case .string(let text) = audience else {
                throw invalid("aud", "Make aud a string or an array of strings.")
            }
            isOurs =
                isOurs || text.hasSameBytes(as: publicURL) || rules.audiences.contains { text.hasSameBytes(as: $0) }
        }
        guard isOurs || self["aud"] == nil else {
            throw invalid("aud", "Put this gateway's public URL, or an audience of the partner's settings, into aud.")
        }
    }

    private func audiences(isRequired: Bool) throws(CheckFailure) -> [JSONValue] {
        switch self["aud"] {
        case nil:
            guard !isRequired else { throw invalid("aud", "Add aud: the partner's settings require it.") }
            return []
        case .array(let values): return values
        case .some(let value): return [value]
        }
    }

    /// `iss`: the partner's issuer where it has one; absent only where the rules let it.
    func requireIssuer(by rules: TokenRules) throws(CheckFailure) {
        guard let issuer = try optionalString("iss") else {
            guard !rules.requiresIssuer else { throw invalid("iss", "Add iss: the partner's settings require it.") }
            return
        }
        guard rules.issuer.map({ issuer.hasSameBytes(as: $0) }) ?? true else {
            throw invalid("iss", "Make iss the issuer of the partner's settings.")
        }
    }

    /// `purpose`, and the `scope` that a sign-out may have whose `sub` names no member.
    func requirePurpose(_ purpose: TokenPurpose, of subject: TokenSubject) throws(CheckFailure) -> String? {
        switch purpose {
        case .directLink:
            guard self["purpose"] == nil else {
                throw invalid("purpose", "Leave purpose out of a token that signs in.")
            }
            return nil
        case .signOut:
            guard self["purpose"] == .string("sign_out") else {
                throw invalid("purpose", "Make purpose sign_out in a token that signs out.")
            }
            let scope = try optionalString("scope")
            guard scope == nil || scope == "customer" else {
                throw invalid("scope", "Make scope customer, or leave it out.")
            }
            guard scope == nil || subject.member == nil else {
                throw invalid("scope", "Leave out scope to sign out one member, or the member to sign out all.")
            }
            return scope
        }
    }

    private func invalid(_ claim: String, _ message: String) -> CheckFailure {
        CheckFailure(.claims, .claimInvalid, message, claim: claim)
    }
}

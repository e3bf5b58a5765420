import Directory
import Domain
import TokenVerification

/// The one key that stands from now on.
struct SignatureVerificationKeyBody: BodyFields {
    /// The key to be.
    let key: NewSigningKey

    init?(reading fields: inout FieldReader) {
        guard let key = fields.require("key", .keyText) else { return nil }
        self.key = NewSigningKey(key)
    }
}

/// A key to be registered, or where keys are to be fetched from.
struct NewKeyBody: BodyFields {
    /// The two things that can be asked for.
    enum Wish: Sendable {
        case register(NewSigningKey)
        case fetch(JWKSAddress)
    }

    /// What is asked for.
    let wish: Wish

    init?(reading fields: inout FieldReader) {
        let address = fields.take("jwks_url", .jwksAddress(fields.rules.jwksHosts))
        let imported = fields.take("key", .key)
        let kid = fields.take("kid", .line)
        let (from, until) = (fields.take("valid_from", .moment), fields.take("valid_until", .moment))
        let key = imported.map { NewSigningKey($0, kid: kid, validFrom: from, validUntil: until) }
        switch (fields.isGiven("key"), fields.isGiven("jwks_url")) {
        case (true, true): fields.complain("jwks_url", .malformed, "is given beside key; give one of them")
        case (false, false): fields.complain("key", .malformed, "is missing; or give jwks_url")
        case (true, false), (false, true): break
        }
        guard let wish = key.map(Wish.register) ?? address.map(Wish.fetch) else { return nil }
        self.wish = wish
    }
}

/// What is to be forgotten: a key, or the JWKS URL with its keys.
struct KeyChoice: QueryFields {
    /// The key's number.
    let id: KeyID?
    /// The URL as it is kept.
    let jwksURL: String?

    init(reading fields: inout FieldReader) {
        id = fields.take("id", .idDigits)
        jwksURL = fields.take("jwks_url", .text)
    }
}

extension NewSigningKey {
    /// The imported key, under another name if one is given; for all time unless said otherwise.
    fileprivate init(
        _ key: ImportedKey, kid: String? = nil, validFrom: UnixTime? = nil, validUntil: UnixTime? = nil
    ) {
        self.init(
            kid: kid ?? key.kid, kind: key.kind, subjectPublicKeyInfo: key.subjectPublicKeyInfo, validFrom: validFrom,
            validUntil: validUntil)
    }
}

import Domain

/// What a signing key is registered from. Whether the bytes are such a key is checked by whoever parsed them.
public struct NewSigningKey: Hashable, Sendable {
    /// The name a token's `kid` picks it by, unique among the partner's.
    public var kid: String?
    /// What it is.
    public var kind: SigningKey.Kind
    /// DER of its SubjectPublicKeyInfo (RFC 5280 4.1.2.7).
    public var subjectPublicKeyInfo: [UInt8]
    /// It verifies nothing before this moment.
    public var validFrom: UnixTime?
    /// It verifies nothing from this moment on.
    public var validUntil: UnixTime?

    /// Gathers what a key is registered from.
    public init(
        kid: String? = nil, kind: SigningKey.Kind, subjectPublicKeyInfo: [UInt8], validFrom: UnixTime? = nil,
        validUntil: UnixTime? = nil
    ) {
        self.kid = kid
        self.kind = kind
        self.subjectPublicKeyInfo = subjectPublicKeyInfo
        self.validFrom = validFrom
        self.validUntil = validUntil
    }

    /// Throws what breaks a rule first.
    func check() throws(DirectoryError) {
        if let kid { try TextRules.checkLine(kid, .kid) }
        guard !subjectPublicKeyInfo.isEmpty else { throw .invalid(field: .subjectPublicKeyInfo, reason: "is empty") }
        if let validFrom, let validUntil, validUntil <= validFrom {
            throw .invalid(field: .validUntil, reason: "must be after valid_from")
        }
    }
}

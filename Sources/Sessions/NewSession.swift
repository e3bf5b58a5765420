import Domain
import OpenSSLCrypto

/// A sign-in that was granted, before it has a record.
public struct NewSession: Hashable, Sendable {
    /// Whose token it is.
    public let partner: VendorID
    /// The customer entered.
    public let customer: CustomerID
    /// The member who enters, if any.
    public let member: MemberID?
    /// The customer manager who enters, if it is one.
    public let manager: TeamUserID?
    /// The token's or the ticket's `name`.
    public let name: String?
    /// The token's or the ticket's `email`.
    public let email: String?
    /// The pinned origin, serialised; nil for direct use.
    public let origin: String?
    /// What it is for.
    public let context: SessionContext
    /// The token or the ticket, to be used once.
    public let mark: TokenMark
    /// The browser's `User-Agent`, cut to 512 bytes.
    public let userAgent: String?
    /// The client's address.
    public let clientAddress: String?

    /// Gathers a sign-in.
    public init(
        partner: VendorID, customer: CustomerID, member: MemberID?, manager: TeamUserID? = nil, name: String?,
        email: String?, origin: Origin?, context: SessionContext, mark: TokenMark, userAgent: String?,
        clientAddress: String?
    ) {
        self.partner = partner
        self.customer = customer
        self.member = member
        self.manager = manager
        self.name = name
        self.email = email
        self.origin = origin?.description
        self.context = context
        self.mark = mark
        self.userAgent = userAgent.map(UserAgent.cut)
        self.clientAddress = clientAddress
    }
}

/// A token's `jti` as the replay memory knows it: once per partner and customer.
public struct TokenMark: Hashable, Sendable {
    /// Whose token it is.
    public let partner: VendorID
    /// The customer its `sub` names.
    public let customer: CustomerID
    /// The claim.
    public let jti: String
    /// The first moment at which the token could no longer be accepted.
    public let rememberUntil: UnixTime

    /// Names a use of a token.
    public init(partner: VendorID, customer: CustomerID, jti: String, rememberUntil: UnixTime) {
        self.partner = partner
        self.customer = customer
        self.jti = jti
        self.rememberUntil = rememberUntil
    }

    /// Base64url of the SHA-256 of partner and `jti`; a vendor id has no space, so that no two pairs meet.
    var hash: String { Base64URL.encode(SHA256.digest(Array("\(partner) \(jti)".utf8))) }

    /// Seconds to remember it from `now`: never less than ten minutes.
    func lifetime(from now: UnixTime) -> Int64 { max(600, rememberUntil.seconds - now.seconds) }
}

import Domain

/// A sign-in that passed every check but replay, which only the session store can make. Made by `SignInDecider` alone.
public struct SignInGrant: Sendable {
    /// The partner that signed.
    public let partner: Partner
    /// Whose workspace it is.
    public let customer: Customer
    /// Who in it; nil for the owner.
    public let member: Member?
    /// The token's name for itself, not yet claimed.
    public let jti: String
    /// Until when `jti` must be remembered.
    public let rememberUntil: UnixTime
    /// The person's name, if the token told it.
    public let name: String?
    /// The person's address, if the token told it.
    public let email: String?
    /// The origin to pin; nil for direct use.
    public let origin: Origin?
    /// Where to land.
    public let path: LandingPath
}

/// A signed sign-out that passed every check but replay. Made by `SignInDecider` alone.
public struct SignOutGrant: Sendable {
    /// Whose sessions end.
    public enum Scope: Sendable {
        /// Those of one member, or with nil those signed in without a member.
        case person(Member?)
        /// All of the customer's.
        case customer
    }

    /// The partner that signed.
    public let partner: Partner
    /// Whose workspace it is.
    public let customer: Customer
    /// Whose sessions in it.
    public let scope: Scope
    /// The token's name for itself, not yet claimed.
    public let jti: String
    /// Until when `jti` must be remembered.
    public let rememberUntil: UnixTime
}

import Domain

/// Which token a request came with: what rates are counted by.
enum TokenIdentity: Hashable, Sendable {
    /// The operator's, of the settings.
    case settings
    /// One that the directory keeps.
    case stored(APITokenID)
}

/// Whom a token stands for, as `Authentication` finds out.
enum Principal: Sendable {
    /// The operator: every partner's things.
    case `operator`
    /// One partner: its own things, and nothing tells it that there are others.
    case partner(VendorID)
}

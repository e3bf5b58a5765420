import Directory

/// Somebody on a team.
struct TeamPerson: Sendable {
    /// The name people read.
    let name: String
    /// What they sign in by.
    let email: String
    /// What they may do.
    let role: TeamUserRecord.Role
    /// How many days ago they joined.
    let daysAgo: Int64
    /// Whoever has none was invited and has not come yet.
    let hasPassword: Bool

    /// The one operator.
    static let olga = TeamPerson("Olga Lindahl", "olga@casement.example", .operator, daysAgo: 590)

    /// Somebody who may sign in, unless told otherwise.
    init(
        _ name: String, _ email: String, _ role: TeamUserRecord.Role, daysAgo: Int64, hasPassword: Bool = true
    ) {
        self.name = name
        self.email = email
        self.role = role
        self.daysAgo = daysAgo
        self.hasPassword = hasPassword
    }
}

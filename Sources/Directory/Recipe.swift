import Domain

/// A customer's recipe, as the application reports it.
public struct Recipe: Hashable, Sendable {
    /// The application's own id, unique within the customer.
    public let id: String
    /// The name people read.
    public let name: String
    /// Whether it runs: only such recipes count as active.
    public let isRunning: Bool
    /// When it was first reported.
    public let createdAt: UnixTime
    /// When a report last changed it.
    public let updatedAt: UnixTime
}

/// What a report says of a recipe.
public struct NewRecipe: Hashable, Sendable {
    /// The name people read.
    public var name: String
    /// Whether it runs.
    public var isRunning: Bool

    /// Gathers what a report says.
    public init(name: String, isRunning: Bool) {
        self.name = name
        self.isRunning = isRunning
    }

    /// Throws all that breaks a rule.
    func check(_ id: String) throws(DirectoryError) {
        var checks = FieldChecks()
        try checks.check { () throws(DirectoryError) in try TextRules.checkForeignID(id, .recipeID) }
        try checks.check { () throws(DirectoryError) in try TextRules.checkName(name) }
        try checks.finish()
    }

    /// The recipe as it is after this report.
    func recipe(_ id: String, after former: Recipe?, at now: UnixTime) -> Recipe {
        if let former, (former.name, former.isRunning) == (name, isRunning) { return former }
        return Recipe(
            id: id, name: name, isRunning: isRunning, createdAt: former?.createdAt ?? now, updatedAt: now)
    }
}

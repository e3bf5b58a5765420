import Directory

/// The plans that a customer may pay for.
enum DemoPlan: String, CaseIterable, Sendable {
    /// For one team.
    case starter = "Starter"
    /// For several.
    case growth = "Growth"
    /// For a whole company.
    case business = "Business"

    /// What it is created from.
    var new: NewPlan { NewPlan(name: rawValue, taskLimit: taskLimit, connectionLimit: connectionLimit) }

    /// Tasks a month.
    var taskLimit: Int64 {
        switch self {
        case .starter: 2_000
        case .growth: 10_000
        case .business: 50_000
        }
    }

    private var connectionLimit: Int64? {
        switch self {
        case .starter: 10
        case .growth: 20
        case .business: nil
        }
    }
}

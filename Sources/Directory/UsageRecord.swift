import Domain

/// What one customer used, month by month.
public struct CustomerUsage: Hashable, Sendable {
    /// The customer's number.
    public let id: CustomerID
    /// The partner's name for it.
    public let externalID: ExternalID?
    /// The name people read.
    public let name: String
    /// Every month asked for, the oldest first.
    public let months: [MonthlyUsage]
}

/// What was used in a month.
public struct MonthlyUsage: Hashable, Sendable {
    /// The month, UTC.
    public let month: CalendarMonth
    /// What was used in it.
    public let usage: Usage
}

/// What was used on a day.
public struct DailyUsage: Hashable, Sendable {
    /// The day, UTC.
    public let day: CalendarDay
    /// What was used on it.
    public let usage: Usage
}

/// What the page of one customer shows of a range of days.
public struct Dashboard: Hashable, Sendable {
    /// Recipes that run now.
    public let activeRecipes: Int64
    /// Connections that are authenticated now.
    public let connections: Int64
    /// Every day of the range, in order.
    public let days: [DailyUsage]

    /// What was used on all of them.
    public var total: Usage { days.map(\.usage).reduce(.none, +) }
}

/// How many a partner had of what it is counted by.
public struct MonthlyCounts: Hashable, Sendable {
    /// The month, UTC.
    public let month: CalendarMonth
    /// Customers on the month's last day that was counted.
    public let customers: Int64
    /// Their authenticated connections.
    public let connections: Int64
    /// Their running recipes.
    public let activeRecipes: Int64
}

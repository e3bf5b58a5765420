import Domain

/// One finished job of a customer, as the application reports it.
public struct JobReport: Hashable, Sendable {
    /// How a job ended.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// All its tasks were done.
        case succeeded
        /// It broke off.
        case failed
    }

    /// How long an id is remembered, and counts once only, in days.
    public static let memoryDays: Int64 = 40
    /// How long ago a job may have finished, in seconds: less than the memory, which so may forget.
    public static let greatestAge: Int64 = 35 * 86_400
    /// How far ahead the application's clock may be, in seconds.
    public static let greatestLead: Int64 = 5 * 60
    /// How many tasks a job may have.
    public static let tasksRange: ClosedRange<Int64> = 0...1_000_000_000

    /// The application's own id of the report.
    public let reportID: String
    /// Whose job it was.
    public let customerID: CustomerID
    /// How it ended.
    public let outcome: Outcome
    /// The tasks it did.
    public let tasks: Int64
    /// When it finished.
    public let finishedAt: UnixTime

    /// Gathers what a report says.
    public init(reportID: String, customerID: CustomerID, outcome: Outcome, tasks: Int64, finishedAt: UnixTime) {
        self.reportID = reportID
        self.customerID = customerID
        self.outcome = outcome
        self.tasks = tasks
        self.finishedAt = finishedAt
    }

    /// Throws what is wrong with its form.
    func checkForm() throws(DirectoryError) {
        try TextRules.checkLine(reportID, .reportID)
        guard Self.tasksRange.contains(tasks) else {
            throw .invalid(field: .tasks, reason: "must be 0 to \(Self.tasksRange.upperBound)")
        }
    }

    /// Throws when it finished too long ago, or is still to finish.
    func checkTime(_ now: UnixTime) throws(DirectoryError) {
        guard now - Self.greatestAge <= finishedAt, finishedAt <= now + Self.greatestLead else {
            throw .invalid(
                field: .finishedAt, reason: "must be at most 35 days ago and at most five minutes ahead")
        }
    }

    /// The day it counts for; a clock that is ahead moves no job into a day that has not begun.
    func day(_ now: UnixTime) -> CalendarDay { CalendarDay(min(finishedAt, now)) }

    /// What it adds to the day.
    var usage: Usage {
        switch outcome {
        case .succeeded: Usage(tasks: tasks, jobsSucceeded: 1, jobsFailed: 0)
        case .failed: Usage(tasks: tasks, jobsSucceeded: 0, jobsFailed: 1)
        }
    }
}

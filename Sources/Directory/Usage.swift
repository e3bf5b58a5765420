/// Tasks and jobs of some time.
public struct Usage: Hashable, Sendable {
    /// Of nothing.
    public static let none = Usage(tasks: 0, jobsSucceeded: 0, jobsFailed: 0)

    /// Tasks done, by failed jobs too.
    public var tasks: Int64
    /// Jobs that succeeded.
    public var jobsSucceeded: Int64
    /// Jobs that failed.
    public var jobsFailed: Int64

    /// Gathers counts.
    public init(tasks: Int64, jobsSucceeded: Int64, jobsFailed: Int64) {
        self.tasks = tasks
        self.jobsSucceeded = jobsSucceeded
        self.jobsFailed = jobsFailed
    }

    /// Of both together.
    public static func + (left: Usage, right: Usage) -> Usage {
        Usage(
            tasks: left.tasks + right.tasks, jobsSucceeded: left.jobsSucceeded + right.jobsSucceeded,
            jobsFailed: left.jobsFailed + right.jobsFailed)
    }

    /// Adds the other to it.
    public static func += (left: inout Usage, right: Usage) { left = left + right }
}

extension Usage {
    /// The part of the jobs that succeeded, 0 to 1; nil without jobs.
    public var successRate: Double? { share(of: jobsSucceeded) }
    /// The part of the jobs that failed, 0 to 1; nil without jobs.
    public var errorRate: Double? { share(of: jobsFailed) }

    private func share(of jobs: Int64) -> Double? {
        let all = jobsSucceeded + jobsFailed
        return all == 0 ? nil : Double(jobs) / Double(all)
    }
}

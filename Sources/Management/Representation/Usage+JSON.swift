import Directory
import Domain

extension Usage {
    /// The members that tell of tasks and jobs, wherever these are told.
    var members: [(String, JSONText)] {
        [
            ("task_count", .number(tasks)), ("jobs_succeeded", .number(jobsSucceeded)),
            ("jobs_failed", .number(jobsFailed)),
        ]
    }
}

extension CustomerUsage {
    /// A customer's months, as the API gives them.
    var json: JSONText {
        .object([
            ("id", .number(id.rawValue)), ("external_id", .optional(externalID?.rawValue)), ("name", .string(name)),
            (
                "months",
                .array(months.map { .object([("month", .string($0.month.description))] + $0.usage.members) })
            ),
        ])
    }
}

extension Dashboard {
    /// What a customer's page shows of these days, as the API gives it.
    func json(from first: CalendarDay, to last: CalendarDay) -> JSONText {
        .object(
            [
                ("from", .string(first.description)), ("to", .string(last.description)),
                ("active_recipes", .number(activeRecipes)), ("connection_count", .number(connections)),
            ] + total.members + [
                ("success_rate", total.successRate.map { .fraction($0) } ?? .null),
                ("error_rate", total.errorRate.map { .fraction($0) } ?? .null),
                ("days", .array(days.map { .object([("date", .string($0.day.description))] + $0.usage.members) })),
            ])
    }
}

/// Something counted against a limit.
struct Gauge {
    private let used: Int64
    private let limit: Int64?

    /// A limit of nil is none.
    init(_ used: Int64, of limit: Int64?) {
        self.used = used
        self.limit = limit
    }

    /// `used` and `limit` for people, `value` and `max` for a bar, `percent`, and the `level`: near the limit, over it, or not.
    var values: ConsoleTemplates.Values {
        guard let limit else { return ["used": Words.grouped(used), "has_limit": false] }
        let percent = limit == 0 ? (used == 0 ? 0 : 100) : Int64((Double(used) / Double(limit) * 100).rounded(.down))
        return [
            "used": Words.grouped(used), "limit": Words.grouped(limit), "has_limit": true,
            "value": min(used, max(limit, 1)), "max": max(limit, 1), "percent": "\(percent) %",
            "level": used > limit ? "over" : percent >= 80 ? "warn" : "plain",
        ]
    }
}

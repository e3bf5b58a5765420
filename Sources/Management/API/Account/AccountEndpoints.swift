import Directory
import Domain

/// `/api/account`: the partner itself.
enum AccountEndpoints {
    /// The partner as it is now.
    static func show(_ call: Call) async throws(APIProblem) -> Answer {
        answer(try await call.read(try call.reach.partner()) { store, vendor in try store.partner(vendor) })
    }

    /// Changes what the body has.
    static func update(_ call: Call, _ body: AccountChangesBody) async throws(APIProblem) -> Answer {
        let partner = try call.reach.partner()
        return answer(
            try await call.write(partner) { store, vendor in
                try body.write(to: store, vendor, if: call.condition, by: call.author, now: call.now)
            })
    }

    private static func answer(_ record: PartnerRecord) -> Answer { Answer(record.json, version: record.version) }
}

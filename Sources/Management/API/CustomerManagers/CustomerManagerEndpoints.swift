import Directory
import Domain

/// `/api/customer_managers[/:id]`: who of the partner's team may enter its customers.
enum CustomerManagerEndpoints {
    /// What a customer manager is created from.
    struct NewBody: BodyFields {
        /// The name people read.
        let name: String
        /// Where to write to.
        let email: String

        init?(reading fields: inout FieldReader) {
            let (name, email) = (fields.require("name", .name), fields.require("email", .email))
            guard let name, let email else { return nil }
            (self.name, self.email) = (name, email)
        }
    }

    /// All of the partner's.
    static func list(_ call: Call) async throws(APIProblem) -> Answer {
        let partner = try call.reach.partner()
        return .list(
            try await call.read(partner) { store, vendor in try store.customerManagers(of: vendor) }.map(\.json))
    }

    /// Adds one, who has no password yet.
    static func create(_ call: Call, _ body: NewBody) async throws(APIProblem) -> Answer {
        let record = try await call.write(try call.reach.partner()) { store, vendor in
            try store.createCustomerManager(body.name, email: body.email, of: vendor, by: call.author, now: call.now)
        }
        return Answer(record.json)
    }

    /// Takes one off the team.
    static func delete(_ call: Call) async throws(APIProblem) -> Answer {
        let id = try call.place("id") { TeamUserID(decimal: $0) }
        try await call.write(try call.reach.partner()) { store, vendor in
            try store.deleteCustomerManager(id, of: vendor, by: call.author, now: call.now)
        }
        return .done
    }
}

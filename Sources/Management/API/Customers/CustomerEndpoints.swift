import Directory
import Domain

/// `/api/managed_users` and what stands below it about the customer itself.
enum CustomerEndpoints {
    /// A page of what is reached.
    static func list(_ call: Call, _ query: CustomerListQuery) async throws(APIProblem) -> Answer {
        let listing = try await call.read(call.reach) { store, vendor in
            try store.customers(query.query(of: vendor))
        }
        return .page(listing.records.map { $0.json(at: call.now) }, total: listing.total)
    }

    /// Adds a customer to the partner that the token, the query or the body names.
    static func create(_ call: Call, _ body: NewCustomerBody) async throws(APIProblem) -> Answer {
        let partner = try call.reach.narrowed(to: body.vendorID).partner()
        let record = try await call.write(partner) { store, vendor in
            try store.createCustomer(body.customer(of: vendor), by: call.author, now: call.now)
        }
        return call.answer(record)
    }

    /// The customer of the path.
    static func show(_ call: Call) async throws(APIProblem) -> Answer { call.answer(try await call.customer().record) }

    /// Changes what the body has.
    static func update(_ call: Call, _ body: CustomerChangesBody) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let record = try await call.write(customer) { store, id in
            try store.updateCustomer(id, body.changes, if: call.condition, by: call.author, now: call.now)
        }
        return call.answer(record)
    }

    /// Deletes the customer of the path, for good.
    static func delete(_ call: Call) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        try await call.write(customer) { store, id in
            try store.deleteCustomer(id, if: call.condition, by: call.author, now: call.now)
        }
        return .done
    }

    /// Makes it active on the plan named, or on one that suits.
    static func upgrade(_ call: Call, _ body: UpgradeBody) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let record = try await call.write(customer) { store, id in
            try store.upgradeCustomer(id, to: body.plan, if: call.condition, by: call.author, now: call.now)
        }
        return call.answer(record)
    }

    /// Puts it on the free plan.
    static func downgrade(_ call: Call) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let record = try await call.write(customer) { store, id in
            try store.downgradeCustomer(id, if: call.condition, by: call.author, now: call.now)
        }
        return call.answer(record)
    }
}

extension Call {
    /// A customer as it is now.
    fileprivate func answer(_ record: CustomerRecord) -> Answer {
        Answer(record.json(at: now), version: record.version)
    }
}

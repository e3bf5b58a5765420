import Directory
import Domain

/// `/api/reports/…`: what the application tells of its work, with the operator's token.
enum ReportEndpoints {
    /// A connection, new or changed.
    static func putConnection(_ call: Call, _ body: ConnectionReportBody) async throws(APIProblem) -> Answer {
        let id = try call.foreignID("cid")
        let connection = try await call.write(try await call.customer()) { store, customer in
            try store.putConnection(id, body.connection, of: customer, now: call.now)
        }
        return Answer(connection.json)
    }

    /// A connection that is gone.
    static func deleteConnection(_ call: Call) async throws(APIProblem) -> Answer {
        let id = try call.foreignID("cid")
        try await call.write(try await call.customer()) { store, customer in
            try store.deleteConnection(id, of: customer)
        }
        return .done
    }

    /// A recipe, new or changed.
    static func putRecipe(_ call: Call, _ body: RecipeReportBody) async throws(APIProblem) -> Answer {
        let id = try call.foreignID("rid")
        let recipe = try await call.write(try await call.customer()) { store, customer in
            try store.putRecipe(id, body.recipe, of: customer, now: call.now)
        }
        return Answer(recipe.json)
    }

    /// A recipe that is gone.
    static func deleteRecipe(_ call: Call) async throws(APIProblem) -> Answer {
        let id = try call.foreignID("rid")
        try await call.write(try await call.customer()) { store, customer in
            try store.deleteRecipe(id, of: customer)
        }
        return .done
    }

    /// Finished jobs, all of them or none.
    static func addJobs(_ call: Call, _ body: JobReportsBody) async throws(APIProblem) -> Answer {
        let reports = try await reports(call, body.jobs)
        let (accepted, duplicates) = try await call.write(call.reach) { store, _ in
            try store.recordJobs(reports, now: call.now)
        }
        return Answer(
            .object([("accepted", .number(Int64(accepted))), ("duplicates", .number(Int64(duplicates)))]))
    }

    /// The reports with their customers found, or what is wrong with any.
    private static func reports(_ call: Call, _ jobs: [JobReportsBody.Job]) async throws(APIProblem) -> [JobReport] {
        let found = try await call.read(call.reach) { store, vendor in
            try jobs.map { job in try customer(of: job, vendor: job.vendorID ?? vendor, in: store) }
        }
        var (reports, faults): ([JobReport], [FieldFault]) = ([], [])
        for (index, (job, customer)) in zip(jobs, found).enumerated() {
            switch customer {
            case .success(let id): reports.append(job.report(of: id))
            case .failure(let fault): faults.append(fault.within("jobs[\(index)]."))
            }
        }
        guard faults.isEmpty else { throw .fields(faults) }
        return reports
    }

    /// A number without a partner is left to the directory, which knows whether it counts already.
    private static func customer(
        of job: JobReportsBody.Job, vendor: VendorID?, in store: DirectoryStore
    ) throws -> Result<CustomerID, FieldFault> {
        if case .id(let id) = job.customer, vendor == nil { return .success(id) }
        guard let vendor else {
            return .failure(FieldFault("vendor_id", .refused, "is required with an external id"))
        }
        do throws(DirectoryError) {
            return .success(try store.customer(job.customer, of: vendor).customer.id)
        } catch {
            guard case .notFound = error else { throw error }
            return .failure(FieldFault("managed_user_id", .refused, "names no customer"))
        }
    }
}

extension Call {
    /// The application's own id in a place of the path.
    fileprivate func foreignID(_ name: String) throws(APIProblem) -> String {
        try place(name) { text in
            let id = String(text)
            // Whatever rule it breaks, nothing has such an id.
            return (try? TextRules.checkForeignID(id, .connectionID)).map { id }
        }
    }
}

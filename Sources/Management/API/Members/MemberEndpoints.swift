import Directory
import Domain

/// `/api/managed_users/:id/members[/:member_id]`
enum MemberEndpoints {
    /// A page of the customer's members.
    static func list(_ call: Call, _ query: PageQuery) async throws(APIProblem) -> Answer {
        let listing = try await call.read(try await call.customer()) { store, id in
            try store.members(of: id, page: query.page)
        }
        return .page(listing.records.map(\.json), total: listing.total)
    }

    /// Adds a member.
    static func create(_ call: Call, _ body: NewMemberBody) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let record = try await call.write(customer) { store, id in
            try store.createMember(body.member(of: id), by: call.author, now: call.now)
        }
        return answer(record)
    }

    /// The member of the path.
    static func show(_ call: Call) async throws(APIProblem) -> Answer {
        answer(try await call.member(of: try await call.customer()).record)
    }

    /// Changes what the body has.
    static func update(_ call: Call, _ body: MemberChangesBody) async throws(APIProblem) -> Answer {
        let member = try await call.member(of: try await call.customer())
        let record = try await call.write(member) { store, id in
            try store.updateMember(id, body.changes, if: call.condition, by: call.author, now: call.now)
        }
        return answer(record)
    }

    /// Removes the member of the path.
    static func delete(_ call: Call) async throws(APIProblem) -> Answer {
        try await delete(call, try await call.member(of: try await call.customer()))
    }

    /// The deprecated form, which names the member beside the path.
    static func deleteChosen(
        _ call: Call, _ query: MemberChoice, _ body: MemberChoice
    ) async throws(APIProblem) -> Answer {
        let choice = query.isEmpty ? body : query
        guard !choice.isEmpty else {
            throw .fields([FieldFault("id", .refused, "must be given, or else external_id or email")])
        }
        return try await delete(call, try await call.member(of: try await call.customer(), that: choice.means))
    }

    private static func delete(_ call: Call, _ member: ReachedMember) async throws(APIProblem) -> Answer {
        try await call.write(member) { store, id in
            try store.deleteMember(id, if: call.condition, by: call.author, now: call.now)
        }
        return .done
    }

    private static func answer(_ record: MemberRecord) -> Answer { Answer(record.json, version: record.version) }
}

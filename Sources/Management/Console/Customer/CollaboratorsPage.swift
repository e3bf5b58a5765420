import Directory
import Domain
import HTTPTypes

/// `/admin_console/customers/:id/collaborators`
enum CollaboratorsPage {
    /// The members, and whoever of the partner's team may enter.
    static func show(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        try await page(call, try await call.customer())
    }

    /// Adds a member.
    static func add(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let object = form.object([.text("name"), .text("email"), .text("role_name"), .text("external_id")])
        do throws(APIProblem) {
            let body = try FieldReader.read(NewMemberBody.self, from: object, call.backend.fieldRules)
            _ = try await call.write(customer) { store, id in
                try store.createMember(body.member(of: id), by: call.author, now: call.now)
            }
        } catch {
            return try await page(call, customer, form, faults: try error.formFaults())
        }
        return done(customer, .collaboratorAdded)
    }

    /// Changes a member's role.
    static func changeRole(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let member = try await call.member(of: customer)
        let body = try FieldReader.read(
            MemberChangesBody.self, from: form.object([.text("role_name")]), call.backend.fieldRules)
        _ = try await call.write(member) { store, id in
            try store.updateMember(id, body.changes, by: call.author, now: call.now)
        }
        return done(customer, .collaboratorChanged)
    }

    /// Asks before a member is removed, where no script did.
    static func askToRemove(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        let member = try await call.member(of: customer).record.member
        return try call.confirmation(
            Confirmation(
                question: "Remove \(member.name)?",
                explanation: "\(member.name) can no longer enter this workspace; live sessions end at once.",
                action: call.request.path, label: "Remove", back: CustomerTab.collaborators.href(customer.name)))
    }

    /// Removes a member; its sessions end with it.
    static func remove(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let customer = try await call.customer()
        try await call.write(try await call.member(of: customer)) { store, id in
            try store.deleteMember(id, by: call.author, now: call.now)
        }
        return done(customer, .collaboratorRemoved)
    }

    private static func done(_ customer: ReachedCustomer, _ notice: ConsoleNotice) -> Answer {
        .redirect(to: CustomerTab.collaborators.href(customer.name), notice: notice)
    }

    private static func page(
        _ call: ConsoleCall, _ customer: ReachedCustomer, _ form: ConsoleForm? = nil, faults: [FieldFault] = []
    ) async throws(APIProblem) -> Answer {
        let vendor = customer.record.customer.vendorID
        let found = try await call.read(customer) { store, id in
            (members: try store.members(of: id), team: try store.team(of: vendor))
        }
        let fields = FormValues(
            faults,
            values: ["name": form?["name"], "email": form?["email"], "external_id": form?["external_id"]])
        return try call.customerPage(
            "customer_collaborators", .collaborators, customer,
            [
                "members": found.members.map { $0.values(CustomerTab.collaborators.href(customer.name)) },
                "managers": found.team.map { user -> ConsoleTemplates.Values in
                    [
                        "name": user.name, "email": user.email, "role_label": user.role.label,
                        "avatar": Letter(user.name).values, "is_manager": user.role == .customerManager,
                    ]
                },
                "roles": Self.roles(chosen: form?["role_name"].flatMap { Member.Role(anyCase: $0) }),
                "add_href": CustomerTab.collaborators.href(customer.name),
                "fields": fields.values, "problem": FormValues.summary(faults), "is_adding": form != nil,
            ], status: faults.isEmpty ? .ok : .unprocessableContent)
    }

    fileprivate static func roles(chosen: Member.Role?) -> [ConsoleTemplates.Values] {
        Member.Role.allCases.map { role in
            ["value": role.rawValue, "label": role.displayName, "is_selected": role == chosen]
        }
    }
}

extension MemberRecord {
    fileprivate func values(_ base: String) -> ConsoleTemplates.Values {
        [
            "id": member.id.description, "name": member.name, "email": member.email,
            "external_id": member.externalID?.rawValue, "role_label": member.role.displayName,
            "avatar": Letter(member.name).values, "roles": CollaboratorsPage.roles(chosen: member.role),
            "role_href": "\(base)/\(member.id)/role", "remove_href": "\(base)/\(member.id)/remove",
        ]
    }
}

import Directory
import Domain
import HTTPTypes
import Sessions

/// `/admin_console/partners/:vendor_id/team`: a partner's admins and customer managers. `/admin_console/operators`: the
/// operator's own people. Both are one page of whose team it is.
enum TeamPages {
    /// Whose team it is.
    private enum Team {
        case partner(PartnerRecord)
        case operators

        var vendorID: VendorID? {
            switch self {
            case .partner(let record): record.partner.vendorID
            case .operators: nil
            }
        }

        var href: String { vendorID.map { PartnerTab.team.href($0) } ?? "/admin_console/operators" }

        var title: String {
            switch self {
            case .partner: "People"
            case .operators: "People"
            }
        }

        var text: String {
            switch self {
            case .partner: "Who signs in to this console."
            case .operators: "Who runs Casement. They reach every partner, and enter no customer's account."
            }
        }

        var roles: [TeamUserRecord.Role] {
            switch self {
            case .partner: [.admin, .customerManager]
            case .operators: [.operator]
            }
        }
    }

    /// The partner's page.
    static func showPartners(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let (call, team) = try await partner(call)
        return try await page(call, team)
    }

    /// The operator's page.
    static func showOperators(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        try await page(call, .operators)
    }

    /// Adds somebody to the partner's team, and shows the link by which they choose a password, once.
    static func addToPartners(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let (call, team) = try await partner(call)
        return try await add(call, team, form)
    }

    /// Adds an operator, and shows the link by which they choose a password, once.
    static func addToOperators(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        try await add(call, .operators, form)
    }

    /// Makes a new link for somebody of the partner's team; the former one is worth nothing any more.
    static func invitePartners(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let (call, team) = try await partner(call)
        return try await invite(call, team)
    }

    /// Makes a new link for an operator.
    static func inviteOperators(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        try await invite(call, .operators)
    }

    /// Asks before somebody is removed, where no script did.
    static func askToRemovePartners(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        let (call, team) = try await partner(call)
        return try await ask(call, team)
    }

    /// Asks before an operator is removed.
    static func askToRemoveOperators(_ call: ConsoleCall) async throws(APIProblem) -> Answer {
        try await ask(call, .operators)
    }

    /// Takes somebody off the partner's team.
    static func removePartners(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let (call, team) = try await partner(call)
        return try await remove(call, team)
    }

    /// Takes an operator off the team.
    static func removeOperators(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        try await remove(call, .operators)
    }

    private static func partner(_ call: ConsoleCall) async throws(APIProblem) -> (ConsoleCall, Team) {
        let call = try call.withinPartner()
        return (call, .partner(try await call.partnerRecord()))
    }

    private static func add(_ call: ConsoleCall, _ team: Team, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let user: TeamUserRecord
        do throws(APIProblem) {
            let body = try FieldReader.read(
                NewTeamUserBody.self, from: form.object([.text("name"), .text("email"), .text("role_name")]),
                call.backend.fieldRules)
            guard let role = team.roles.first(where: { $0 == body.role }) ?? only(team.roles) else {
                throw .fields([FieldFault("role_name", .refused, "must be chosen")])
            }
            let new = NewTeamUser(vendorID: team.vendorID, name: body.name, email: body.email, role: role)
            user = try await call.write(call.reach) { store, _ in
                try store.createTeamUser(new, by: call.author, now: call.now)
            }
        } catch {
            return try await page(call, team, form, faults: try error.formFaults())
        }
        return try await page(call, team, invited: user)
    }

    private static func only(_ roles: [TeamUserRecord.Role]) -> TeamUserRecord.Role? {
        roles.count == 1 ? roles[0] : nil
    }

    private static func invite(_ call: ConsoleCall, _ team: Team) async throws(APIProblem) -> Answer {
        try await page(call, team, invited: try await user(call, team))
    }

    private static func ask(_ call: ConsoleCall, _ team: Team) async throws(APIProblem) -> Answer {
        let user = try await user(call, team)
        return try call.confirmation(
            Confirmation(
                question: "Remove \(user.name) from the team?",
                explanation: "\(user.name) is signed out at once and can no longer sign in.",
                action: call.request.path, label: "Remove", back: team.href))
    }

    private static func remove(_ call: ConsoleCall, _ team: Team) async throws(APIProblem) -> Answer {
        let user = try await user(call, team)
        try await call.write(call.reach) { store, _ in
            try store.deleteTeamUser(user.id, of: team.vendorID, by: call.author, now: call.now)
        }
        _ = try await call.redis { try await call.backend.parts.console.endAll(of: user.id, but: nil) }
        try await call.endVisits(of: user)
        return .redirect(to: team.href, notice: .personRemoved)
    }

    private static func user(_ call: ConsoleCall, _ team: Team) async throws(APIProblem) -> TeamUserRecord {
        let id = try call.place("user_id") { TeamUserID(decimal: $0) }
        let found = try await call.read(call.reach) { store, _ in try store.teamUser(id) }
        guard let found, found.vendorID == team.vendorID else { throw .notFound }
        return found
    }

    private static func page(
        _ call: ConsoleCall, _ team: Team, _ form: ConsoleForm? = nil, faults: [FieldFault] = [],
        invited: TeamUserRecord? = nil
    ) async throws(APIProblem) -> Answer {
        let users = try await call.read(call.reach) { store, _ in try store.team(of: team.vendorID) }
        let token =
            if let invited { try await call.redis { try await call.backend.parts.console.invite(invited.id) } } else {
                nil as Secret<String>?
            }
        let values: ConsoleTemplates.Values = [
            "people": users.map { $0.values(team.href, isSelf: $0.id == call.visitor.user.id) },
            "roles": team.roles.map { role -> ConsoleTemplates.Values in
                [
                    "value": role.rawValue, "label": role.label, "text": role.reach,
                    "is_selected": form?["role_name"] == role.rawValue,
                ]
            },
            "team_title": team.title, "team_text": team.text, "has_roles": team.roles.count > 1, "add_href": team.href,
            "invitation": token.map { token -> ConsoleTemplates.Values in
                [
                    "name": invited?.name, "secret_label": "Invitation link",
                    "secret": "\(call.backend.parts.adminURL)/admin_console/invitations/\(token.reveal())",
                ]
            },
            "fields": FormValues(faults, values: ["name": form?["name"], "email": form?["email"]]).values,
            "problem": FormValues.summary(faults),
        ]
        let status = faults.isEmpty ? 200 : 422
        switch team {
        case .partner(let record):
            return try call.partnerPage("partner_team", .team, record, values, status: .init(code: status))
        case .operators: return try call.page("operators", title: "Operators", values, status: .init(code: status))
        }
    }
}

extension ConsoleCall {
    /// Ends the sessions that somebody has in customers' accounts. The gateway serves none of them any more; lists show them no
    /// longer either.
    fileprivate func endVisits(of user: TeamUserRecord) async throws(APIProblem) {
        guard let vendor = user.vendorID else { return }
        let sessions = backend.parts.sessions
        try await redis {
            for visit in try await sessions.list(SessionSelection(.partner(vendor)), at: now)
            where visit.manager == user.id {
                _ = try await sessions.end(sessionID: visit.id, of: visit.customer, at: now)
            }
        }
    }
}

/// What somebody new on a team is created from.
private struct NewTeamUserBody: BodyFields {
    let name: String
    let email: String
    let role: TeamUserRecord.Role?

    init?(reading fields: inout FieldReader) {
        let (name, email) = (fields.require("name", .name), fields.require("email", .email))
        role = fields.take("role_name", .word)
        guard let name, let email else { return nil }
        (self.name, self.email) = (name, email)
    }
}

extension TeamUserRecord {
    fileprivate func values(_ base: String, isSelf: Bool) -> ConsoleTemplates.Values {
        [
            "id": "\(id)", "name": name, "email": email, "role_label": role.label, "avatar": Letter(name).values,
            "is_manager": role == .customerManager, "is_active": passwordHash != nil, "is_self": isSelf,
            "state": passwordHash == nil ? "Invited" : "Active", "invite_href": "\(base)/\(id)/invite",
            "remove_href": isSelf ? nil : "\(base)/\(id)/remove",
        ]
    }
}

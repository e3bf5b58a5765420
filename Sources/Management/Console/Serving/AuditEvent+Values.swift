import Directory
import Domain

extension AuditEvent {
    /// An event as pages show it: who did what when, and what changed.
    func values(at now: UnixTime, plans: [PlanID: String]) -> ConsoleTemplates.Values {
        let changes = changes(plans)
        return [
            "who": who, "what": what, "action": action, "when": Moment(at, now).values, "address": author.address,
            "changes": changes, "has_changes": !changes.isEmpty, "avatar": Letter(who).values,
        ]
    }

    private var who: String {
        switch author.kind {
        case .commandLine: author.name.map { "\($0) (command line)" } ?? "The command line"
        case .apiToken: "API token \(author.name ?? author.id.map { "\($0)" } ?? "")"
        case .operatorToken: "The operator's token"
        case .user: author.name ?? "A former team member"
        case .member: author.name ?? "A former collaborator"
        case .system: "Casement"
        }
    }

    private var what: String {
        let words = action.split(separator: ".")
        let thing = (words.first.map { Self.things[String($0)] ?? String($0) } ?? "").replacing("_", with: " ")
        let verb = words.last.map { Self.verbs[String($0)] ?? String($0) } ?? ""
        return "\(verb) \(thing)".replacing("_", with: " ")
    }

    private static let things = [
        "team_user": "team member", "key_source": "JWKS URL", "jwks_url": "JWKS URL", "member": "collaborator",
        "session": "sessions",
    ]

    private static let verbs = [
        "create": "added", "update": "changed", "delete": "removed", "end": "ended", "sign_in": "signed in",
        "switch": "switched to the account of", "set_password": "set the password of", "revoke": "revoked",
        "trial_end": "ended the trial of", "upgrade": "upgraded", "downgrade": "downgraded",
    ]

    private func changes(_ plans: [PlanID: String]) -> [ConsoleTemplates.Values] {
        let (before, after) = (Self.members(before, plans), Self.members(after, plans))
        let names = before.map(\.name) + after.map(\.name).filter { name in !before.contains { $0.name == name } }
        return names.map { name in
            [
                "field": Self.fields[name] ?? name.replacing("_", with: " "),
                "before": before.first { $0.name == name }?.text,
                "after": after.first { $0.name == name }?.text,
            ]
        }
    }

    private static let fields = ["plan_id": "plan", "role_name": "role", "origin_url": "iframe origins"]

    private static func members(_ json: String?, _ plans: [PlanID: String]) -> [(name: String, text: String)] {
        // What is kept was written by the trail itself; what cannot be read shows nothing.
        guard let json, case .object(let object)? = try? JSONParser.parse(Array(json.utf8)) else { return [] }
        return object.names.compactMap { name in object[name].map { (name, text($0, as: name, plans)) } }
    }

    /// What people call it: a plan by its name, a status by its label, a time without the letters.
    private static func text(_ value: JSONValue, as name: String, _ plans: [PlanID: String]) -> String {
        switch (name, value) {
        case ("plan_id", .number(let number)):
            number.whole.flatMap { plans[PlanID($0)] } ?? text(value)
        case ("status", .string(let word)): Customer.Status(rawValue: word)?.label ?? word
        case (_, .string(let word)): UnixTime(rfc3339: word).map { Moment($0, $0).text } ?? text(value)
        default: text(value)
        }
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text.isEmpty ? "(empty)" : text
        case .number(let number): number.whole.map { "\($0)" } ?? "\(number)"
        case .bool(let value): value ? "yes" : "no"
        case .null: "(none)"
        case .array(let elements): elements.isEmpty ? "(none)" : elements.map { text($0) }.joined(separator: ", ")
        case .object: "(details)"
        }
    }
}

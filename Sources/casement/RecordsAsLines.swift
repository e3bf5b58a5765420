import Directory
import Domain
import Sessions

// Records for people, a line each.

extension PartnerRecord {
    /// One line for people.
    var line: String { "\(partner.vendorID)\t\(partner.name)\t\(partner.origins)\t\(partner.keys.count) key(s)" }
}

extension KeyRecord {
    /// One line for people.
    var line: String { "\(key.id)\t\(key.kind.rawValue)\t\(key.kid ?? "-")" }
}

extension CustomerRecord {
    /// One line for people.
    var line: String {
        "\(customer.id)\t\(customer.name)\t\(customer.externalID?.rawValue ?? "-")\t\(customer.origins)"
    }
}

extension Plan {
    /// One line for people.
    var line: String { "\(id)\t\(name)\t\(vendorID?.rawValue ?? "-")\t\(taskLimit) tasks a month" }
}

extension APITokenRecord {
    /// One line for people.
    var line: String { "\(id)\t\(name)\t\(vendorID?.rawValue ?? "operator")\t\(createdAt.iso8601)" }
}

extension TeamUserRecord {
    /// One line for people.
    var line: String { "\(id)\t\(name)\t\(email)\t\(role.rawValue)\t\(vendorID?.rawValue ?? "-")" }
}

extension MemberRecord {
    /// One line for people.
    var line: String { "\(member.id)\t\(member.name)\t\(member.email)\t\(member.role.displayName)" }
}

extension Session {
    /// One line for people.
    var line: String {
        let who = member.map { "member \($0)" } ?? "owner"
        return "\(id)\tcustomer \(customer)\t\(who)\t\(context.rawValue)\t\(origin ?? "-")\t\(lastSeenAt.iso8601)"
    }
}

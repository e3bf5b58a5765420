/// One who uses the partner's product and may enter a workspace; the ids are the partner's own.
struct Account: Hashable, Sendable {
    /// The customer's external id.
    let customer: String
    /// The customer's name.
    let customerName: String
    /// The member's external id; nil for the workspace's owner.
    let member: String?
    /// The user's name.
    let name: String
    /// The user's email address.
    let email: String

    /// What a form sends to name this account.
    var value: String { [customer, member].compactMap { $0 }.joined(separator: "/") }
    /// How the picker shows it.
    var label: String { "\(name) (\(member == nil ? "owner" : "member"))" }

    /// Everyone the demo knows. `casement-demo-data` puts the same customers and members into Casement's directory, but for
    /// the last one, who is there to be added by hand.
    static let all = [
        Account(
            customer: "BS-1", customerName: "Blue Sky", member: nil, name: "Olivia Park",
            email: "olivia@bluesky.example"),
        Account(
            customer: "BS-1", customerName: "Blue Sky", member: "ann", name: "Ann Åkesson",
            email: "ann@bluesky.example"),
        Account(
            customer: "GF-2", customerName: "Green Field", member: nil, name: "Theo Brandt",
            email: "theo@greenfield.example"),
        Account(
            customer: "GF-2", customerName: "Green Field", member: "gus", name: "Gus Moreau",
            email: "gus@greenfield.example"),
        Account(
            customer: "RR-3", customerName: "Red Rock", member: nil, name: "Rae Ito", email: "rae@redrock.example"),
    ]

    /// The account that a form named; nil for any other text.
    static func named(_ value: String) -> Account? { all.first { $0.value == value } }
}

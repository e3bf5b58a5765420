import Directory
import Domain

extension StoryWriter {
    /// What the customer is created from: some have origins of their own, some may use a few apps only.
    mutating func newCustomer(_ course: Course, _ apps: [DemoApp]) throws -> NewCustomer {
        var new = NewCustomer(
            vendorID: partner.new.vendorID, externalID: partner.externalID(of: place), name: company.name,
            notificationEmail: random.chance(0.8) ? "it@\(company.domain)" : nil, inTrial: course.startsWithTrial)
        if isKnownToThePartnersPage {
            new.origins = place == 0 ? partner.new.origins : .empty
        } else if random.chance(0.25) {
            try setOrigins(of: &new)
        }
        if !isKnownToThePartnersPage, random.chance(0.12) { new.allowedApps = allowed(apps) }
        return new
    }

    private mutating func setOrigins(of new: inout NewCustomer) throws {
        let parser = OriginParser()
        new.origins = try parser.list("https://portal.\(company.domain),https://intranet.\(company.domain)")
        new.originMode = random.chance(0.3) ? .replace : .append
        if random.chance(0.3) { new.outerAncestors = try parser.list("https://desk.\(company.domain)") }
    }

    private mutating func allowed(_ apps: [DemoApp]) -> [String] {
        Set(apps + DemoApp.some(3, using: &random)).map(\.rawValue).sorted()
    }

    /// Whoever works there: those whom the partner's page signs in, and others.
    mutating func members(since joined: UnixTime) throws -> [Happening] {
        let count = isKnownToThePartnersPage ? 5 : Int(random.int(1...8))
        var people = People.members(count, at: company, using: &random)
        if isKnownToThePartnersPage { people.insert(knownMember, at: 0) }
        return try people.enumerated().map { place, person in
            let wait = place == 0 ? 600 : random.int(0...daysAgo * 4 / 5) * 86_400 + random.int(1_200...7_200)
            return Happening(time: clock.cut(joined + wait), deed: .member(try NewMember(person)))
        }
    }

    private var knownMember: Person {
        place == 0
            ? Person(name: "Ann Åkesson", id: "ann", domain: company.domain, role: .analyst)
            : Person(name: "Gus Moreau", id: "gus", domain: company.domain, role: .admin)
    }
}

extension NewMember {
    /// The person, of a customer that has no number yet.
    fileprivate init(_ person: Person) throws {
        self.init(
            customerID: CustomerID(0), externalID: ExternalID(person.id), name: person.name, email: person.email,
            role: person.role)
    }
}

import Directory
import Domain

/// Writes one customer's story, from numbers of its own.
struct StoryWriter {
    /// Whose customer it is.
    let partner: DemoPartner
    /// Its place among the partner's.
    let place: Int
    /// What it is told up to.
    let clock: DemoClock
    /// Who it is.
    let company: Company
    /// How many days ago the customer joined.
    let daysAgo: Int64
    /// Its own numbers.
    var random: SeededRandom

    /// For the customer of that place among the partner's.
    init(partner: DemoPartner, place: Int, clock: DemoClock) {
        self.partner = partner
        self.place = place
        self.clock = clock
        company = partner.companies[place]
        random = SeededRandom(partner.new.vendorID.rawValue, place)
        // More and more join; the last of each partner's does today.
        let rest = 1 - Double(place) / Double(max(1, partner.companies.count - 1))
        let first = Double(partner.daysAgo - 20)
        daysAgo = Int64(first * rest * (0.6 + 0.4 * rest))
    }

    /// The whole of it.
    mutating func story() throws -> Story {
        let joinedAt = clock.time(daysAgo: daysAgo, second: random.int(8 * 3_600...17 * 3_600))
        let course = isKnownToThePartnersPage ? knownCourse : Course.likely(daysAgo: daysAgo, using: &random)
        let apps = DemoApp.some(Int(random.int(course.apps)), using: &random)
        let happenings =
            try members(since: joinedAt) + subscription(course, since: joinedAt) + connections(apps, since: joinedAt)
            + recipes(apps, course, since: joinedAt)
        return Story(
            customer: try newCustomer(course, apps), plan: course.firstPlan, joinedAt: joinedAt,
            happenings: happenings.enumerated()
                .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element),
            spells: spells(course))
    }

    /// Whether the page that `casement-demo` serves signs people in to it.
    var isKnownToThePartnersPage: Bool { partner.new.vendorID.rawValue == "acme" && place < 2 }

    private var knownCourse: Course { .pays(place == 0 ? .business : .growth, afterDays: 14) }

    private func subscription(_ course: Course, since joined: UnixTime) -> [Happening] {
        switch course {
        case .trial, .lapsed, .pays(_, afterDays: 0): []
        case .pays(let plan, let days): [Happening(time: clock.cut(joined + days * 86_400), deed: .upgrade(plan))]
        case .left(let plan, let daysAgo):
            [
                Happening(time: clock.cut(joined + 15 * 86_400), deed: .upgrade(plan)),
                Happening(time: clock.time(daysAgo: daysAgo, second: 36_000), deed: .downgrade),
            ]
        }
    }
}

extension Course {
    /// How many apps are likely.
    var apps: ClosedRange<Int64> {
        switch self {
        case .trial: 0...3
        case .lapsed: 1...4
        case .pays(.starter, _), .left(.starter, _): 1...5
        case .pays, .left: 2...8
        }
    }

    /// What it is created on; nil: the free plan.
    var firstPlan: DemoPlan? {
        guard case .pays(let plan, afterDays: 0) = self else { return nil }
        return plan
    }
}

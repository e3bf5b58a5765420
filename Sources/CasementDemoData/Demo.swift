import Directory
import Domain

/// All of the demo: the same for a whole day, but for what has not happened yet.
struct Demo {
    /// What everything is told up to.
    let clock: DemoClock
    /// In order of creation.
    let partners: [DemoPartner]
    /// Every customer's.
    let stories: [Story]

    /// Tells the demo up to a moment, with partner acme as it is given.
    init(acme: NewPartner, at now: UnixTime) throws {
        let clock = DemoClock(now: now)
        self.clock = clock
        partners = try DemoPartner.all(acme: acme)
        stories = try partners.flatMap { partner in
            try partner.companies.indices.map { place in
                var writer = StoryWriter(partner: partner, place: place, clock: clock)
                return try writer.story()
            }
        }
    }

    /// Writes all of it into an empty directory, day by day, in the order in which it happened.
    func fill(_ store: DirectoryStore, passwordHash: Secret<String>) throws {
        let events = events
        var replay = Replay(store: store, demo: self, passwordHash: passwordHash)
        for number in (events.keys.min() ?? clock.today).number...clock.today.number {
            let day = CalendarDay(number)
            for event in events[day] ?? [] { try replay.happen(event) }
            try replay.close(day)
        }
    }
}

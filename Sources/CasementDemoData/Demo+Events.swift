import Directory
import Domain

extension Demo {
    /// Everything, by the day; within a day in order.
    var events: [CalendarDay: [Event]] {
        let olga = TeamPerson.olga
        let beginning = Event(time: clock.time(daysAgo: olga.daysAgo), deed: .beginning(olga))
        let all = [beginning] + partners.flatMap(events) + stories.indices.flatMap(events)
        let inOrder = all.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
        return Dictionary(grouping: inOrder.map(\.element)) { CalendarDay($0.time) }
    }

    private func events(of partner: DemoPartner) -> [Event] {
        let (vendorID, created) = (partner.new.vendorID, clock.time(daysAgo: partner.daysAgo, second: 32_400))
        return [Event(time: created, deed: .partner(partner.new))]
            + partner.team.map { person in
                Event(time: clock.time(daysAgo: person.daysAgo, second: 36_000), deed: .person(person, of: vendorID))
            }
            + ["Billing", "Provisioning"].map { name in
                Event(time: created + 86_400, deed: .token(name, of: vendorID))
            }
    }

    private func events(ofStory place: Int) -> [Event] {
        [Event(time: stories[place].joinedAt, deed: .customer(place))]
            + stories[place].happenings.map { Event(time: $0.time, deed: .happening(place, $0.deed)) }
    }
}

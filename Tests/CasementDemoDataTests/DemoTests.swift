import Directory
import Domain
import Testing

@testable import CasementDemoData

/// What the demo tells, before any of it is written.
struct DemoTests {
    let now: UnixTime
    let demo: Demo

    init() throws {
        now = try #require(CalendarDay("2026-11-25")).start + 11 * 3_600
        demo = try Demo(acme: .acme(origins: .empty, keys: []), at: now)
    }

    @Test("There are sixty customers, most of them of Acme, with names and external ids of their own")
    func customers() throws {
        let vendors = demo.stories.map(\.customer.vendorID.rawValue)
        #expect(demo.stories.count == 60)
        #expect(vendors.count { $0 == "acme" } > 30)
        #expect(Set(vendors).count == demo.partners.count)
        #expect(Set(demo.stories.map(\.customer.name)).count == 60)
        let ids = demo.stories.prefix(42).compactMap(\.customer.externalID?.rawValue)
        #expect(Set(ids).count == 42)
        #expect(ids.prefix(3) == ["BS-1", "GF-2", "HF-3"])
    }

    @Test("The whole day tells the same, but for what is still to come")
    func determinism() throws {
        let again = try Demo(acme: .acme(origins: .empty, keys: []), at: now)
        #expect(again.stories == demo.stories)
        let evening = try Demo(acme: .acme(origins: .empty, keys: []), at: now + 10 * 3_600)
        #expect(evening.stories.map(\.customer) == demo.stories.map(\.customer))
        #expect(evening.stories.map(\.spells) == demo.stories.map(\.spells))
        #expect(try Demo(acme: .acme(origins: .empty, keys: []), at: now + 86_400).stories != demo.stories)
    }

    @Test("Nothing happens in the future, or before the customer joined")
    func times() {
        for story in demo.stories {
            let times = [story.joinedAt] + story.happenings.map(\.time)
            #expect(times == times.sorted())
            #expect(times.allSatisfy { $0 <= now }, "\(story.customer.name)")
            #expect(story.spells.allSatisfy { $0.days.upperBound <= CalendarDay(now) })
            #expect(story.spells.allSatisfy { $0.days.lowerBound >= CalendarDay(story.joinedAt) })
        }
        #expect(demo.events.values.joined().allSatisfy { $0.time <= now })
    }

    @Test("A partner is there before its customers, and its team with it")
    func order() {
        for partner in demo.partners {
            let days = partner.team.map(\.daysAgo)
            #expect(days.max() == partner.daysAgo)
            let joined = demo.stories.filter { $0.customer.vendorID == partner.new.vendorID }.map(\.joinedAt)
            #expect(joined.allSatisfy { $0 > demo.clock.time(daysAgo: partner.daysAgo, second: 86_399) })
        }
    }

    @Test("Those whom the partner's page signs in are there from the beginning")
    func known() {
        #expect(demo.stories[0].customer.name == "Blue Sky")
        #expect(demo.stories[1].customer.name == "Green Field")
        #expect(firstMember(of: 0) == "ann@bluesky.example analyst")
        #expect(firstMember(of: 1) == "gus@greenfield.example admin")
    }

    private func firstMember(of place: Int) -> String? {
        demo.stories[place].happenings.lazy.compactMap { happening in
            guard case .member(let new) = happening.deed else { return nil }
            return "\(new.email) \(new.role)"
        }.first
    }
}

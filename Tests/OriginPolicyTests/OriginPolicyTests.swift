import Domain
import OriginPolicy
import Testing

@Suite("The origin of a sign-in")
struct OriginPolicyTests {
    @Test("The customer's entries come first, then the partner's, each once")
    func appends() throws {
        let list = try effective("https://a.example,https://b.example", "https://b.example,https://c.example")
        #expect(
            list.entries.map(\.entry.description) == ["https://a.example", "https://b.example", "https://c.example"])
        #expect(list.entries.map(\.source) == [.customer, .customer, .partner])
    }

    @Test("A customer that replaces keeps its own entries alone, and without any inherits")
    func replaces() throws {
        let own = try effective("https://a.example", "https://c.example", mode: .replace)
        #expect(own.entries.map(\.entry.description) == ["https://a.example"])
        #expect(try effective("", "https://c.example", mode: .replace).entries.map(\.source) == [.partner])
        #expect(try effective("", "https://c.example").entries.map(\.source) == [.partner])
    }

    @Test("An origin asked for is pinned when the list has it, exactly before by wildcard")
    func asked() throws {
        let list = try effective("https://*.a.example", "https://x.a.example")
        let exact = try decide("https://x.a.example", list)
        #expect(exact.origin?.description == "https://x.a.example" && exact.failure == nil)
        #expect(exact.explanation.rule == .exact && exact.explanation.list == .partner)
        let wildcard = try decide("https://y.a.example", list)
        #expect(wildcard.origin?.description == "https://y.a.example")
        #expect(wildcard.explanation.rule == .wildcard && wildcard.explanation.entry == "https://*.a.example")
    }

    @Test("An origin that no entry allows is refused")
    func notAllowed() throws {
        let decision = try decide("https://evil.example", effective("https://a.example", ""))
        #expect(decision.failure == CheckFailure(.originAllowed, .originNotAllowed))
        #expect(decision.origin == nil && decision.explanation.code == "origin_not_allowed")
    }

    @Test("Without one asked for the first concrete entry is pinned")
    func firstConcrete() throws {
        let decision = try decide(nil, effective("https://*.a.example", "https://b.example"))
        #expect(decision.origin?.description == "https://b.example" && decision.explanation.rule == .firstEntry)
    }

    @Test("Without one asked for, wildcards alone are origin_required")
    func noneConcrete() throws {
        let decision = try decide(nil, effective("https://*.a.example", ""))
        #expect(decision.failure == CheckFailure(.originRequired, .originRequired))
        #expect(decision.explanation.rule == .noneConcrete)
    }

    @Test("A partner that requires an origin does so only where the list has more than one")
    func requires() throws {
        let two = try decide(nil, effective("https://a.example,https://b.example", ""), requires: true)
        #expect(two.failure == CheckFailure(.originRequired, .originRequired) && two.explanation.rule == .mustBeGiven)
        let one = try decide(nil, effective("https://a.example", ""), requires: true)
        #expect(one.origin?.description == "https://a.example")
    }

    @Test("An empty list refuses a frame, whether or not one is asked for")
    func empty() throws {
        for asked in [nil, "https://a.example"] {
            let decision = try decide(asked, effective("", ""), requires: true)
            #expect(decision.failure == CheckFailure(.originList, .originListEmpty))
        }
    }

    @Test("A direct sign-in is pinned to nothing, needs no origin, and one asked for is checked alike")
    func direct() throws {
        let list = try effective("https://a.example,https://b.example", "")
        for decision in [
            try decide(nil, effective("", ""), requires: true, forFrame: false),
            try decide(nil, list, requires: true, forFrame: false),
            try decide("https://a.example", list, forFrame: false),
        ] {
            #expect(decision.outcome == .unpinned && decision.explanation.accepted)
            #expect(decision.explanation.frameAncestors == "'self'" && decision.explanation.origin == nil)
        }
        let wrong = try decide("https://evil.example", effective("", ""), forFrame: false)
        #expect(wrong.failure == CheckFailure(.originAllowed, .originNotAllowed))
    }

    @Test("Claim and parameter must be the same origin where both are given")
    func conflict() throws {
        let (a, b) = (try OriginParser().origin("https://a.example"), try OriginParser().origin("https://b.example"))
        #expect(try OriginPolicy.asked(claim: a, parameter: a) == a)
        #expect(try OriginPolicy.asked(claim: nil, parameter: b) == b)
        #expect(try OriginPolicy.asked(claim: a, parameter: nil) == a)
        #expect(try OriginPolicy.asked(claim: nil, parameter: nil) == nil)
        #expect(throws: CheckFailure(.originConflict, .originConflict)) {
            try OriginPolicy.asked(claim: a, parameter: b)
        }
    }
}

private func decide(
    _ asked: String?, _ list: EffectiveOriginList, requires: Bool = false, forFrame: Bool = true
) throws -> OriginDecision {
    let origin = try asked.map { try OriginParser().origin($0) }
    return OriginPolicy.decide(asked: origin, in: list, requiresOrigin: requires, forFrame: forFrame)
}

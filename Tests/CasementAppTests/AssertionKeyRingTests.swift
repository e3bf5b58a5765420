import Domain
import Gateway
import Testing
import TokenVerification

@testable import CasementApp

@Suite("Assertion keys over time")
struct AssertionKeyRingTests {
    private static let day: Int64 = 86_400
    private let start = UnixTime(1_800_000_000)

    @Test("The first key signs at once, and stays alone until an hour before its month ends")
    func first() throws {
        var ring = AssertionKeyRing([])
        #expect(ring.current(at: start) == nil)
        #expect(try ring.advance(to: start))
        let first = try #require(ring.current(at: start))
        #expect(first.published.map(\.kid) == [first.kid])
        #expect(try !ring.advance(to: start + (30 * Self.day - 3601)))
        #expect(ring.current(at: start + (30 * Self.day - 3601)) == first)
    }

    @Test("The next is published an hour before it signs, and the former ten minutes after it signed last")
    func overlap() throws {
        var ring = AssertionKeyRing([])
        _ = try ring.advance(to: start)
        let former = try #require(ring.current(at: start)?.kid)
        let end = start + 30 * Self.day
        #expect(try ring.advance(to: end - 3600))
        let ahead = try #require(ring.current(at: end - 1))
        #expect(ahead.kid == former && ahead.published.count == 2 && ahead.published[0].kid == former)
        let next = ahead.published[1].kid
        #expect(ring.current(at: end)?.kid == next)
        #expect(try !ring.advance(to: end + 599))
        #expect(ring.current(at: end + 599)?.published.map(\.kid) == [former, next])
        #expect(try ring.advance(to: end + 600))
        #expect(ring.current(at: end + 600)?.published.map(\.kid) == [next])
        #expect(try !ring.advance(to: end + 601))
    }

    @Test("After a long rest the old key signs on until verifiers can know the new one")
    func rest() throws {
        var ring = AssertionKeyRing([])
        _ = try ring.advance(to: start)
        let former = ring.current(at: start)?.kid
        let later = start + 400 * Self.day
        #expect(try ring.advance(to: later))
        #expect(ring.current(at: later + 3599)?.kid == former)
        #expect(ring.current(at: later + 3599)?.published.count == 2)
        #expect(ring.current(at: later + 3600)?.kid != former)
        #expect(try !ring.advance(to: later + 1))
    }

    @Test("What it is written as reads back, in the order in which the keys sign")
    func json() throws {
        var ring = AssertionKeyRing([])
        _ = try ring.advance(to: start)
        _ = try ring.advance(to: start + (30 * Self.day - 3600))
        let text = "\(AssertionKeyRing(ring.keys.reversed()).json)"
        let read = try #require(AssertionKeyRing(json: Array(text.utf8)))
        #expect(read.keys.map(\.published) == ring.keys.map(\.published))
        #expect(read.keys.map(\.signsFrom) == ring.keys.map(\.signsFrom))
    }

    @Test(
        "Anything else is no ring",
        arguments: [
            "", "{}", "[]", "{\"keys\":[]}", "{\"keys\":{}}", "{\"keys\":[1]}", "{\"keys\":[{\"signs_from\":1}]}",
            "{\"keys\":[{\"signs_from\":1,\"private_key\":\"x\"}]}",
            "{\"keys\":[{\"signs_from\":\"1\",\"private_key\":\"x\"}]}",
        ])
    func notARing(text: String) {
        #expect(AssertionKeyRing(json: Array(text.utf8)) == nil)
    }
}

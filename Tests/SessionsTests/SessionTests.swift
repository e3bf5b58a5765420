import Domain
import Testing

@testable import Sessions

@Suite("Limits of a session")
struct SessionTests {
    private func session(seen: Int64) throws -> Session {
        let made = Session(
            try Rig.new(), id: "x", at: Rig.start + seen, limits: SessionLimits(idle: 100, absolute: 1000))
        return made
    }

    @Test("It is idle after the idle limit and over after the absolute one, to the second")
    func limits() throws {
        let limits = SessionLimits(idle: 100, absolute: 1000)
        let session = try session(seen: 0)
        #expect(session.isLive(at: Rig.start + 99, limits: limits))
        #expect(!session.isLive(at: Rig.start + 100, limits: limits))
        #expect(session.idleExpiresAt(SessionLimits(idle: 5000)) == Rig.start + 1000)
    }

    @Test("Activity is written once in min(60 s, idle / 4)")
    func touches() throws {
        for (limits, interval) in [(SessionLimits(idle: 100), Int64(25)), (SessionLimits(), 60)] {
            let cached = try cached(limits)
            #expect(!cached.takesTouch(at: Rig.start + interval - 1))
            #expect(cached.takesTouch(at: Rig.start + interval))
            #expect(!cached.takesTouch(at: Rig.start + interval), "one is on its way")
            cached.wasSeen(at: Rig.start + interval, limits)
            #expect(!cached.takesTouch(at: Rig.start + 2 * interval - 1))
            #expect(cached.takesTouch(at: Rig.start + 2 * interval))
        }
    }

    @Test("Activity that could not be written is tried again a second later")
    func touchesAgain() throws {
        let cached = try cached(SessionLimits())
        #expect(cached.takesTouch(at: Rig.start + 60))
        #expect(!cached.takesTouch(at: Rig.start + 60))
        #expect(cached.takesTouch(at: Rig.start + 61))
    }

    private func cached(_ limits: SessionLimits) throws -> CachedSession {
        let cookie = SessionCookie.generate(for: CustomerID(1))
        let placed = PlacedSession(
            session: try session(seen: 0), place: SessionPlace(cookie), cookieExpiresAt: nil)
        return CachedSession(placed, of: cookie, limits)
    }

    @Test("A replay mark lives until the token cannot be accepted, and ten minutes at least")
    func marks() throws {
        let mark = try Rig.new().mark
        #expect(mark.lifetime(from: Rig.start) == 660)
        #expect(mark.lifetime(from: Rig.start + 500) == 600)
    }
}

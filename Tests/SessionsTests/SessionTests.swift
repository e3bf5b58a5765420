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
        let session = try session(seen: 0)
        #expect(!session.needsTouch(at: Rig.start + 24, limits: SessionLimits(idle: 100)))
        #expect(session.needsTouch(at: Rig.start + 25, limits: SessionLimits(idle: 100)))
        #expect(!session.needsTouch(at: Rig.start + 59, limits: SessionLimits()))
        #expect(session.needsTouch(at: Rig.start + 60, limits: SessionLimits()))
    }

    @Test("A replay mark lives until the token cannot be accepted, and ten minutes at least")
    func marks() throws {
        let mark = try Rig.new().mark
        #expect(mark.lifetime(from: Rig.start) == 660)
        #expect(mark.lifetime(from: Rig.start + 500) == 600)
    }
}

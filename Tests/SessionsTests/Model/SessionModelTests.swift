import CasementTesting
import Testing

@Suite("Sessions next to a model of them", .enabled(if: RedisServerProcess.isInstalled))
struct SessionModelTests {
    @Test("Whatever happens, what lives is served and what has ended is not", arguments: 1...6 as ClosedRange<UInt64>)
    func agreement(seed: UInt64) async throws {
        var world = try await SessionWorld(seed: seed)
        for _ in 0..<20 {
            for _ in 0..<20 { try await world.step() }
            try await world.check()
        }
    }
}

import Testing

/// Asks again until it is so, for a minute at most.
func eventually(_ isSo: () async throws -> Bool) async throws {
    for _ in 0..<1200 {
        if try await isSo() { return }
        try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("it never was")
}

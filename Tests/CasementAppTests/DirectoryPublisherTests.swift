import Directory
import Domain
import Synchronization
import Testing

@testable import CasementApp

@Suite("Publishing the directory")
struct DirectoryPublisherTests {
    /// A gateway's loop as far as views go: the latest stays.
    private final class Shown: Sendable {
        private let latest = Mutex(DirectoryView())

        var view: DirectoryView { latest.withLock { $0 } }

        func show(_ view: DirectoryView) async {
            await Task.yield()  // so that views of several callers come in any order
            latest.withLock { if view.sequence >= $0.sequence { $0 = view } }
        }
    }

    @Test("Each of many writers at once finds its own write shown")
    func writers() async throws {
        let test = try TestStore()
        let shown = Shown()
        let publisher = DirectoryPublisher(try test.follower(), show: { await shown.show($0) })
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    let id = try test.customer("Customer \(number)")
                    try await publisher.publish()
                    return shown.view.customer(id) != nil
                }
            }
            for try await isShown in group { #expect(isShown) }
        }
    }

    @Test("Loops that are gone are told to who publishes")
    func failure() async throws {
        struct Gone: Error {}
        let publisher = DirectoryPublisher(try TestStore().follower(), show: { _ in throw Gone() })
        await #expect(throws: Gone.self) { try await publisher.publish() }
    }
}

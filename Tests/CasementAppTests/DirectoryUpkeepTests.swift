import CasementTesting
import Directory
import Domain
import Logging
import Synchronization
import Testing

@testable import CasementApp

@Suite("What the directory does by itself")
struct DirectoryUpkeepTests {
    @Test("A trial ends at the turn after its last second, shows before the next turn, and ends once")
    func trials() async throws {
        let clock = ManualClock()
        let test = try TestStore(at: clock.now)
        let customer = NewCustomer(vendorID: test.acme, name: "Blue Sky", inTrial: true)
        let id = try test.store.createCustomer(customer, by: .system, now: clock.now).customer.id
        let shown = Mutex<[Customer.Status]>([])
        let publisher = DirectoryPublisher(try test.follower()) { view in
            shown.withLock { $0.append(contentsOf: view.customer(id).map { [$0.status] } ?? []) }
        }
        let job = DirectoryUpkeep(
            directory: test.store, publisher: publisher, clock: { clock.now }, logger: .silent)
        #expect(await job.turn() == .seconds(20))
        clock.advance(by: 30 * 86_400 - 1)
        _ = await job.turn()
        #expect(shown.withLock { $0 }.isEmpty)
        clock.advance(by: 1)
        _ = await job.turn()
        _ = await job.turn()
        #expect(shown.withLock { $0 } == [.expiredSubscription])
        let record = try test.store.customer(id)
        #expect(record.customer.status == .expiredSubscription && record.plan.id == Plan.freeID)
    }
}

import Directory
import Domain
import Foundation
import Testing

@testable import CasementDemoData

/// What a filled directory has.
struct FilledDirectoryTests {
    /// Filled once for all tests: nothing here writes.
    private static let filled = Result { try FilledDirectory() }

    let store: DirectoryStore
    let now: UnixTime
    let acme: VendorID

    init() throws {
        let filled = try Self.filled.get()
        (store, now) = (filled.store, filled.now)
        acme = try #require(VendorID("acme"))
    }

    @Test("All customers are there, in every status and on every plan")
    func customers() throws {
        let customers = try store.partners().flatMap { try store.customers(of: $0.partner.vendorID) }
        #expect(customers.count == 60)
        for status in Customer.Status.allCases {
            #expect(customers.contains { $0.customer.status == status }, "\(status)")
        }
        #expect(try store.planUses().allSatisfy { $0.customers > 0 })
        #expect(customers.allSatisfy { $0.createdAt <= now && $0.updatedAt <= now })
        let months = Set(customers.map { CalendarMonth($0.createdAt) })
        #expect(months.count > 12)
    }

    @Test("Those who sign in to the console are there, with their roles")
    func team() throws {
        for (email, role) in [
            ("olga@casement.example", TeamUserRecord.Role.operator), ("ada@acme.example", .admin),
            ("cleo@acme.example", .customerManager),
        ] {
            let user = try store.teamUser(email: email)
            #expect(user?.role == role)
            #expect(user?.passwordHash?.reveal() == "hash")
        }
    }

    @Test("The partner's dashboard has six months, with apps and leaders")
    func overview() throws {
        let months = try store.monthlyCounts(of: acme, months: 6, now: now)
        #expect(months.count == 6)
        #expect(months.map(\.customers) == months.map(\.customers).sorted())
        #expect(months.allSatisfy { $0.connections > 0 && $0.activeRecipes > 0 })
        #expect(try store.topApps(of: acme).count == 10)
        #expect(try store.leaderboard(of: acme, now: now).count == 10)
    }

    @Test("Blue Sky worked in each of the last twelve months, with more successes than failures, less on Sundays")
    func usage() throws {
        let usage = try #require(try store.usage(of: acme, now: now).records.first { $0.name == "Blue Sky" })
        #expect(usage.months.count == 12)
        #expect(usage.months.allSatisfy { $0.usage.jobsSucceeded > $0.usage.jobsFailed })
        #expect(usage.months.map(\.usage.jobsFailed).reduce(0, +) > 0)
        let days = try store.dashboard(of: usage.id, from: CalendarDay(now) + -180, to: CalendarDay(now) + -1).days
        #expect(tasks(days, weekday: 0) * 2 < tasks(days, weekday: 3))
    }

    @Test("The trail is in order of time, and ends before now")
    func trail() throws {
        let events = try store.auditEvents(AuditQuery(limit: 10_000)).events
        let times = events.map(\.at)
        #expect(!times.isEmpty)
        #expect(times == times.sorted(by: >))
        #expect(times.allSatisfy { $0 <= now })
    }

    private func tasks(_ days: [DailyUsage], weekday: Int) -> Int64 {
        days.filter { CivilDate($0.day.start).weekday == weekday }.map(\.usage.tasks).reduce(0, +)
    }
}

/// A directory in a folder that goes when the tests are over.
private struct FilledDirectory: Sendable {
    private static let folder = FileManager.default.temporaryDirectory.appending(path: "demo-data-\(UUID().uuidString)")

    let store: DirectoryStore
    let now: UnixTime

    init() throws {
        try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
        // Left behind in the temporary folder if it cannot be removed: nothing a test could do about it.
        atexit { try? FileManager.default.removeItem(at: FilledDirectory.folder) }
        now = try #require(CalendarDay("2026-11-25")).start + 11 * 3_600
        store = try DirectoryStore(path: Self.folder.appending(path: "directory.sqlite").path)
        try Demo(acme: .acme(origins: .empty, keys: []), at: now).fill(store, passwordHash: Secret("hash"))
    }
}

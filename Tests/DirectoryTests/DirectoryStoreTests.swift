import Dispatch
import Domain
import GRDB
import Synchronization
import Testing

@testable import Directory

struct DirectoryStoreTests {
    let file: TemporaryFile
    let store: DirectoryStore

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
    }

    @Test("The writer commits to disk, in WAL mode, with foreign keys on, and waits for another process")
    func settings() throws {
        let settings = try store.pool.writeWithoutTransaction { db in
            try ["synchronous", "journal_mode", "foreign_keys", "busy_timeout"].map {
                try String.fetchOne(db, sql: "PRAGMA \($0)")
            }
        }
        #expect(settings == ["2", "wal", "1", "5000"])
    }

    @Test("A second opening of the file finds the same settings and rows")
    func reopening() throws {
        let created = try store.partner(named: "acme")
        let second = try DirectoryStore(path: file.path)
        #expect(try second.partners() == [created])
        #expect(try second.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
    }

    @Test("Many openings of a new file at once all succeed")
    func openingAtOnce() throws {
        let file = try TemporaryFile()
        let outcomes = Outcomes()
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            outcomes.add(Result { _ = try DirectoryStore(path: file.path).partners() }.failureText)
        }
        #expect(outcomes.all == Array(repeating: nil, count: 8))
    }

    @Test("A file whose tables are of a newer release is refused")
    func newerFile() throws {
        try store.pool.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 from the future')") }
        #expect(throws: DirectoryError.schemaTooNew) { try DirectoryStore(path: file.path) }
    }

    @Test("A path that cannot be opened is a storage error")
    func unopenable() throws {
        let error = try #require(throws: DirectoryError.self) { try DirectoryStore(path: file.path + "/below") }
        guard case .storage(let text) = error else { throw error }
        #expect(text.hasPrefix("SQLite 14: "))
    }

    @Test("A write that meets another writer's transaction waits for its end")
    func writerWaits() throws {
        let second = try DirectoryStore(path: file.path)
        let outcomes = Outcomes()
        let done = DispatchSemaphore(value: 0)
        let begun = DispatchSemaphore(value: 0)
        try store.pool.write { db in
            try db.execute(sql: "INSERT INTO change (kind, id) VALUES ('partner', 1)")
            DispatchQueue.global().async {
                begun.signal()
                outcomes.add(Result { try second.partner(named: "acme") }.failureText)
                done.signal()
            }
            begun.wait()
        }
        done.wait()
        #expect(outcomes.all == [nil])
        #expect(try store.partners().map(\.partner.vendorID) == [vendor("acme")])
    }

    @Test("A write that waited long enough for another writer is refused as busy")
    func writerGivesUp() throws {
        let second = try DirectoryStore(path: file.path, patience: .milliseconds(50))
        try store.pool.write { _ -> Void in
            #expect(throws: DirectoryError.busy) { try second.partner(named: "acme") }
        }
        try second.partner(named: "acme")
    }

    @Test("The integrity check of SQLite passes after writes of every kind")
    func integrity() throws {
        try store.partner(named: "acme", keys: [key()])
        let customer = try store.customer(of: "acme").customer
        _ = try store.member(of: customer.id)
        try store.deletePartner(vendor("acme"), by: author, now: now)
        #expect(try store.pool.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
        #expect(try store.pool.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check") }.isEmpty)
    }
}

/// What several threads saw.
final class Outcomes: Sendable {
    private let texts = Mutex<[String?]>([])
    var all: [String?] { texts.withLock { $0 } }
    func add(_ text: String?) { texts.withLock { $0.append(text) } }
}

extension Result {
    var failureText: String? {
        switch self {
        case .success: nil
        case .failure(let error): String(describing: error)
        }
    }
}

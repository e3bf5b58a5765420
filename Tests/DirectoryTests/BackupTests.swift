import Domain
import Foundation
import GRDB
import Testing

@testable import Directory

struct BackupTests {
    let file: TemporaryFile
    let backup: String

    init() throws {
        file = try TemporaryFile()
        backup = file.path + ".backup"
        let store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme", keys: [key("k")])
    }

    @Test("A backup taken between writes has those before it and none after, in one file of its owner's")
    func backingUp() throws {
        let store = try DirectoryStore(path: file.path)
        let customer = try store.customer(of: "acme")
        try store.backup(to: backup)
        _ = try store.customer(of: "acme")
        let attributes = try FileManager.default.attributesOfItem(atPath: backup)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try names().filter { $0.contains("backup") } == ["directory.sqlite.backup"])
        #expect(try DirectoryStore(path: backup).customers(of: vendor("acme")) == [customer])
    }

    @Test("A backup overwrites nothing, and leaves nothing behind where it cannot be written")
    func refusing() throws {
        let store = try DirectoryStore(path: file.path)
        try Data("mine".utf8).write(to: URL(filePath: backup))
        #expect(throws: DirectoryError.fileRefused(.exists)) { try store.backup(to: backup) }
        #expect(throws: DirectoryError.fileRefused(.exists)) { try store.backup(to: file.path) }
        #expect(try String(contentsOfFile: backup, encoding: .utf8) == "mine")
        let nowhere = backup + "/below"
        #expect(throws: DirectoryError.storage("\(nowhere) cannot be created: Not a directory.")) {
            try store.backup(to: nowhere)
        }
    }

    @Test("A restoration brings back what was there, and forgets what came since")
    func restoring() throws {
        let before = try change { try $0.partner(vendor("acme")) }
        try change { try $0.backup(to: backup) }
        try change { try $0.deletePartner(vendor("acme"), by: author, now: later) }
        try DirectoryStore.restore(from: backup, to: file.path)
        #expect(try names() == ["directory.sqlite", "directory.sqlite.backup", "directory.sqlite.lock"])
        #expect(try change { try $0.partners() } == [before])
        #expect(try change { try $0.loadView().partner(vendor("acme")) } == before.partner)
    }

    @Test("A number that was given out since the backup is not given again after its restoration")
    func numbers() throws {
        try change { try $0.backup(to: backup) }
        let since = try change { try $0.customer(of: "acme").customer.id }
        try DirectoryStore.restore(from: backup, to: file.path)
        #expect(try change { try $0.customers(of: vendor("acme")) } == [])
        #expect(try change { try $0.customer(of: "acme").customer.id } > since)
    }

    @Test("What a killed process left in the WAL is neither lost before a restoration nor applied after it")
    func leftovers() throws {
        try change { try $0.backup(to: backup) }
        let store = try DirectoryStore(path: file.path)
        let since = try store.customer(of: "acme").customer.id
        let other = try TemporaryFile()
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: file.path + suffix, toPath: other.path + suffix)
        }
        try DirectoryStore.restore(from: backup, to: other.path)
        let restored = try DirectoryStore(path: other.path)
        #expect(try restored.customers(of: vendor("acme")) == [])
        #expect(try restored.customer(of: "acme").customer.id > since)
    }

    @Test("A restoration needs no directory to be there, and replaces one that cannot be read")
    func replacing() throws {
        try change { try $0.backup(to: backup) }
        let other = try TemporaryFile()
        try DirectoryStore.restore(from: backup, to: other.path)
        #expect(try DirectoryStore(path: other.path).partners().count == 1)
        let broken = try TemporaryFile()
        for suffix in ["", "-wal", "-journal"] {
            try Data("not a database, by far".utf8).write(to: URL(filePath: broken.path + suffix))
        }
        try DirectoryStore.restore(from: backup, to: broken.path)
        #expect(try DirectoryStore(path: broken.path).partners().count == 1)
    }

    @Test("A file of an older release is restored, and brought to this one's tables when it is opened")
    func older() throws {
        let queue = try DatabaseQueue(path: backup)
        let first = try #require(Migrations.migrator.migrations.first)
        try Migrations.migrator.migrate(queue, upTo: first)
        try queue.close()
        try DirectoryStore.restore(from: backup, to: file.path)
        #expect(try change { try $0.plans(of: nil) }.map(\.name) == ["free"])
    }

    @Test("What is no directory, or damaged, or of a newer release, is refused, and the directory stays")
    func unfit() throws {
        let before = try change { try $0.partners() }
        try Data("hello".utf8).write(to: URL(filePath: backup))
        try expectRefusal(.fileRefused(.notDirectory))
        try DatabaseQueue(path: backup + "2").close()
        try DatabaseQueue(path: backup + "2").write { try $0.execute(sql: "CREATE TABLE a (b)") }
        #expect(throws: DirectoryError.fileRefused(.notDirectory)) {
            try DirectoryStore.restore(from: backup + "2", to: file.path)
        }
        try FileManager.default.removeItem(atPath: backup)
        #expect(throws: DirectoryError.storage("SQLite 14: unable to open database file")) {
            try DirectoryStore.restore(from: backup, to: file.path)
        }
        try change { try $0.backup(to: backup) }
        try DatabaseQueue(path: backup).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 from the future')")
        }
        try expectRefusal(.schemaTooNew)
        #expect(try change { try $0.partners() } == before)
        #expect(try names().filter { $0.contains("restoring") } == [])
    }

    @Test("A backup of which a page was overwritten is refused as damaged")
    func damaged() throws {
        try change { try $0.backup(to: backup) }
        let page = try change {
            try $0.pool.read { db in
                try UInt64.fetchOne(db, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'partner'")
            }
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: backup))
        try handle.seek(toOffset: (try #require(page) - 1) * 4096)
        try handle.write(contentsOf: Data(repeating: 0x5A, count: 4096))
        try handle.close()
        try expectRefusal(.fileRefused(.damaged))
    }

    @Test("Nothing is restored while somebody serves the directory, nor under whoever holds it open")
    func inUse() throws {
        try change { try $0.backup(to: backup) }
        try withServing {
            try expectRefusal(.fileRefused(.inUse))
        }
        let store = try DirectoryStore(path: file.path)
        try expectRefusal(.busy)
        let customer = try store.customer(of: "acme")
        #expect(try store.customers(of: vendor("acme")) == [customer])
    }

    private func withServing(_ body: () throws -> Void) throws {
        let lock = try ServingLock(path: file.path, mode: .shared)
        try body()
        withExtendedLifetime(lock) {}
    }

    private func expectRefusal(_ error: DirectoryError) throws {
        #expect(throws: error) { try DirectoryStore.restore(from: backup, to: file.path) }
    }

    /// Opens the directory for one thing, and closes it.
    @discardableResult
    private func change<Value>(_ body: (DirectoryStore) throws -> Value) throws -> Value {
        let store = try DirectoryStore(path: file.path)
        let value = try body(store)
        try store.pool.close()
        return value
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            atPath: URL(filePath: file.path).deletingLastPathComponent().path
        ).sorted()
    }
}

import Foundation
import GRDB

extension DirectoryStore {
    /// Copies the directory as it is now into a new file, which only its owner may read; others read and write meanwhile.
    /// Throws `fileRefused(.exists)` where something is already.
    public func backup(to path: String) throws(DirectoryError) {
        try DirectoryFile.claim(path)
        do { try DirectoryError.catching { try Self.copy(pool, to: path) } } catch {
            DirectoryFile.remove(path)
            throw error
        }
    }

    /// Puts a backup in the place of the directory at `target`, which need not be there. Throws, and leaves the directory
    /// as it was, when something serves it or holds it open, and when the backup is damaged, too new or none.
    public static func restore(from source: String, to target: String) throws(DirectoryError) {
        let lock = try ServingLock(path: target, mode: .exclusive)
        let target = DirectoryFile.resolved(target)
        let copy = target + ".restoring-\(UUID().uuidString)"
        defer { DirectoryFile.remove(copy) }
        try DirectoryError.catching {
            let backup = try readable(source)
            try Self.copy(backup, to: copy)
            try backup.close()
            try check(copy)
            try Sequences.carry(from: target, to: copy)
        }
        try DirectoryFile.replace(target, by: copy)
        withExtendedLifetime(lock) {}
    }

    /// One snapshot in one file: without the WAL that the original has beside it.
    private static func copy(_ source: some DatabaseReader, to path: String) throws {
        let copy = try DatabaseQueue(path: path)
        try source.backup(to: copy)
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try copy.close()
    }

    private static func readable(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        return try refusing(.notDirectory) { try DatabaseQueue(path: path, configuration: configuration) }
    }

    /// Throws unless the file is whole, and a directory of this release or an older one.
    private static func check(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.read { db in
            let findings = try refusing(.damaged) { try String.fetchAll(db, sql: "PRAGMA integrity_check") }
            guard findings == ["ok"] else { throw DirectoryError.fileRefused(.damaged) }
            let migrator = Migrations.migrator
            guard try !migrator.completedMigrations(db).isEmpty else { throw DirectoryError.fileRefused(.notDirectory) }
            guard try !migrator.hasBeenSuperseded(db) else { throw DirectoryError.schemaTooNew }
        }
        try queue.close()
    }

    /// Runs `body`; what SQLite finds wrong with the file itself is that problem.
    private static func refusing<Value>(
        _ problem: DirectoryError.FileProblem, _ body: () throws -> Value
    ) throws -> Value {
        do { return try body() } catch let error as DatabaseError
            where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode)
        {
            throw DirectoryError.fileRefused(problem)
        }
    }
}

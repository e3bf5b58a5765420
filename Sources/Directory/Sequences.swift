import Foundation
import GRDB

/// The last number that each table gave out. They go on after a restoration: sessions and trails still name those that were
/// given out since the backup.
enum Sequences {
    /// Raises the copy's to what the directory at `path` has reached, and leaves that one without a WAL. A directory that is
    /// not there or that SQLite cannot read has reached nothing; one that somebody holds open is busy.
    static func carry(from path: String, to copy: String) throws {
        let reached = FileManager.default.fileExists(atPath: path) ? try reached(at: path) : [:]
        let queue = try DatabaseQueue(path: copy)
        try queue.write { db in for (table, sequence) in reached { try raise(table, to: sequence, db) } }
        try queue.close()
    }

    private static func reached(at path: String) throws -> [String: Int64] {
        var configuration = Configuration()
        configuration.busyMode = .timeout(1)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            // Taking WAL off needs the file alone, and brings all of the WAL into it.
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            let sequences = try queue.read(reached)
            try queue.close()
            return sequences
        } catch let error as DatabaseError where error.resultCode != .SQLITE_BUSY {
            return [:]
        }
    }

    /// The last number that each table of the file gave out.
    static func reached(_ db: Database) throws -> [String: Int64] {
        let rows = try Row.fetchAll(db, sql: "SELECT name, seq FROM sqlite_sequence")
        return Dictionary(rows.map { ($0[0], $0[1]) }) { max($0, $1) }
    }

    /// Lets the table give out no number up to that one.
    static func raise(_ table: String, to sequence: Int64, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", arguments: [sequence, table])
        guard db.changesCount == 0 else { return }
        try db.execute(sql: "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", arguments: [table, sequence])
    }
}

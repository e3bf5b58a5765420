import Domain
import Foundation
import GRDB

/// The directory's file. Every write is one transaction, on disk when the method returns; another process may have the
/// same file open. Methods block: call them from where waiting for a disk is allowed.
public final class DirectoryStore: Sendable {
    /// Where the file is.
    public let path: String

    /// One writing connection and as many reading ones as are asked for at once.
    let pool: DatabasePool

    /// Opens the file, creates it if it is not there, and brings its tables to this release. A write waits at most
    /// `patience` for another process's.
    public init(path: String, patience: Duration = .seconds(5)) throws(DirectoryError) {
        self.path = path
        pool = try DirectoryError.catching { try Self.open(path, patience) }
    }

    /// Everything the data plane needs, as of now.
    public func loadView() throws(DirectoryError) -> DirectoryView { try read(ViewReader.wholeView) }

    /// The changes after `sequence`; nil when they are no longer all known, and only `loadView` tells the state.
    public func changes(since sequence: Int64) throws(DirectoryError) -> [DirectoryChange]? {
        try read { try DirectoryChange.fetch($0, after: sequence) }
    }

    /// Reads one snapshot.
    func read<Value>(_ body: (Database) throws -> Value) throws(DirectoryError) -> Value {
        try DirectoryError.catching { try pool.read(body) }
    }

    /// Runs one transaction, which takes the write lock at its start; an error undoes all of it.
    func write<Value>(_ body: (Database) throws -> Value) throws(DirectoryError) -> Value {
        try DirectoryError.catching { try pool.write(body) }
    }

    /// While somebody else makes the same file SQLite says busy at once, whatever the patience: this has it.
    private static func open(_ path: String, _ patience: Duration) throws -> DatabasePool {
        let end = ContinuousClock.now + patience
        while true {
            do { return try openNow(path, patience) } catch let error as DatabaseError
                where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end
            {
                Thread.sleep(forTimeInterval: 0.01)
            }
        }
    }

    private static func openNow(_ path: String, _ patience: Duration) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.busyMode = .timeout(patience / .seconds(1))
        let pool = try DatabasePool(path: path, configuration: configuration)
        // The pool sets NORMAL when it opens, with which a power cut can take the last answered writes.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try Migrations.run(on: pool)
        return pool
    }
}

extension Database {
    /// Inserts a row and gives its number; where a unique rule or a trigger forbids it, that is `conflict`.
    func insert(
        _ sql: String, _ arguments: StatementArguments, orThrow conflict: DirectoryError.Conflict
    ) throws -> Int64 {
        try write(sql, arguments, orThrow: conflict)
        return lastInsertedRowID
    }

    /// Runs a statement; where a unique rule or a trigger forbids it, that is `conflict`.
    func write(_ sql: String, _ arguments: StatementArguments, orThrow conflict: DirectoryError.Conflict) throws {
        do { try cachedStatement(sql: sql).execute(arguments: arguments) } catch let error as DatabaseError
            where [.SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_TRIGGER].contains(error.extendedResultCode)
        {
            throw DirectoryError.conflict(conflict)
        }
    }

    /// Deletes the rows that the condition names; none is `subject` not found.
    func delete(_ sql: String, _ arguments: StatementArguments, orThrow subject: DirectoryError.Subject) throws {
        try execute(sql: sql, arguments: arguments)
        guard changesCount > 0 else { throw DirectoryError.notFound(subject) }
    }
}

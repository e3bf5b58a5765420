import GRDB

/// One entry of the change log: what changed, not how; the rows tell how they are now.
public struct DirectoryChange: Hashable, Sendable {
    /// What the view shows; a key's change is its partner's.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case partner
        case customer
        case member
    }

    /// Its place in the log: each is one more than the last.
    public let sequence: Int64
    /// What changed.
    public let kind: Kind
    /// The number of the row, which may be gone.
    public let id: Int64

    /// The log's entries after `sequence`; nil when some of them are forgotten, or the log is not the one that reached it.
    static func fetch(_ db: Database, after sequence: Int64) throws -> [DirectoryChange]? {
        let last = try lastSequence(db)
        guard last != sequence else { return [] }
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: "SELECT seq, kind, id FROM change WHERE seq > ? ORDER BY seq"),
            arguments: [sequence])
        var changes: [DirectoryChange] = []
        while let row = try rows.next() {
            guard let kind = Kind(rawValue: row[1]) else { throw DirectoryError.schemaTooNew }
            changes.append(DirectoryChange(sequence: row[0], kind: kind, id: row[2]))
        }
        return changes.first?.sequence == sequence + 1 ? changes : nil
    }

    /// The place of the newest entry ever made; 0 before the first.
    static func lastSequence(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT seq FROM sqlite_sequence WHERE name = 'change'")) ?? 0
    }
}

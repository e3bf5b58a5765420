import Domain
import GRDB

/// A deletion whose sessions are still to be ended in Redis.
public struct SessionEnding: Hashable, Sendable {
    /// Its place in the queue.
    public let id: Int64
    /// The customer, which may be gone.
    public let customer: CustomerID
    /// The member that is gone; nil: the whole customer is.
    public let member: MemberID?
}

extension DirectoryStore {
    /// The oldest of what is still to be ended, at most so many.
    public func pendingSessionEndings(limit: Int) throws(DirectoryError) -> [SessionEnding] {
        try read { db in
            let sql = "SELECT id, customer_id, member_id FROM session_ending ORDER BY id LIMIT ?"
            return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [limit]).map { row in
                SessionEnding(
                    id: row[0], customer: CustomerID(row[1]), member: (row[2] as Int64?).map { MemberID($0) })
            }
        }
    }

    /// Takes what was ended off the queue.
    public func sessionEndingsDone(_ endings: [SessionEnding]) throws(DirectoryError) {
        try write { db in
            let statement = try db.cachedStatement(sql: "DELETE FROM session_ending WHERE id = ?")
            for ending in endings { try statement.execute(arguments: [ending.id]) }
        }
    }
}

import Domain
import RedisClient

/// One sign-in to the console that lives, as its record says.
public struct ConsoleSession: Hashable, Sendable {
    /// The public id: names the session in lists and logs, opens nothing.
    public let id: String
    /// Who signed in.
    public let user: TeamUserID
    /// When it was made.
    public let createdAt: UnixTime
    /// The last activity that was written.
    public let lastSeenAt: UnixTime
    /// When it ends, whatever the activity.
    public let absoluteExpiresAt: UnixTime
    /// The browser's `User-Agent` at sign-in, at most 512 bytes.
    public let userAgent: String?
    /// The client's address at sign-in.
    public let clientAddress: String?

    /// Gathers what is known of a session.
    public init(
        id: String, user: TeamUserID, createdAt: UnixTime, lastSeenAt: UnixTime, absoluteExpiresAt: UnixTime,
        userAgent: String?, clientAddress: String?
    ) {
        self.id = id
        self.user = user
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.absoluteExpiresAt = absoluteExpiresAt
        self.userAgent = userAgent
        self.clientAddress = clientAddress
    }

    /// When it ends without further activity.
    public func idleExpiresAt(_ limits: SessionLimits) -> UnixTime { min(lastSeenAt + limits.idle, absoluteExpiresAt) }
}

extension ConsoleSession {
    /// Field and value by turns, as the record is written.
    var words: [RedisArgument] {
        var words: [RedisArgument] = [
            "id", .text(id), "user", .integer(user.rawValue), "created", .integer(createdAt.seconds),
            "seen", .integer(lastSeenAt.seconds), "absolute", .integer(absoluteExpiresAt.seconds),
        ]
        for case (let field, let text?) in [("agent", userAgent), ("address", clientAddress)] {
            words += [.text(field), .text(text)]
        }
        return words
    }

    /// Reads what a script gave of a record: the fields of `words` in that order, the unknown ones null.
    init(record: RedisValue) throws(SessionStoreError) {
        guard let values = record.array, values.count == 7, let id = values[0].text, let user = values[1].integer,
            let created = values[2].integer, let seen = values[3].integer, let absolute = values[4].integer
        else { throw .recordMalformed }
        self.init(
            id: id, user: TeamUserID(user), createdAt: UnixTime(created), lastSeenAt: UnixTime(seen),
            absoluteExpiresAt: UnixTime(absolute), userAgent: values[5].text, clientAddress: values[6].text)
    }
}

import Domain
import RedisClient

/// How a session is written as a Redis hash: readable fields, an absent one for what is not known.
enum SessionRecord {
    /// The fields of a record, in the order `Session.init(record:)` reads them, and those of a signpost after them.
    static let fields = [
        "id", "partner", "customer", "member", "name", "email", "origin", "context", "created", "seen", "absolute",
        "jti", "agent", "address", "manager", "next", "until",
    ]

    /// The same as the end of an `HMGET`.
    static let wanted = RedisArgument.constant(RedisWords(fields))

    /// Where a signpost's two fields are in an answer.
    static let next = 15

    /// The session's line in its customer's index.
    static func line(_ session: Session, _ hash: String) -> RedisArgument {
        let person = session.member.map(\.description) ?? session.manager.map { "m\($0)" } ?? "-"
        return .text("\(session.id) \(hash) \(person) \(session.context.rawValue) \(session.origin ?? "-")")
    }

    /// Appends field and value by turns; `id` and `created` come first, because a renewal writes others there.
    static func append(_ session: Session, to words: inout [RedisArgument]) {
        func add(_ field: RedisArgument, _ value: RedisArgument?) {
            guard let value else { return }
            words.append(field)
            words.append(value)
        }
        add("id", .text(session.id))
        add("created", .integer(session.createdAt.seconds))
        add("partner", .text(session.partner.rawValue))
        add("customer", .integer(session.customer.rawValue))
        add("context", .text(session.context.rawValue))
        add("seen", .integer(session.lastSeenAt.seconds))
        add("absolute", .integer(session.absoluteExpiresAt.seconds))
        add("jti", .text(session.jti))
        add("member", session.member.map { .integer($0.rawValue) })
        add("manager", session.manager.map { .integer($0.rawValue) })
        add("name", session.name.map { .text($0) })
        add("email", session.email.map { .text($0) })
        add("origin", session.origin.map { .text($0) })
        add("agent", session.userAgent.map { .text($0) })
        add("address", session.clientAddress.map { .text($0) })
    }
}

extension Session {
    /// A session to be made at `now`.
    init(_ new: NewSession, id: String, at now: UnixTime, limits: SessionLimits) {
        self.init(
            id: id, partner: new.partner, customer: new.customer, member: new.member, manager: new.manager,
            name: new.name, email: new.email,
            origin: new.origin, context: new.context, createdAt: now, lastSeenAt: now,
            absoluteExpiresAt: now + limits.absolute, jti: new.mark.jti, userAgent: new.userAgent,
            clientAddress: new.clientAddress)
    }

    /// Reads an answer to `HMGET` of `SessionRecord.fields`.
    init(record: [RedisValue]) throws(SessionStoreError) {
        guard record.count == SessionRecord.fields.count, let id = record[0].text,
            let partner = record[1].text.flatMap({ VendorID($0) }), let customer = record[2].integer,
            let context = record[7].text.flatMap(SessionContext.init(rawValue:)), let created = record[8].integer,
            let seen = record[9].integer, let absolute = record[10].integer, let jti = record[11].text,
            record[3].isNull || record[3].integer != nil, record[14].isNull || record[14].integer != nil,
            record[6].isNull || record[6].text.flatMap(Origin.init(stored:)) != nil
        else { throw .recordMalformed }
        self.init(
            id: id, partner: partner, customer: CustomerID(customer), member: record[3].integer.map { MemberID($0) },
            manager: record[14].integer.map { TeamUserID($0) },
            name: record[4].text, email: record[5].text, origin: record[6].text, context: context,
            createdAt: UnixTime(created), lastSeenAt: UnixTime(seen), absoluteExpiresAt: UnixTime(absolute), jti: jti,
            userAgent: record[12].text, clientAddress: record[13].text)
    }

    /// Reads an answer to `HGETALL`.
    init(pairs: [RedisValue]) throws(SessionStoreError) {
        var values: [String: RedisValue] = [:]
        for at in stride(from: 0, to: pairs.count - 1, by: 2) {
            if let field = pairs[at].text { values[field] = pairs[at + 1] }
        }
        try self.init(
            record: SessionRecord.fields.map { values[$0] ?? .null })
    }

    /// The same session under the id and creation time that Redis knows it by.
    func known(as id: String, since created: UnixTime) -> Session {
        Session(
            id: id, partner: partner, customer: customer, member: member, manager: manager, name: name, email: email,
            origin: origin,
            context: context, createdAt: created, lastSeenAt: lastSeenAt, absoluteExpiresAt: absoluteExpiresAt,
            jti: jti,
            userAgent: userAgent, clientAddress: clientAddress)
    }
}

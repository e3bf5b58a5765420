import Domain
import RedisClient

/// What a sign-in came to.
public enum SessionCreation: Hashable, Sendable {
    /// A new session; `ended` are the public ids of those that the presented cookie named.
    case created(Session, ended: [String])
    /// The presented session under a new cookie value.
    case renewed(Session)
    /// The token was used before: nothing changed.
    case replayed
}

extension SessionCreation {
    /// Reads the script's answer about this sign-in.
    init(_ answer: RedisValue, of session: Session) throws(SessionStoreError) {
        guard let words = answer.text?.utf8.split(separator: UInt8(ascii: " ")).map(Substring.init) else {
            throw .recordMalformed
        }
        if words == ["replayed"] {
            self = .replayed
            return
        }
        guard words.count >= 4, let created = Int64(words[3]) else { throw .recordMalformed }
        let known = session.known(as: String(words[2]), since: UnixTime(created))
        switch words[1] {
        case "created": self = .created(known, ended: words.dropFirst(4).map(String.init))
        case "renewed": self = .renewed(known)
        default: throw .recordMalformed
        }
    }

    /// The same, with one more session that it ended.
    func ending(_ other: Session?) -> SessionCreation {
        switch self {
        case .created(let session, let ended): .created(session, ended: ended + (other.map { [$0.id] } ?? []))
        case .renewed, .replayed: self
        }
    }
}

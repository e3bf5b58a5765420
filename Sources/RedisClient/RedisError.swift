/// Why a command has no answer.
public enum RedisError: Error, Hashable, Sendable {
    /// There is no connection, for this reason; the command was not sent.
    case unavailable(String)
    /// The connection ended before the reply came: whether the command was carried out is unknown.
    case connectionLost
    /// No reply within the deadline: whether the command was carried out is unknown.
    case timedOut
    /// Redis refused; `code` is the first word of what it said.
    case server(code: String, message: String)
    /// What came is not RESP2, answers nothing, or is larger than a reply may be.
    case protocolViolation(String)
    /// It was carried out, but fewer replicas than asked for have it in time: only these many.
    case tooFewReplicas(Int)
    /// The command cannot be written in RESP.
    case commandInvalid
    /// The client was closed.
    case closed
}

extension RedisError: CustomStringConvertible {
    /// A few words for an operator.
    public var description: String {
        switch self {
        case .unavailable(let reason): reason
        case .connectionLost: "the connection ended"
        case .timedOut: "no answer in time"
        case .server(_, let message): message
        case .protocolViolation(let what): "not what Redis says: \(what)"
        case .tooFewReplicas(let count): "written, but only \(count) replicas have it"
        case .commandInvalid: "not a command"
        case .closed: "closed"
        }
    }
}

extension RedisError {
    /// The error as Redis worded it, without the leading `-`.
    init(reply message: String) {
        self = .server(code: String(message.prefix { $0 != " " }), message: message)
    }

    /// Whether this server has become a replica, so that the connection leads to the wrong place.
    var saysReadOnly: Bool {
        guard case .server(let code, let message) = self else { return false }
        return code == "READONLY" || message.contains("-READONLY ")
    }
}

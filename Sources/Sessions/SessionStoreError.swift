import RedisClient

/// Why the store gives no answer; never to be read as "no session".
public enum SessionStoreError: Error, Hashable, Sendable {
    /// Redis cannot be reached, or refuses.
    case unavailable(RedisError)
    /// What Redis holds is not what was written.
    case recordMalformed

    /// Whatever went wrong below, as this module says it.
    init(_ error: any Error) {
        switch error {
        case let error as SessionStoreError: self = error
        case let error as RedisError: self = .unavailable(error)
        default: self = .unavailable(.unavailable("\(error)"))
        }
    }
}

extension SessionStoreError: CustomStringConvertible {
    /// A few words for an operator.
    public var description: String {
        switch self {
        case .unavailable(let reason): reason.description
        case .recordMalformed: "a record is not what was written"
        }
    }
}

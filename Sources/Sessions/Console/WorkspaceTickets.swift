import Domain
import NIOCore
import RedisClient

/// The tickets by which the console sends somebody to the gateway; each is good for one entry within a minute.
public struct WorkspaceTickets {
    /// Seconds that a ticket is good for.
    static let lifetime: Int64 = 60

    private let redis: RedisClient

    /// The tickets on the client's loop.
    public init(redis: RedisClient) { self.redis = redis }

    /// Keeps a ticket under a new code.
    public func issue(_ ticket: WorkspaceTicket) -> EventLoopFuture<OneUseCode> {
        let code = OneUseCode.generate()
        let words = ["SET", ConsoleKeys.ticket(code), .text(ticket.text), "EX", .integer(Self.lifetime)]
        return redis.ask(words, whenLost: .repeatOnce).map { _ in code }
    }

    /// Takes the ticket; nil when there is none, or no longer. When the reply is lost the ticket may be, too: that fails.
    public func redeem(_ code: OneUseCode) -> EventLoopFuture<WorkspaceTicket?> {
        redis.ask(["GETDEL", ConsoleKeys.ticket(code)], whenLost: .fail).flatMapThrowing { answer in
            if answer.isNull { return nil }
            guard let text = answer.text else { throw SessionStoreError.recordMalformed }
            return try WorkspaceTicket(text: text)
        }
    }
}

extension SessionStore {
    /// The tickets in the same Redis.
    public var tickets: WorkspaceTickets { WorkspaceTickets(redis: redis) }
}

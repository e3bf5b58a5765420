import Domain
import NIOCore
import RedisClient

/// The invitations by which users of a team set their first password: one lives for each user, for three days.
public struct Invitations {
    /// Seconds that an invitation is good for.
    static let lifetime: Int64 = 3 * 86_400

    private let redis: RedisClient

    /// The invitations on the client's loop.
    public init(redis: RedisClient) { self.redis = redis }

    /// Invites the user; a former invitation is good no more.
    public func invite(_ user: TeamUserID) -> EventLoopFuture<OneUseCode> {
        let code = OneUseCode.generate()
        return redis.run(
            ConsoleScripts.invite, keys: [ConsoleKeys.latestInvitation(of: user), ConsoleKeys.invitation(code)],
            [
                .text(ConsoleKeys.invitationPrefix), .text(code.hash), .integer(user.rawValue),
                .integer(Self.lifetime),
            ]
        ).map { _ in code }
    }

    /// Who is invited, without using the invitation up; nil when there is none.
    public func invited(by code: OneUseCode) -> EventLoopFuture<TeamUserID?> {
        redis.ask(["GET", ConsoleKeys.invitation(code)], whenLost: .repeatOnce).flatMapThrowing(Self.user)
    }

    /// Uses the invitation up; nil when there is none. When the reply is lost the invitation may be, too: that fails.
    public func accept(_ code: OneUseCode) -> EventLoopFuture<TeamUserID?> {
        redis.ask(["GETDEL", ConsoleKeys.invitation(code)], whenLost: .fail).flatMapThrowing(Self.user)
    }

    private static func user(_ answer: RedisValue) throws -> TeamUserID? {
        if answer.isNull { return nil }
        guard let number = answer.integer else { throw SessionStoreError.recordMalformed }
        return TeamUserID(number)
    }
}

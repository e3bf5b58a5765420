import Domain
import RedisClient

/// The names of the console's keys; the hash tag keeps them in one slot of Redis Cluster.
enum ConsoleKeys {
    /// What every session's key begins with; the cookie's hash follows.
    static let sessionPrefix = "{console}:s:"
    /// What every index's key begins with; the user's number follows.
    static let indexPrefix = "{console}:u:"
    /// What every invitation's key begins with; the code's hash follows.
    static let invitationPrefix = "{console}:i:"

    /// A session.
    static func session(_ cookie: ConsoleCookie) -> RedisArgument { .text(sessionPrefix + cookie.hash) }
    /// The index of a user's sessions: a sorted set of cookies' hashes by expiry.
    static func index(of user: TeamUserID) -> RedisArgument { .text(indexPrefix + user.description) }
    /// The failed sign-ins under a name.
    static func failures(_ name: SignInName) -> RedisArgument { .text("{console}:f:" + name.hash) }
    /// A ticket.
    static func ticket(_ code: OneUseCode) -> RedisArgument { .text("{console}:t:" + code.hash) }
    /// An invitation: the user's number.
    static func invitation(_ code: OneUseCode) -> RedisArgument { .text(invitationPrefix + code.hash) }
    /// The hash of the user's latest invitation.
    static func latestInvitation(of user: TeamUserID) -> RedisArgument { .text("{console}:l:\(user)") }
}

import Domain
import Sessions

/// What the console keeps in Redis, as Management sees it; whoever wires it up asks Redis. A failure is never "nothing there".
public protocol ConsoleMemory: Sendable {
    /// Signs a user in; gives the cookie for the browser.
    func begin(
        for user: TeamUserID, userAgent: String?, clientAddress: String?, at now: UnixTime
    ) async throws -> ConsoleCookie
    /// The live session of a cookie, or nil; activity is written when it is due.
    func session(_ cookie: ConsoleCookie, at now: UnixTime) async throws -> ConsoleSession?
    /// A user's live sessions, the latest activity first.
    func sessions(of user: TeamUserID, at now: UnixTime) async throws -> [ConsoleSession]
    /// Ends the session of a cookie, if there is one.
    func end(_ cookie: ConsoleCookie) async throws
    /// Ends a user's sessions, but for that of a cookie; gives how many there were.
    func endAll(of user: TeamUserID, but kept: ConsoleCookie?) async throws -> Int

    /// Counts an attempt as failed under each name, before the password is looked at, unless a name is locked.
    func attempt(_ names: [SignInName], at now: UnixTime) async throws -> SignInAttempt
    /// Takes a success under the same names into account: an email is cleared, an address gets back the one attempt.
    func forgive(_ names: [SignInName]) async throws

    /// Makes a ticket to a workspace, good once within a minute.
    func issue(_ ticket: WorkspaceTicket) async throws -> Secret<String>

    /// Makes an invitation, good once within three days; a former one of the user is good no more.
    func invite(_ user: TeamUserID) async throws -> Secret<String>
    /// Who is invited, without using the invitation up; nil for a text that is no live invitation.
    func invited(by token: String) async throws -> TeamUserID?
    /// Uses an invitation up; nil for a text that is no live invitation.
    func accept(_ token: String) async throws -> TeamUserID?
}

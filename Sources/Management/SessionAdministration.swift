import Domain
import Sessions

/// The sessions as Management sees them; whoever wires it up asks Redis.
public protocol SessionAdministration: Sendable {
    /// The live sessions of a selection, at most some thousands.
    func list(_ selection: SessionSelection, at now: UnixTime) async throws -> [Session]
    /// How many live sessions a selection has.
    func count(_ selection: SessionSelection, at now: UnixTime) async throws -> Int
    /// Ends the sessions of a selection; gives how many there were.
    func end(_ selection: SessionSelection, at now: UnixTime) async throws -> Int
    /// Ends one session by its public id; false when the customer has none of it.
    func end(sessionID: String, of customer: CustomerID, at now: UnixTime) async throws -> Bool
}

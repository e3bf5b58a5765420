import Domain
import GRDB
import Synchronization

/// Follows the file's committed changes, whoever made them: this process or another. It has a read-only connection of its
/// own, so that `PRAGMA data_version` moves with every commit of any writer.
public final class DirectoryFollower: Sendable {
    private let queue: DatabaseQueue
    private let state: Mutex<State>

    private struct State {
        var view: DirectoryView
        var dataVersion: Int64?
    }

    /// Follows the file at `path`, which a store has opened before, from `view` on.
    public init(path: String, view: DirectoryView) throws(DirectoryError) {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(1)
        queue = try DirectoryError.catching { [configuration] in
            try DatabaseQueue(path: path, configuration: configuration)
        }
        state = Mutex(State(view: view))
    }

    /// The view with every change committed before the call; nil when it is the one that was given out last. After an error
    /// the next call tries again.
    public func poll() throws(DirectoryError) -> DirectoryView? {
        try state.withLock { state throws(DirectoryError) in try advance(&state) }
    }

    /// The view with every change committed before the call, whether it was given out before or not.
    public func current() throws(DirectoryError) -> DirectoryView {
        try state.withLock { state throws(DirectoryError) in try advance(&state) ?? state.view }
    }

    private func advance(_ state: inout State) throws(DirectoryError) -> DirectoryView? {
        let former = state
        let (dataVersion, view) = try DirectoryError.catching { try queue.read { try Self.look($0, former) } }
        state.dataVersion = dataVersion
        if let view { state.view = view }
        return view
    }

    /// One snapshot: the version first, so that what is read afterwards is of that version.
    private static func look(_ db: Database, _ former: State) throws -> (Int64?, DirectoryView?) {
        let dataVersion = try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version"))
        guard dataVersion != former.dataVersion else { return (dataVersion, nil) }
        return (dataVersion, try ViewReader.successor(of: former.view, db))
    }
}

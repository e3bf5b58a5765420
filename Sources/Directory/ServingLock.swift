import Foundation

/// Keeps a directory's file from being replaced under whoever serves it: an advisory lock on `<path>.lock`, which all that
/// serve hold at once and a restoration holds alone. It ends with the object, or with the process however that ends.
public final class ServingLock: Sendable {
    /// Who else may hold it.
    public enum Mode: Hashable, Sendable {
        /// Whoever takes it in this mode too.
        case shared
        /// Nobody.
        case exclusive
    }

    private let descriptor: CInt

    /// Takes the lock of the directory at that path, without waiting; throws `fileRefused(.inUse)` when it cannot be had.
    public init(path: String, mode: Mode) throws(DirectoryError) {
        let lock = DirectoryFile.resolved(path) + ".lock"
        // Readable by everybody: whoever restores may be another user than whoever serves.
        descriptor = try DirectoryFile.open(lock, O_RDONLY | O_CREAT, mode: 0o644, "opened")
        guard flock(descriptor, mode.operation | LOCK_NB) == 0 else {
            throw errno == EWOULDBLOCK ? .fileRefused(.inUse) : DirectoryFile.failure(lock, "locked")
        }
    }

    // The lock goes with its only descriptor. An error of closing leaves nothing to do.
    deinit { close(descriptor) }
}

extension ServingLock.Mode {
    fileprivate var operation: CInt {
        switch self {
        case .shared: LOCK_SH
        case .exclusive: LOCK_EX
        }
    }
}

import Foundation

/// A directory's file as the system sees it.
enum DirectoryFile {
    /// Where the file itself lies, whatever links lead to it: SQLite keeps what belongs to it there too.
    static func resolved(_ path: String) -> String { URL(filePath: path).resolvingSymlinksInPath().path }

    /// Makes an empty file that only its owner may read; what is there already is left alone and refused.
    static func claim(_ path: String) throws(DirectoryError) {
        close(try open(path, O_WRONLY | O_CREAT | O_EXCL, "created"))
    }

    /// Puts a file in the place of another at once, on disk when it returns; what SQLite kept beside the other goes first,
    /// since it would be applied to the new one.
    static func replace(_ path: String, by new: String) throws(DirectoryError) {
        for suffix in besides { unlink(path + suffix) }
        guard rename(new, path) == 0 else { throw failure(path, "replaced") }
        try synchronize(URL(filePath: path).deletingLastPathComponent().path)
    }

    /// Removes a file and what SQLite kept beside it, where they are.
    static func remove(_ path: String) { for suffix in [""] + besides { unlink(path + suffix) } }

    /// Opens a file, which if it is new has that mode; the descriptor is the caller's to close.
    static func open(
        _ path: String, _ flags: CInt, mode: mode_t = 0o600, _ what: String
    ) throws(DirectoryError) -> CInt {
        let descriptor = Foundation.open(path, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw errno == EEXIST ? .fileRefused(.exists) : failure(path, what) }
        return descriptor
    }

    /// The system's last error, of what could not be done with the file.
    static func failure(_ path: String, _ what: String) -> DirectoryError {
        .storage("\(path) cannot be \(what): \(String(cString: strerror(errno))).")
    }

    private static let besides = ["-wal", "-shm", "-journal"]

    private static func synchronize(_ folder: String) throws(DirectoryError) {
        let descriptor = try open(folder, O_RDONLY, "opened")
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(folder, "synchronized") }
    }
}

import Foundation

/// A place for a Unix socket that only this user can reach: a new folder of mode 0700 in the temporary one.
struct PrivateSocket: Sendable {
    /// A path has room for so many bytes in a socket's address, the closing NUL not counted.
    private static let longestPath = 107
    private static let name = "/door.sock"

    /// Where the socket is to be bound.
    let path: String

    private let folder: String

    /// Makes the folder, below `parent` or else the system's temporary folder.
    init(in parent: String = URL.temporaryDirectory.path) throws(ListenFailure) {
        var template = "\(parent)/casement-XXXXXX".utf8CString
        guard template.count - 1 + Self.name.utf8.count <= Self.longestPath else {
            throw Self.failure(parent, "its path is too long for a socket in it, set TMPDIR to a shorter one")
        }
        // mkdtemp makes a folder that was not there, of mode 0700.
        let folder = template.withUnsafeMutableBufferPointer { template in
            template.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        guard let folder else { throw Self.failure(parent, String(cString: strerror(errno))) }
        self.folder = folder
        path = folder + Self.name
    }

    /// Takes the folder away, with what is in it.
    func remove() {
        try? FileManager.default.removeItem(atPath: folder)  // a leftover is reachable by this user only
    }

    private static func failure(_ parent: String, _ reason: String) -> ListenFailure {
        ListenFailure(setting: "TMPDIR", place: "a folder of its own in \(parent)", reason: reason)
    }
}

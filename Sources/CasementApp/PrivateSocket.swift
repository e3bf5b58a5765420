import Foundation

/// A place for a Unix socket that only this user can reach: a new folder of mode 0700 in the temporary one.
struct PrivateSocket: Sendable {
    /// A path has room for so many bytes in a socket's address, the closing NUL not counted.
    private static let longestPath = 107

    /// Where the socket is to be bound.
    let path: String

    private let folder: String

    /// Makes the folder, below `parent` or else the system's temporary folder.
    init(in parent: String = URL.temporaryDirectory.path) throws(PrivateSocketFailure) {
        var template = Array("\(parent)/casement-XXXXXX".utf8CString)
        guard template.count + "/api.sock".utf8.count - 1 <= Self.longestPath else { throw .pathTooLong(parent) }
        // mkdtemp makes a folder that was not there, of mode 0700.
        guard mkdtemp(&template) != nil else { throw .notMade(parent, reason: String(cString: strerror(errno))) }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = folder + "/api.sock"
    }

    /// Takes the folder away, with what is in it.
    func remove() {
        try? FileManager.default.removeItem(atPath: folder)  // a leftover is reachable by this user only
    }
}

/// Why there is no place for the socket.
enum PrivateSocketFailure: Error, CustomStringConvertible {
    /// The temporary folder's path leaves no room.
    case pathTooLong(String)
    /// The system does not let it be made.
    case notMade(String, reason: String)

    /// A sentence that names the setting and says what to do.
    var description: String {
        switch self {
        case .pathTooLong(let folder):
            "gateway.api: the temporary folder's path is too long for a socket: set TMPDIR to a shorter one than \(folder)."
        case .notMade(let folder, let reason):
            "gateway.api: no private folder can be made in the temporary folder \(folder): \(reason)."
        }
    }
}

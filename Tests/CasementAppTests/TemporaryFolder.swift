import Foundation

/// A folder that goes with this object.
final class TemporaryFolder: Sendable {
    /// Where it is.
    let path: String

    /// Makes it.
    init() throws {
        let folder = URL.temporaryDirectory.appending(path: "casement-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)  // a leftover in the temporary folder harms no one
    }
}

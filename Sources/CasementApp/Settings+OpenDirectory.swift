import Directory
import Foundation

extension Settings {
    /// Opens the directory's file, and creates it and the folder that it is to lie in. Errors of storage name the path.
    public func openDirectory() throws(DirectoryError) -> DirectoryStore {
        let folder = URL(filePath: directory.path).deletingLastPathComponent()
        // A folder that cannot be made is told by the opening, in SQLite's words.
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        do {
            return try DirectoryStore(path: directory.path)
        } catch .storage(let words) {
            throw .storage("directory.path: \(directory.path) cannot be opened: \(words).")
        }
    }
}

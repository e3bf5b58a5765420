import Directory
import Foundation

extension Settings {
    /// Opens the directory's file, and creates it and the folder that it is to lie in. Errors of storage name the path.
    public func openDirectory() throws(DirectoryError) -> DirectoryStore {
        makeFolder()
        do {
            return try DirectoryStore(path: directory.path)
        } catch .storage(let words) {
            throw .storage("directory.path: \(directory.path) cannot be opened: \(words).")
        }
    }

    /// The same for who serves it: while the lock lives nobody puts a backup in its place.
    func openDirectoryToServe() throws(DirectoryError) -> (directory: DirectoryStore, lock: ServingLock) {
        makeFolder()
        let lock = try ServingLock(path: directory.path, mode: .shared)
        return (try openDirectory(), lock)
    }

    /// Puts a backup in the place of the directory's file, or where it is to lie; nothing may serve it.
    public func restoreDirectory(from file: String) throws(DirectoryError) {
        makeFolder()
        try DirectoryStore.restore(from: file, to: directory.path)
    }

    private func makeFolder() {
        let folder = URL(filePath: directory.path).deletingLastPathComponent()
        // A folder that cannot be made is told by the opening, in the system's words.
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
}

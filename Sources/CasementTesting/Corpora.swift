import Foundation

/// Test data that nobody on this project wrote, in `../shared/corpora` beside the checkout.
public enum Corpora {
    /// Whether the folder is there; tests that need it are disabled, visibly, where it is not.
    public static var areThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

    /// Where the folder is.
    public static let folder: URL = checkout.deletingLastPathComponent().appending(path: "shared/corpora")

    /// The bytes of one file.
    public static func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

    private static let checkout = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}

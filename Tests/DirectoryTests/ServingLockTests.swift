import Directory
import Foundation
import Testing

struct ServingLockTests {
    let file: TemporaryFile

    init() throws { file = try TemporaryFile() }

    @Test("Many may serve one directory; whoever restores it is alone")
    func modes() throws {
        var serving: [ServingLock] = try [lock(.shared), lock(.shared)]
        #expect(throws: DirectoryError.fileRefused(.inUse)) { try lock(.exclusive) }
        serving.removeLast()
        #expect(throws: DirectoryError.fileRefused(.inUse)) { try lock(.exclusive) }
        serving.removeLast()
        try withExtendedLifetime(lock(.exclusive)) {
            for mode in [.shared, .exclusive] as [ServingLock.Mode] {
                #expect(throws: DirectoryError.fileRefused(.inUse)) { try lock(mode) }
            }
        }
        serving.append(try lock(.shared))
    }

    @Test("The lock is the file's, whichever link leads to it")
    func links() throws {
        try Data().write(to: URL(filePath: file.path))
        let link = file.path + ".link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file.path)
        try withExtendedLifetime(lock(.shared)) {
            _ = #expect(throws: DirectoryError.fileRefused(.inUse)) { try ServingLock(path: link, mode: .exclusive) }
        }
    }

    @Test("Where no lock can be made, the reason is told")
    func unopenable() throws {
        let path = file.path + "/below"
        #expect(throws: DirectoryError.storage("\(path).lock cannot be opened: No such file or directory.")) {
            try ServingLock(path: path, mode: .shared)
        }
    }

    private func lock(_ mode: ServingLock.Mode) throws -> ServingLock { try ServingLock(path: file.path, mode: mode) }
}

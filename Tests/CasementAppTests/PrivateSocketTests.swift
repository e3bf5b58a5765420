import Foundation
import Testing

@testable import CasementApp

@Suite("The private socket")
struct PrivateSocketTests {
    @Test("Its folder is new each time, this user's alone, and goes with all that is in it")
    func folder() throws {
        let (one, other) = (try PrivateSocket(), try PrivateSocket())
        #expect(one.path != other.path && one.path.hasSuffix("/door.sock"))
        let folder = URL(filePath: one.path).deletingLastPathComponent().path
        let mode = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o700)
        #expect(FileManager.default.createFile(atPath: one.path, contents: nil))
        one.remove()
        other.remove()
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test("A path that a socket has no room for, or a folder that is not there, is said")
    func failures() throws {
        let long = "/" + String(repeating: "a", count: 81)
        let tooLong = #expect(throws: ListenFailure.self) { try PrivateSocket(in: long) }
        #expect(tooLong?.description.hasPrefix("TMPDIR: a folder of its own in /a") == true)
        #expect(tooLong?.reason == "its path is too long for a socket in it, set TMPDIR to a shorter one")
        let notThere = #expect(throws: ListenFailure.self) { try PrivateSocket(in: String(long.dropLast())) }
        #expect(notThere?.reason == "No such file or directory")
    }
}

import CasementTesting
import Domain
import Foundation
import Gateway
import Synchronization
import Testing
import TokenVerification

@testable import CasementApp

@Suite("The file of the assertion keys")
struct AssertionKeyFileTests {
    private let folder: TemporaryFolder
    private let file: AssertionKeyFile
    private let start = UnixTime(1_800_000_000)

    init() throws {
        folder = try TemporaryFolder()
        file = AssertionKeyFile(besideDirectory: folder.path + "/directory.sqlite")
    }

    @Test("It is made once, for its owner alone, and read from then on")
    func once() throws {
        let made = try file.keys(at: start)
        #expect(try file.keys(at: start + 60) == made)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["directory.sqlite.assertion-keys"])
    }

    @Test("It lies beside the file itself, whatever link leads there")
    func link() throws {
        #expect(FileManager.default.createFile(atPath: folder.path + "/directory.sqlite", contents: nil))
        let other = try TemporaryFolder()
        let link = other.path + "/link.sqlite"
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: folder.path + "/directory.sqlite")
        #expect(try AssertionKeyFile(besideDirectory: link).keys(at: start) == file.keys(at: start))
    }

    @Test("The next key is kept with the mode of the first, and one without a file is new at once")
    func rotation() throws {
        let first = try file.keys(at: start)
        let later = start + 30 * 86_400
        let both = try file.keys(at: later - 3600)
        #expect(both.kid == first.kid && both.published.count == 2)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        #expect(try file.keys(at: later).kid == both.published[1].kid)
        try FileManager.default.removeItem(atPath: file.path)
        let new = try file.keys(at: later)
        #expect(new.published.count == 1 && !both.published.contains(new.published[0]))
    }

    @Test("What holds something else is left alone, and so is a place where nothing can be")
    func failures() throws {
        try Data("something else".utf8).write(to: URL(filePath: file.path))
        let foreign = #expect(throws: AssertionKeyFailure.self) { try file.keys(at: start) }
        #expect(foreign?.description.hasPrefix("\(file.path) cannot hold the keys of the assertions: it holds") == true)
        #expect(try Data(contentsOf: URL(filePath: file.path)) == Data("something else".utf8))
        let nowhere = AssertionKeyFile(besideDirectory: folder.path + "/none/directory.sqlite")
        let failure = #expect(throws: AssertionKeyFailure.self) { try nowhere.keys(at: start) }
        #expect(failure?.reason == "No such file or directory.")
    }

    @Test("Of many that begin at once one makes it")
    func atOnce() async throws {
        let keys = try await withThrowingTaskGroup { group in
            for _ in 0..<8 { group.addTask { [file, start] in try file.keys(at: start) } }
            return try await group.reduce(into: Set<AssertionKeys>()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }

    @Test("The job shows keys when others count, and what it cannot read changes nothing")
    func job() async throws {
        let clock = ManualClock(start)
        let first = try file.keys(at: clock.now)
        let shown = Mutex<[AssertionKeys]>([])
        var job = AssertionKeyRotation(
            file: file, shown: first, show: { keys in shown.withLock { $0.append(keys) } }, clock: { clock.now },
            logger: .silent)
        #expect(await job.turn() == .seconds(60))
        #expect(shown.withLock { $0 }.isEmpty)
        clock.advance(by: 30 * 86_400 - 3600)
        _ = await job.turn()
        _ = await job.turn()
        #expect(shown.withLock { $0.map(\.kid) } == [first.kid])
        clock.advance(by: 3600)
        _ = await job.turn()
        let next = try #require(shown.withLock { $0 }.last)
        #expect(next.kid != first.kid && next.published.count == 2)
        try Data().write(to: URL(filePath: file.path))
        clock.advance(by: 3600)
        #expect(await job.turn() == .seconds(60))
        #expect(shown.withLock { $0.count } == 2)
        try FileManager.default.removeItem(atPath: file.path)
        _ = await job.turn()
        #expect(shown.withLock { $0.last?.published.map(\.kid) } == [try file.keys(at: clock.now).kid])
    }
}

import Domain
import Foundation
import Gateway
import OpenSSLCrypto

/// Where the keys of the assertions are kept: a file beside the directory's that only its owner may read.
///
/// Several processes may share it: who comes first makes it, and each takes from it what another wrote.
struct AssertionKeyFile: Sendable {
    /// Where it lies.
    let path: String

    /// The one that belongs to the directory at a path, whatever links lead there.
    init(besideDirectory path: String) {
        self.path = URL(filePath: path).resolvingSymlinksInPath().path + ".assertion-keys"
    }

    /// The keys that count at `now`.
    func keys(at now: UnixTime) throws(AssertionKeyFailure) -> AssertionKeys {
        guard let keys = try ring(at: now).current(at: now) else { throw failure("it holds no key.") }
        return keys
    }

    /// All of them at `now`: those that were due are made, and those that have lapsed are gone, in the file too. A
    /// file that cannot be understood is left as it is.
    func ring(at now: UnixTime) throws(AssertionKeyFailure) -> AssertionKeyRing {
        guard var ring = try read() else { return try first(at: now) }
        if try advance(&ring, to: now) {
            try store(ring) { rename($0, path) }
        }
        return ring
    }

    private func first(at now: UnixTime) throws(AssertionKeyFailure) -> AssertionKeyRing {
        var ring = AssertionKeyRing([])
        _ = try advance(&ring, to: now)
        do throws(AssertionKeyFailure) {
            try store(ring) { link($0, path) }  // replaces nothing: another process may have been first
        } catch {
            guard let theirs = try read() else { throw error }
            ring = theirs
        }
        return ring
    }

    private func advance(_ ring: inout AssertionKeyRing, to now: UnixTime) throws(AssertionKeyFailure) -> Bool {
        do throws(CryptoError) { return try ring.advance(to: now) } catch { throw failure(error.description) }
    }

    /// Nil where there is no file.
    private func read() throws(AssertionKeyFailure) -> AssertionKeyRing? {
        guard let data = FileManager.default.contents(atPath: path) else {
            if access(path, F_OK) != 0, errno == ENOENT { return nil }
            throw failure("it cannot be read.")
        }
        guard let ring = AssertionKeyRing(json: Array(data)) else {
            throw failure("it holds something else. Put back the file that was there, or remove this one.")
        }
        return ring
    }

    /// Writes a new file of mode 0600, which `place` puts under the name when it is on disk.
    private func store(_ ring: AssertionKeyRing, _ place: (String) -> CInt) throws(AssertionKeyFailure) {
        var template = "\(path).XXXXXX".utf8CString
        let descriptor = template.withUnsafeMutableBufferPointer { $0.baseAddress.map(mkstemp) ?? -1 }
        guard descriptor >= 0 else { throw systemFailure() }
        let temporary = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        defer {
            close(descriptor)
            unlink(temporary)
        }
        let text = Array("\(ring.json)\n".utf8)
        guard write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0, place(temporary) == 0 else {
            throw systemFailure()
        }
    }

    private func systemFailure() -> AssertionKeyFailure { failure("\(String(cString: strerror(errno))).") }

    private func failure(_ reason: String) -> AssertionKeyFailure { AssertionKeyFailure(path: path, reason: reason) }
}

/// Why the keys of the assertions cannot be had.
public struct AssertionKeyFailure: Error, Hashable, CustomStringConvertible {
    let path: String
    let reason: String

    /// A sentence with the file and the reason.
    public var description: String { "\(path) cannot hold the keys of the assertions: \(reason)" }
}

import Foundation
import OpenSSLCrypto

/// Files that make one value together, read together and told apart by what they hold.
struct RenewableFiles<Value: Sendable>: Sendable {
    /// A value, and what its files held when it was made.
    struct Reading: Sendable {
        let value: Value
        let contents: FileContents
    }

    private let paths: [String]
    private let make: @Sendable ([[UInt8]?]) throws(FileProblem) -> Value

    /// Files whose contents `make` takes in the order of their paths; nil for one that cannot be read.
    init(_ paths: [String], make: @escaping @Sendable ([[UInt8]?]) throws(FileProblem) -> Value) {
        self.paths = paths
        self.make = make
    }

    /// What the files hold now, if it differs from what they held then.
    func changes(since contents: FileContents?) throws(ChangedForTheWorse) -> Reading? {
        let texts = paths.map { FileManager.default.contents(atPath: $0).map { Array($0) } }
        let now = FileContents(digests: texts.map { SHA256.digest($0 ?? []) })
        guard now != contents else { return nil }
        do throws(FileProblem) {
            return Reading(value: try make(texts), contents: now)
        } catch {
            throw ChangedForTheWorse(contents: now, problem: error)
        }
    }
}

/// A fingerprint of files; one that cannot be read counts as empty.
struct FileContents: Hashable, Sendable {
    fileprivate let digests: [[UInt8]]
}

/// A file at fault.
struct FileProblem: Error, Hashable, CustomStringConvertible {
    /// The setting that names it.
    let key: String
    /// What is wrong with it, after the setting's name.
    let sentence: String

    var description: String { "\(key) \(sentence)" }
}

/// The files hold something else, and it makes no value.
struct ChangedForTheWorse: Error {
    let contents: FileContents
    let problem: FileProblem
}

/// Says of a setting that its file cannot be read.
func cannotBeRead(_ path: String) -> String { "the file \(quoted(path)) cannot be read" }

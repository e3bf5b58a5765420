import Domain
import Foundation
import Gateway
import OpenSSLCrypto

/// The two files of a certificate, read together and told apart by what they hold.
struct CertificateFiles: Sendable {
    /// A certificate, and what its files held when it was read.
    struct Reading: Sendable {
        let certificate: ServerCertificate
        let contents: Contents
    }

    /// A fingerprint of both files; one that cannot be read counts as empty.
    struct Contents: Hashable, Sendable {
        fileprivate let digests: [[UInt8]]
    }

    /// One of the files at fault.
    struct Problem: Error, Hashable, CustomStringConvertible {
        /// The last part of its setting's name.
        let part: String
        /// What is wrong with it, after the setting's name.
        let sentence: String

        var description: String { "\(part) \(sentence)" }
    }

    private let paths: Settings.Certificate

    init(_ paths: Settings.Certificate) { self.paths = paths }

    /// What the files hold now, if it differs from what they held then.
    func changes(since contents: Contents?) throws(ChangedForTheWorse) -> Reading? {
        let chain = Self.bytes(paths.certificate)
        let key = Self.bytes(paths.key)
        let now = Contents(digests: [chain, key].map { SHA256.digest($0 ?? []) })
        guard now != contents else { return nil }
        do throws(Problem) {
            return Reading(certificate: try certificate(chain, key), contents: now)
        } catch {
            throw ChangedForTheWorse(contents: now, problem: error)
        }
    }

    /// The files hold something else, and it is no certificate.
    struct ChangedForTheWorse: Error {
        let contents: Contents
        let problem: Problem
    }

    private func certificate(_ chain: [UInt8]?, _ key: [UInt8]?) throws(Problem) -> ServerCertificate {
        guard let chain else { throw Problem(part: "certificate", sentence: cannotBeRead(paths.certificate)) }
        guard let key else { throw Problem(part: "key", sentence: cannotBeRead(paths.key)) }
        do { return try ServerCertificate(chain: chain, key: key) } catch {
            switch error {
            case .chainUnreadable: throw Problem(part: "certificate", sentence: "holds no PEM certificate")
            case .keyUnreadable: throw Problem(part: "key", sentence: "holds no PEM key, or one with a password")
            case .keyMismatched: throw Problem(part: "key", sentence: "does not belong to the first certificate")
            }
        }
    }

    /// Nil when the file cannot be read.
    static func bytes(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { Array($0) } }
}

/// Says of a setting that its file cannot be read.
func cannotBeRead(_ path: String) -> String { "the file \(quoted(path)) cannot be read" }

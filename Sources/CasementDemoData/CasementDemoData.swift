import ArgumentParser
import Directory
import Domain
import Foundation
import TokenVerification

/// Fills a directory's file with partners, customers and what they did in the last year and a half.
@main
struct CasementDemoData: ParsableCommand {
    /// The name and the help text.
    static let configuration = CommandConfiguration(
        commandName: "casement-demo-data",
        abstract: "Fills a new directory with believable partners, customers and usage.",
        discussion: "The console's users get one password, a line of standard input.")

    /// The file, which is new or empty.
    @Option(help: "The directory's file.") var directory: String
    /// Partner acme's own.
    @Option(help: "Comma-separated origins that may frame partner acme's customers.") var origins: String
    /// What partner acme signs with.
    @Option(help: "A public key file of partner acme, PEM or JWK.") var key: String

    /// Fills the file, or says why it cannot be.
    func run() throws {
        let password = try NewPassword(readLine() ?? "")
        let keys = try ImportedKey.read(String(contentsOfFile: key, encoding: .utf8)).map {
            NewSigningKey(kid: $0.kid, kind: $0.kind, subjectPublicKeyInfo: $0.subjectPublicKeyInfo)
        }
        let demo = try Demo(
            acme: NewPartner.acme(origins: OriginParser().list(origins), keys: keys),
            at: UnixTime(Int64(Date().timeIntervalSince1970)))
        try demo.fill(DirectoryStore(path: directory), passwordHash: password.hash())
        print("\(demo.stories.count) customers of \(demo.partners.count) partners")
    }
}

import CasementApp
import Directory
import Domain
import Foundation
import Management

extension CommonOptions {
    /// The settings that the file and the environment give; warns of what is none.
    func settings() throws -> Settings {
        let (settings, warnings) = try Settings.load(file: config, environment: ProcessInfo.processInfo.environment)
        warnings.forEach(CommandOutput.warn)
        return settings
    }

    /// The directory of those settings, for commands that need nothing else of them.
    func directory() throws -> DirectoryStore { try settings().openDirectory() }
}

extension Settings {
    /// How this operator lets origins be written.
    var originParser: OriginParser { OriginParser(allowHTTP: origins.allowHTTP) }
}

extension Author {
    /// Whoever runs this program, by the system's name.
    static var commandLine: Author { Author(.commandLine, name: NSUserName()) }
}

extension CommandOutput {
    init(_ record: PartnerRecord) {
        self.init(json: record.json, text: record.line, warnings: record.partner.origins.warnings.map(\.description))
    }

    init(_ record: CustomerRecord) {
        self.init(
            json: record.json(at: now()), text: record.line, warnings: record.customer.warnings.map(\.description))
    }

    init(_ record: MemberRecord) { self.init(json: record.json, text: record.line) }
}

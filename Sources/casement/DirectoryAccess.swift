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

extension Customer {
    /// What may surprise whoever wrote its lists.
    var warnings: [String] { (origins.warnings + outerAncestors.warnings).map(\.description) }
}

extension CommandOutput {
    /// A record, with a member `warnings` where there are any.
    init(record: JSONText, line: String, warnings: [String]) {
        var json = record
        if case .object(let members) = record, !warnings.isEmpty {
            json = .object(members + [("warnings", .array(warnings.map { .string($0) }))])
        }
        self.init(json: json, text: line, warnings: warnings)
    }

    init(_ record: PartnerRecord) {
        self.init(
            record: record.json, line: record.line, warnings: record.partner.origins.warnings.map(\.description))
    }

    init(_ record: CustomerRecord) {
        self.init(record: record.json, line: record.line, warnings: record.customer.warnings)
    }

    init(_ record: MemberRecord) { self.init(json: record.json, text: record.line) }
}

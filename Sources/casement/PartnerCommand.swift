import ArgumentParser
import CasementApp
import Directory
import Domain
import Management
import TokenVerification

/// `casement partner …`
struct PartnerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partner", abstract: "Who embeds the application, and with which keys.",
        subcommands: [Create.self, List.self, Show.self, Update.self, Delete.self, AddKey.self, RemoveKey.self])

    /// `casement partner create`
    struct Create: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Create a partner.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var rules: TokenRuleOptions
        @Option(help: "The name people read.") var name: String
        @Option(help: "Its name in tokens; never given again.") var vendorId: String
        @Option(help: "Comma-separated origins that may frame its customers.") var origins = ""
        @Option(help: "A public key file, PEM or JWK; may be repeated.") var key: [String] = []
        @Option(help: "The kid of the first key, of the second, and so on; may be repeated.") var kid: [String] = []

        func output() async throws -> CommandOutput {
            let settings = try common.settings()
            let new = NewPartner(
                vendorID: try vendorID(vendorId), name: name, origins: try settings.originParser.list(origins),
                tokenRules: try rules.applied(to: TokenRules()), keys: try keys())
            let record = try settings.openDirectory().createPartner(new, by: .commandLine, now: now())
            return CommandOutput(record)
        }

        private func keys() throws -> [NewSigningKey] {
            var keys = try key.flatMap { try ImportedKey.read(text(ofFile: $0)) }.map { key in
                NewSigningKey(kid: key.kid, kind: key.kind, subjectPublicKeyInfo: key.subjectPublicKeyInfo)
            }
            guard kid.count <= keys.count else { throw CommandFailure.misuse("There are more --kid than keys.") }
            for (index, kid) in kid.enumerated() { keys[index].kid = kid }
            return keys
        }
    }

    /// `casement partner list`
    struct List: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "List the partners.")
        @OptionGroup var common: CommonOptions

        func output() async throws -> CommandOutput {
            .list(try common.directory().partners(), json: \.json, line: \.line)
        }
    }

    /// `casement partner show`
    struct Show: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Show a partner.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: PartnerArgument

        func output() async throws -> CommandOutput {
            let record = try common.directory().partner(named.vendorID)
            return CommandOutput(record)
        }
    }

    /// `casement partner update`
    struct Update: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Change what is named, and nothing else.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var rules: TokenRuleOptions
        @OptionGroup var named: PartnerArgument
        @Option(help: "The name people read.") var name: String?
        @Option(help: "Comma-separated origins; empty for none.") var origins: String?

        func output() async throws -> CommandOutput {
            let settings = try common.settings()
            let directory = try settings.openDirectory()
            let id = try named.vendorID
            let former = try directory.partner(id).partner.tokenRules
            let changes = PartnerChanges(
                name: name.map { .set($0) } ?? .keep,
                origins: try origins.map { .set(try settings.originParser.list($0)) } ?? .keep,
                tokenRules: .set(try rules.applied(to: former)))
            let record = try directory.updatePartner(id, changes, by: .commandLine, now: now())
            return CommandOutput(record)
        }
    }

    /// `casement partner delete`
    struct Delete: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a partner and all its customers, for good.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: PartnerArgument

        func output() async throws -> CommandOutput {
            try common.directory().deletePartner(named.vendorID, by: .commandLine, now: now())
            return .deleted("vendor_id", .string(named.partner))
        }
    }

    /// `casement partner add-key`
    struct AddKey: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Register another public key.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: PartnerArgument
        @Option(help: "A public key file, PEM or JWK.") var key: String
        @Option(help: "The kid that picks it.") var kid: String?
        @Option(help: "It verifies nothing before this time, 2026-11-23T22:12:00Z.") var validFrom: String?
        @Option(help: "It verifies nothing from this time on.") var validUntil: String?

        func output() async throws -> CommandOutput {
            let imported = try ImportedKey.read(text(ofFile: key))
            guard let first = imported.first, imported.count == 1 else {
                throw CommandFailure("key_invalid", "Give one key at a time: this file holds \(imported.count).")
            }
            let new = NewSigningKey(
                kid: kid ?? first.kid, kind: first.kind, subjectPublicKeyInfo: first.subjectPublicKeyInfo,
                validFrom: try validFrom.map(moment), validUntil: try validUntil.map(moment))
            let added = try common.directory().addKey(new, to: named.vendorID, by: .commandLine, now: now())
            return CommandOutput(json: added.json, text: added.line)
        }
    }

    /// `casement partner remove-key`
    struct RemoveKey: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a key: its tokens are refused from now on.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: PartnerArgument
        @Option(help: "The key's number.") var id: Int64

        func output() async throws -> CommandOutput {
            try common.directory().removeKey(KeyID(id), of: named.vendorID, by: .commandLine, now: now())
            return .deleted("id", .number(id))
        }
    }
}

/// `--partner V`, or `--vendor-id V` as at its creation.
struct PartnerArgument: ParsableArguments {
    @Option(name: [.long, .customLong("vendor-id")], help: "The partner's vendor id.") var partner: String

    var vendorID: VendorID { get throws { try casement.vendorID(partner) } }
}

import ArgumentParser
import Directory
import Domain
import TokenVerification

/// `casement partner …`
struct PartnerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partner", abstract: "Who embeds the application, and with which keys.",
        subcommands: [Create.self, List.self, Show.self, Update.self, Delete.self, AddKey.self, RemoveKey.self])

    struct Create: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Create a partner.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var rules: TokenRuleOptions
        @Option(help: "The name people read.") var name: String
        @Option(help: "Its name in tokens; never given again.") var vendorId: String
        @Option(help: "Comma-separated origins that may frame its customers.") var origins = ""
        @Option(help: "A public key file, PEM or JWK; may be repeated.") var key: [String] = []
        @Option(help: "The kid of the key before it, where the file has none; in order.") var kid: [String] = []

        func output() async throws -> CommandOutput {
            var keys = try key.flatMap { try ImportedKey.read(text(ofFile: $0)).map(NewSigningKey.init) }
            for (index, kid) in kid.enumerated() where index < keys.count { keys[index].kid = kid }
            let new = NewPartner(
                vendorID: try vendorID(vendorId), name: name, origins: try common.origins(origins),
                tokenRules: try rules.applied(to: TokenRules()), keys: keys)
            let record = try common.directory().createPartner(new, now: now())
            return CommandOutput(json: record.json, text: record.line)
        }
    }

    struct List: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "List the partners.")
        @OptionGroup var common: CommonOptions

        func output() async throws -> CommandOutput {
            .list(try common.directory().partners(), json: \.json, line: \.line)
        }
    }

    struct Show: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Show a partner.")
        @OptionGroup var common: CommonOptions
        @Option(help: "The partner's vendor id.") var partner: String

        func output() async throws -> CommandOutput {
            let record = try common.directory().partner(vendorID(partner))
            return CommandOutput(json: record.json, text: record.line)
        }
    }

    struct Update: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Change what is named, and nothing else.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var rules: TokenRuleOptions
        @Option(help: "The partner's vendor id.") var partner: String
        @Option(help: "The name people read.") var name: String?
        @Option(help: "Comma-separated origins; empty for none.") var origins: String?

        func output() async throws -> CommandOutput {
            let directory = try common.directory()
            let id = try vendorID(partner)
            let former = try directory.partner(id).partner.tokenRules
            let changes = PartnerChanges(
                name: name.map { .set($0) } ?? .keep, origins: try origins.map { .set(try common.origins($0)) } ?? .keep,
                tokenRules: .set(try rules.applied(to: former)))
            let record = try directory.updatePartner(id, changes, now: now())
            return CommandOutput(json: record.json, text: record.line)
        }
    }

    struct Delete: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a partner and all its customers, for good.")
        @OptionGroup var common: CommonOptions
        @Option(help: "The partner's vendor id.") var partner: String

        func output() async throws -> CommandOutput {
            try common.directory().deletePartner(vendorID(partner))
            return CommandOutput(json: .object([("vendor_id", .string(partner)), ("deleted", .bool(true))]), text: "deleted")
        }
    }

    struct AddKey: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Register another public key.")
        @OptionGroup var common: CommonOptions
        @Option(help: "The partner's vendor id.") var partner: String
        @Option(help: "A public key file, PEM or JWK.") var key: String
        @Option(help: "The kid that picks it.") var kid: String?

        func output() async throws -> CommandOutput {
            let directory = try common.directory()
            let id = try vendorID(partner)
            let added = try ImportedKey.read(text(ofFile: key)).map { imported in
                var new = NewSigningKey(imported)
                new.kid = kid ?? new.kid
                return try directory.addKey(new, to: id, now: now())
            }
            return .list(added, json: \.json, line: \.line)
        }
    }

    struct RemoveKey: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Remove a key: its tokens are refused from now on.")
        @OptionGroup var common: CommonOptions
        @Option(help: "The partner's vendor id.") var partner: String
        @Option(help: "The key's number.") var id: Int64

        func output() async throws -> CommandOutput {
            try common.directory().removeKey(KeyID(id), of: vendorID(partner))
            return CommandOutput(json: .object([("id", .number(id)), ("deleted", .bool(true))]), text: "deleted")
        }
    }
}

/// What a partner's tokens must carry, as options.
struct TokenRuleOptions: ParsableArguments {
    @Option(help: "Comma-separated algorithms; empty follows the keys.") var algorithms: String?
    @Option(help: "Comma-separated values that aud may have besides the public URL.") var audiences: String?
    @Option(help: "The value that iss must have; empty accepts any.") var issuer: String?
    @Flag(inversion: .prefixedNo, help: "aud must be present.") var requireAudience: Bool?
    @Flag(inversion: .prefixedNo, help: "iss must be present.") var requireIssuer: Bool?
    @Flag(inversion: .prefixedNo, help: "An origin must be asked for when the list has more than one.")
    var requireOrigin: Bool?

    /// The former rules with what is named here.
    func applied(to former: TokenRules) throws -> TokenRules {
        var rules = former
        if let algorithms {
            let read = try Self.entries(algorithms).map { name in
                try casement.read(name, as: "signature algorithm") { SignatureAlgorithm(rawValue: $0) }
            }
            rules.algorithms = read.isEmpty ? nil : read
        }
        if let audiences { rules.audiences = Self.entries(audiences) }
        if let issuer { rules.issuer = issuer.isEmpty ? nil : issuer }
        rules.requiresAudience = requireAudience ?? rules.requiresAudience
        rules.requiresIssuer = requireIssuer ?? rules.requiresIssuer
        rules.requiresOrigin = requireOrigin ?? rules.requiresOrigin
        return rules
    }

    private static func entries(_ text: String) -> [String] { text.split(separator: ",").map { String($0) } }
}

extension NewSigningKey {
    /// A key as it was read from a file.
    init(_ key: ImportedKey) {
        self.init(kid: key.kid, kind: key.kind, subjectPublicKeyInfo: key.subjectPublicKeyInfo)
    }
}

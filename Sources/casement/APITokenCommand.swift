import ArgumentParser
import CasementApp
import Directory
import Domain
import Management

/// `casement api-token …`
struct APITokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api-token", abstract: "Tokens for the management API.",
        subcommands: [Create.self, List.self, Revoke.self])

    /// `casement api-token create`
    struct Create: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a token. It is printed once: nobody can read it again.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var owner: OwnerOptions
        @Option(help: "What people know it by.") var name = "command line"

        func output() async throws -> CommandOutput {
            let (record, secret) = try common.directory().createToken(
                of: owner.vendorID, name: name, by: .commandLine, now: now())
            let json = record.members + [("token", .string(secret.reveal()))]
            return CommandOutput(json: .object(json), text: secret.reveal())
        }
    }

    /// `casement api-token list`
    struct List: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "List the tokens that are good.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var owner: OwnerOptions

        func output() async throws -> CommandOutput {
            .list(try common.directory().tokens(of: owner.vendorID), json: { .object($0.members) }, line: \.line)
        }
    }

    /// `casement api-token revoke`
    struct Revoke: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Take a token's power away, at once and for good.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var owner: OwnerOptions
        @Option(help: "The token's number.") var id: Int64

        func output() async throws -> CommandOutput {
            try common.directory().revokeToken(APITokenID(id), of: owner.vendorID, by: .commandLine, now: now())
            return .deleted("id", .number(id))
        }
    }
}

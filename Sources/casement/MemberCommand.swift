import ArgumentParser
import Directory
import Domain
import Management

/// `casement member …`
struct MemberCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "member", abstract: "Collaborators in a customer's workspace.",
        subcommands: [Create.self, List.self, Show.self, Update.self, Delete.self])

    /// `casement member create`
    struct Create: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Create a member.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: CustomerArgument
        @Option(help: "The name people read.") var name: String
        @Option(help: "Where to write to.") var email: String
        @Option(help: "admin, analyst or operator, in any case.") var role: String
        @Option(help: "The partner's own id for it.") var externalId: String?

        func output() async throws -> CommandOutput {
            let directory = try common.directory()
            let new = NewMember(
                customerID: try named.record(in: directory).customer.id, externalID: try externalId.map(externalID),
                name: name, email: email, role: try casement.role(role))
            let record = try directory.createMember(new, by: .commandLine, now: now())
            return CommandOutput(record)
        }
    }

    /// `casement member list`
    struct List: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "List a customer's members.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: CustomerArgument

        func output() async throws -> CommandOutput {
            let directory = try common.directory()
            return .list(
                try directory.members(of: named.record(in: directory).customer.id), json: \.json, line: \.line)
        }
    }

    /// `casement member show`
    struct Show: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Show a member.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: MemberArgument

        func output() async throws -> CommandOutput { CommandOutput(try named.record(in: common.directory())) }
    }

    /// `casement member update`
    struct Update: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Change what is named, and nothing else.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: MemberArgument
        @Option(help: "The name people read.") var name: String?
        @Option(help: "Where to write to.") var email: String?
        @Option(help: "admin, analyst or operator, in any case.") var role: String?
        @Option(help: "The partner's own id for it; empty for none.") var externalId: String?

        func output() async throws -> CommandOutput {
            let directory = try common.directory()
            let changes = MemberChanges(
                externalID: try externalId.map { .set($0.isEmpty ? nil : try externalID($0)) } ?? .keep,
                name: name.map { .set($0) } ?? .keep, email: email.map { .set($0) } ?? .keep,
                role: try role.map { .set(try casement.role($0)) } ?? .keep)
            let record = try directory.updateMember(
                named.record(in: directory).member.id, changes, by: .commandLine, now: now())
            return CommandOutput(record)
        }
    }

    /// `casement member delete`
    struct Delete: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a member.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: MemberArgument

        func output() async throws -> CommandOutput {
            let directory = try common.directory()
            let id = try named.record(in: directory).member.id
            try directory.deleteMember(id, by: .commandLine, now: now())
            return .deleted("id", .number(id.rawValue))
        }
    }
}

/// `--partner V --customer C --member M`
struct MemberArgument: ParsableArguments {
    @OptionGroup var owner: CustomerArgument
    @Option(help: "The member's number, or E and its external id.") var member: String

    func record(in directory: DirectoryStore) throws -> MemberRecord {
        try directory.member(memberReference(member), of: owner.record(in: directory).customer.id)
    }
}

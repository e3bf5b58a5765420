import ArgumentParser
import CasementApp
import Directory
import Domain
import Sessions

/// `casement team …`
struct TeamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "team", abstract: "Who may sign in to the console, for a partner or for the operator.",
        subcommands: [Create.self, List.self, Delete.self, Password.self])

    /// `casement team create`
    struct Create: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put somebody on a team. The password is one line of standard input.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var team: OwnerOptions
        @Option(help: "The name people read.") var name: String
        @Option(help: "What they sign in by, and where to write to.") var email: String
        @Option(help: "admin or customer_manager; left out for the operator's team.") var role: TeamRoleArgument?

        func validate() throws {
            guard team.isOperators == (role == nil) else {
                throw ValidationError("Give --role admin or customer_manager with --partner, and none with --operator.")
            }
        }

        func output() async throws -> CommandOutput {
            let new = NewTeamUser(
                vendorID: try team.vendorID, name: name, email: email, role: role?.role ?? .operator,
                passwordHash: try NewPassword.fromStandardInput().hash())
            return CommandOutput(try common.directory().createTeamUser(new, by: .commandLine, now: now()))
        }
    }

    /// `casement team list`
    struct List: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "List who is on a team.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var team: OwnerOptions

        func output() async throws -> CommandOutput {
            .list(try common.directory().team(of: team.vendorID), json: \.json, line: \.line)
        }
    }

    /// `casement team delete`
    struct Delete: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take somebody off their team. The last operator stays.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: TeamUserArgument

        func output() async throws -> CommandOutput {
            let directory = try common.directory()
            let user = try named.record(in: directory)
            try directory.deleteTeamUser(user.id, of: user.vendorID, by: .commandLine, now: now())
            return .deleted("id", .number(user.id.rawValue))
        }
    }

    /// `casement team password`
    struct Password: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give somebody another password, one line of standard input, and end their sessions.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: TeamUserArgument

        func output() async throws -> CommandOutput {
            let settings = try common.settings()
            let directory = try settings.openDirectory()
            let user = try named.record(in: directory)
            let access = try SessionAccess(settings)
            let hash = try NewPassword.fromStandardInput().hash()
            try directory.setPassword(hash, of: user.id, by: .commandLine, now: now())
            var output = CommandOutput(try named.record(in: directory))
            output.warnings = await forget(user, by: access)
            return output
        }

        /// Ends their sessions and what counts against them; gives the warnings.
        private func forget(_ user: TeamUserRecord, by access: SessionAccess) async -> [String] {
            do {
                _ = try await access.endAll(of: user.id, but: nil)
                try await access.forgive([.email(user.email)])
                return []
            } catch {
                return ["Redis does not answer at redis.url: the password is changed, but their sessions go on."]
            }
        }
    }
}

/// `--email E`
struct TeamUserArgument: ParsableArguments {
    @Option(help: "The address they sign in by.") var email: String

    func record(in directory: DirectoryStore) throws -> TeamUserRecord {
        guard let record = try directory.teamUser(email: email) else { throw DirectoryError.notFound(.teamUser) }
        return record
    }
}

/// What somebody on a partner's team may do.
enum TeamRoleArgument: String, ExpressibleByArgument, CaseIterable {
    case admin
    case customerManager = "customer_manager"

    var role: TeamUserRecord.Role {
        switch self {
        case .admin: .admin
        case .customerManager: .customerManager
        }
    }
}

extension CommandOutput {
    fileprivate init(_ record: TeamUserRecord) { self.init(json: record.json, text: record.line) }
}

extension TeamUserRecord {
    fileprivate var json: JSONText {
        .object([
            ("id", .number(id.rawValue)), ("vendor_id", .optional(vendorID?.rawValue)), ("name", .string(name)),
            ("email", .string(email)), ("role_name", .string(role.rawValue)),
            ("created_at", .string(createdAt.iso8601)),
        ])
    }
}

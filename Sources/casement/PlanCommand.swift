import ArgumentParser
import CasementApp
import Directory
import Domain
import Management

/// `casement plan …`
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "What customers may use in a month.",
        subcommands: [Create.self, List.self, Update.self, Delete.self])

    /// `casement plan create`
    struct Create: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Create a plan.")
        @OptionGroup var common: CommonOptions
        @Option(help: "The partner whose customers may have it; left out: everybody's.") var partner: String?
        @Option(help: "The name people read.") var name: String
        @Option(help: "Tasks a month.") var taskLimit: Int64
        @Option(help: "Authenticated connections; left out: as many as they like.") var connectionLimit: Int64?

        func output() async throws -> CommandOutput {
            let new = NewPlan(
                vendorID: try partner.map(vendorID), name: name, taskLimit: taskLimit, connectionLimit: connectionLimit)
            return CommandOutput(try common.directory().createPlan(new, by: .commandLine, now: now()))
        }
    }

    /// `casement plan list`
    struct List: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "List the plans, all or those of a partner.")
        @OptionGroup var common: CommonOptions
        @Option(help: "The partner whose customers may have them.") var partner: String?

        func output() async throws -> CommandOutput {
            .list(try common.directory().plans(of: partner.map(vendorID)), json: \.json, line: \.line)
        }
    }

    /// `casement plan update`
    struct Update: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Change what is named, for all who are on the plan.")
        @OptionGroup var common: CommonOptions
        @Option(help: "The plan's number.") var id: Int64
        @Option(help: "The name people read.") var name: String?
        @Option(help: "Tasks a month.") var taskLimit: Int64?
        @Option(help: "Authenticated connections; none for as many as they like.") var connectionLimit: LimitArgument?

        func output() async throws -> CommandOutput {
            let changes = PlanChanges(
                name: name.map { .set($0) } ?? .keep, taskLimit: taskLimit.map { .set($0) } ?? .keep,
                connectionLimit: connectionLimit.map { .set($0.limit) } ?? .keep)
            let plan = try common.directory().updatePlan(PlanID(id), changes, by: .commandLine, now: now())
            return CommandOutput(plan)
        }
    }

    /// `casement plan delete`
    struct Delete: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a plan that no customer is on.")
        @OptionGroup var common: CommonOptions
        @Option(help: "The plan's number.") var id: Int64

        func output() async throws -> CommandOutput {
            try common.directory().deletePlan(PlanID(id), by: .commandLine, now: now())
            return .deleted("id", .number(id))
        }
    }
}

/// A number, or `none`.
struct LimitArgument: ExpressibleByArgument {
    let limit: Int64?

    init?(argument: String) {
        guard argument == "none" || Int64(argument) != nil else { return nil }
        limit = Int64(argument)
    }
}

extension CommandOutput {
    fileprivate init(_ plan: Plan) { self.init(json: plan.json, text: plan.line) }
}

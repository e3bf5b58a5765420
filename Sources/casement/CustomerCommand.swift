import ArgumentParser
import CasementApp
import Directory
import Domain
import Foundation
import Management

/// `casement customer …`
struct CustomerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customer", abstract: "A partner's customers and their workspaces.",
        subcommands: [Create.self, List.self, Show.self, Update.self, Delete.self])

    /// `casement customer create`
    struct Create: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Create a customer.")
        @OptionGroup var common: CommonOptions
        @Option(help: "The partner's vendor id.") var partner: String
        @Option(help: "The name people read.") var name: String
        @Option(help: "The partner's own id for it.") var externalId: String?
        @Option(help: "Where notifications go.") var notificationEmail: String?
        @Option(help: "Comma-separated origins of its own.") var origins = ""
        @Option(help: "append (to the partner's) or replace.") var originMode: OriginModeArgument = .append
        @Option(help: "Comma-separated origins that may frame the partner's page.") var outerAncestors = ""
        @Option(help: "The number of its plan.") var plan = Plan.freeID.rawValue
        @Flag(help: "Begin with a trial of 30 days.") var trial = false
        @Option(help: "Comma-separated apps that it may connect to, instead of all.") var allowedApps: String?

        func output() async throws -> CommandOutput {
            let settings = try common.settings()
            let parser = settings.originParser
            let new = NewCustomer(
                vendorID: try vendorID(partner), externalID: try externalId.map(externalID), name: name,
                origins: try parser.list(origins), originMode: originMode.mode,
                outerAncestors: try parser.list(outerAncestors), notificationEmail: notificationEmail,
                plan: PlanID(plan), inTrial: trial, allowedApps: allowedApps.map(apps))
            let record = try settings.openDirectory().createCustomer(new, by: .commandLine, now: now())
            return CommandOutput(record)
        }
    }

    /// `casement customer list`
    struct List: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "List a partner's customers.")
        @OptionGroup var common: CommonOptions
        @Option(help: "The partner's vendor id.") var partner: String

        func output() async throws -> CommandOutput {
            .list(try common.directory().customers(of: vendorID(partner)), json: { $0.json(at: now()) }, line: \.line)
        }
    }

    /// `casement customer show`
    struct Show: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Show a customer.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: CustomerArgument

        func output() async throws -> CommandOutput {
            let record = try named.record(in: common.directory())
            return CommandOutput(record)
        }
    }

    /// `casement customer update`
    struct Update: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Change what is named, and nothing else.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: CustomerArgument
        @Option(help: "The name people read.") var name: String?
        @Option(help: "The partner's own id for it; empty for none.") var externalId: String?
        @Option(help: "Where notifications go; empty for nowhere.") var notificationEmail: String?
        @Option(help: "Comma-separated origins of its own; empty for none.") var origins: String?
        @Option(help: "append (to the partner's) or replace.") var originMode: OriginModeArgument?
        @Option(help: "Comma-separated origins that may frame the partner's page.") var outerAncestors: String?
        @Option(help: "The number of its plan; the free one is a downgrade.") var plan: Int64?
        @Flag(inversion: .prefixedNo, help: "Begin a trial of 30 days from now, or end it.") var trial: Bool?
        @Option(help: "Comma-separated apps that it may connect to, or all.") var allowedApps: String?

        func output() async throws -> CommandOutput {
            let settings = try common.settings()
            let (directory, parser) = (try settings.openDirectory(), settings.originParser)
            let changes = CustomerChanges(
                externalID: try externalId.map { .set($0.isEmpty ? nil : try externalID($0)) } ?? .keep,
                name: name.map { .set($0) } ?? .keep, origins: try origins.map { .set(try parser.list($0)) } ?? .keep,
                originMode: originMode.map { .set($0.mode) } ?? .keep,
                outerAncestors: try outerAncestors.map { .set(try parser.list($0)) } ?? .keep,
                notificationEmail: notificationEmail.map { .set($0.isEmpty ? nil : $0) } ?? .keep,
                plan: plan.map { .set(PlanID($0)) } ?? .keep, inTrial: trial.map { .set($0) } ?? .keep,
                allowedApps: allowedApps.map { .set($0 == "all" ? nil : apps($0)) } ?? .keep)
            let id = try named.record(in: directory).customer.id
            let record = try directory.updateCustomer(id, changes, by: .commandLine, now: now())
            return CommandOutput(record)
        }
    }

    /// `casement customer delete`
    struct Delete: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Delete a customer, for good.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: CustomerArgument
        @Option(help: "The customer's name, typed in to confirm.") var confirm: String

        func output() async throws -> CommandOutput {
            let directory = try common.directory()
            let customer = try named.record(in: directory).customer
            guard customer.name == confirm else {
                throw CommandFailure(
                    "confirmation_required", "Type the customer's name with --confirm: it cannot be undone.")
            }
            try directory.deleteCustomer(customer.id, by: .commandLine, now: now())
            return .deleted("id", .number(customer.id.rawValue))
        }
    }
}

/// A list by comma, as in `crm,mail`; nothing is no app at all.
private func apps(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
}

/// `--partner V --customer C`
struct CustomerArgument: ParsableArguments {
    @Option(help: "The partner's vendor id.") var partner: String
    @Option(help: "The customer's number, or E and its external id.") var customer: String

    func record(in directory: DirectoryStore) throws -> CustomerRecord {
        try directory.customer(customerReference(customer), of: vendorID(partner))
    }
}

/// `append` or `replace`
enum OriginModeArgument: String, ExpressibleByArgument, CaseIterable {
    case append
    case replace

    var mode: Customer.OriginMode {
        switch self {
        case .append: .append
        case .replace: .replace
        }
    }
}

import ArgumentParser
import CasementApp
import Directory
import Domain
import Sessions

/// `casement session …`
struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "Live sessions.", subcommands: [List.self, End.self])

    struct List: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "List live sessions.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var chosen: SessionChoice

        func output() async throws -> CommandOutput {
            let settings = try common.settings()
            let selection = try chosen.selection(common)
            let sessions = try await SessionAccess(settings).list(selection, at: now())
            return .list(sessions, json: { $0.json(settings.sessionLimits) }, line: \.line)
        }
    }

    struct End: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "End live sessions: one by its id, or all of a member, customer, partner or origin.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var chosen: SessionChoice
        @Option(help: "The public id of one session.") var id: String?

        func output() async throws -> CommandOutput {
            let access = SessionAccess(try common.settings())
            let ended: Int
            if let id {
                guard let customer = try chosen.customerID(common) else {
                    throw CommandFailure.misuse("Give --customer beside --id.")
                }
                ended = try await access.end(sessionID: id, of: customer, at: now()) ? 1 : 0
            } else {
                ended = try await access.end(chosen.selection(common), at: now())
            }
            return CommandOutput(json: .object([("ended", .number(Int64(ended)))]), text: "\(ended) ended")
        }
    }
}

/// Which sessions are meant.
struct SessionChoice: ParsableArguments {
    @Option(help: "The partner's vendor id.") var partner: String
    @Option(help: "The customer's number, or E and its external id.") var customer: String?
    @Option(help: "The member's number, or E and its external id.") var member: String?
    @Option(help: "Only those pinned to this origin.") var origin: String?

    func customerID(_ common: CommonOptions) throws -> CustomerID? {
        guard let customer else { return nil }
        return try common.directory().customer(customerReference(customer), of: vendorID(partner)).customer.id
    }

    func selection(_ common: CommonOptions) throws -> SessionSelection {
        let origin = try origin.map { try OriginParser(allowHTTP: true).origin($0) }
        guard let customer = try customerID(common) else {
            guard member == nil else { throw CommandFailure.misuse("Give --customer beside --member.") }
            return SessionSelection(.partner(try vendorID(partner)), pinnedTo: origin)
        }
        guard let member else { return SessionSelection(.customer(customer), pinnedTo: origin) }
        let found = try common.directory().member(memberReference(member), of: customer)
        return SessionSelection(.member(found.member.id, of: customer), pinnedTo: origin)
    }
}

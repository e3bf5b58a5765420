import ArgumentParser
import CasementApp
import Directory
import Domain
import Management
import Sessions

/// `casement session …`
struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session", abstract: "Live sessions.", subcommands: [List.self, End.self])

    /// `casement session list`
    struct List: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "List live sessions.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var chosen: SessionChoice

        func output() async throws -> CommandOutput {
            let settings = try common.settings()
            let selection = try chosen.selection(settings)
            let sessions = try await SessionAccess(settings).list(selection, at: now())
            return .list(sessions, json: { $0.json(settings.sessionLimits) }, line: \.line)
        }
    }

    /// `casement session end`
    struct End: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "End live sessions: one by its id, or all of a member, customer, partner or origin.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var chosen: SessionChoice
        @Option(name: [.long, .customLong("session")], help: "The public id of one session.") var id: String?

        func output() async throws -> CommandOutput {
            let settings = try common.settings()
            let selection = try chosen.selection(settings)
            let access = try SessionAccess(settings)
            let ended =
                if let id {
                    try await end(id, of: selection, by: access)
                } else {
                    try await access.end(selection, at: now())
                }
            return CommandOutput(json: .object([("ended", .number(Int64(ended)))]), text: "\(ended) ended")
        }

        /// Ends the one that has the id, if the selection has it; sessions are found by their customer.
        private func end(_ id: String, of selection: SessionSelection, by access: SessionAccess) async throws -> Int {
            guard let session = try await access.list(selection, at: now()).first(where: { $0.id == id }) else {
                return 0
            }
            return try await access.end(sessionID: id, of: session.customer, at: now()) ? 1 : 0
        }
    }
}

/// Which sessions are meant.
struct SessionChoice: ParsableArguments {
    @Option(help: "The partner's vendor id.") var partner: String
    @Option(help: "The customer's number, or E and its external id.") var customer: String?
    @Option(help: "The member's number, or E and its external id.") var member: String?
    @Option(help: "Only those pinned to this origin.") var origin: String?

    /// What they name, all of which must be in the directory.
    func selection(_ settings: Settings) throws -> SessionSelection {
        guard customer != nil || member == nil else { throw CommandFailure.misuse("Give --customer beside --member.") }
        // Whatever was once pinned may be named, also what the settings no longer allow.
        return SessionSelection(
            try scope(settings.openDirectory()),
            pinnedTo: try origin.map { try OriginParser(allowHTTP: true).origin($0) })
    }

    private func scope(_ directory: DirectoryStore) throws -> SessionSelection.Scope {
        let partner = try directory.partner(vendorID(partner)).partner.vendorID
        guard let customer else { return .partner(partner) }
        let id = try directory.customer(customerReference(customer), of: partner).customer.id
        guard let member else { return .customer(id) }
        return .member(try directory.member(memberReference(member), of: id).member.id, of: id)
    }
}

import ArgumentParser

/// The demo: both ends of Casement, each a plain client of its public contract.
@main
struct CasementDemo: AsyncParsableCommand {
    /// The name and the help text.
    static let configuration = CommandConfiguration(
        commandName: "casement-demo",
        abstract: "An application to stand behind Casement, and a partner's product that embeds it.",
        subcommands: [ApplicationCommand.self, PartnerCommand.self])
}

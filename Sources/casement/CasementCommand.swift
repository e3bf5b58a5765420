import ArgumentParser
import Domain

/// The program: every command of the command line.
@main
struct CasementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "casement",
        abstract: "A JWT session and iframe-origin gateway.",
        discussion: "Exit status: 0 for yes, 1 for a refusal, 2 for misuse.",
        subcommands: [
            ServeCommand.self, PartnerCommand.self, CustomerCommand.self, MemberCommand.self, PlanCommand.self,
            TeamCommand.self, APITokenCommand.self, TokenCommand.self, OriginCommand.self, SessionCommand.self,
            DirectoryCommand.self,
            ConfigCommand.self,
        ])

    static func main() async {
        do {
            let command = try parseAsRoot()
            // A group by itself does nothing: naming none of its commands is misuse.
            guard type(of: command).configuration.subcommands.isEmpty else {
                misuse("Name a command.", helpMessage(for: type(of: command)))
            }
            try await run(command)
        } catch {
            end(with: error)
        }
    }

    private static func run(_ command: any ParsableCommand) async throws {
        var command = command
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
    }

    /// The parser's own errors are misuse; help that was asked for is not.
    private static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { exit(withError: code) }
        guard exitCode(for: error).isSuccess else { misuse(message(for: error), fullMessage(for: error)) }
        print(fullMessage(for: error))
        exit(withError: ExitCode.success)
    }

    /// The options were not understood, so `--json` is looked for among the words themselves.
    private static func misuse(_ message: String, _ usage: String) -> Never {
        CommandOutput.complain(usage)
        if CommandLine.arguments.contains("--json") { print(CommandFailure.misuse(message).json) }
        exit(withError: ExitCode(2))
    }
}

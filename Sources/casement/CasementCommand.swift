import ArgumentParser

/// The program: every command of the command line.
@main
struct CasementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "casement",
        abstract: "A JWT session and iframe-origin gateway.",
        discussion: "Exit status: 0 for yes, 1 for a refusal, 2 for misuse.",
        subcommands: [
            ServeCommand.self, PartnerCommand.self, CustomerCommand.self, MemberCommand.self, TokenCommand.self,
            OriginCommand.self, SessionCommand.self, ConfigCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    /// The parser's own errors are misuse; help that was asked for is not.
    private static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { exit(withError: code) }
        let message = fullMessage(for: error)
        guard exitCode(for: error).isSuccess else {
            CommandOutput.complain(message)
            exit(withError: ExitCode(2))
        }
        print(message)
        exit(withError: ExitCode.success)
    }
}

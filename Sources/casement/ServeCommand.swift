import ArgumentParser
import CasementApp

/// `casement serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the gateway until SIGTERM or SIGINT.")
    @OptionGroup var common: CommonOptions

    func run() async throws {
        do {
            try await CasementServer(settings: common.settings()).run()
        } catch {
            let failure = CommandFailure(error)
            CommandOutput.refusal(failure).show(asJSON: common.json)
            throw ExitCode(failure.isMisuse ? 2 : 1)
        }
    }
}

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
            try await common.show { throw error }
        }
    }
}

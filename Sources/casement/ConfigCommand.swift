import ArgumentParser
import CasementApp
import Domain
import Foundation

/// `casement config …`
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The settings as this program reads them.", subcommands: [Check.self])

    struct Check: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read the settings file and the environment, and show every value and where it comes from.")
        @OptionGroup var common: CommonOptions

        func output() async throws -> CommandOutput {
            do throws(SettingsError) {
                let environment = ProcessInfo.processInfo.environment
                let (settings, warnings) = try Settings.load(file: common.config, environment: environment)
                return shown(settings, warnings)
            } catch {
                let problems = error.problems.map { JSONText.string($0.description) }
                return CommandOutput(
                    json: .object([("valid", .bool(false)), ("problems", .array(problems))]), text: error.description,
                    isYes: false)
            }
        }

        private func shown(_ settings: Settings, _ warnings: [String]) -> CommandOutput {
            let unsupported = settings.notSupportedYet.map(\.description)
            let entries = settings.report.map { entry in
                JSONText.object([
                    ("key", .string(entry.key)), ("value", .string(entry.value)), ("origin", .string(entry.place.origin)),
                ])
            }
            let lines = settings.report.map { "\($0.key) = \($0.value)  (\($0.place.origin))" }
            return CommandOutput(
                json: .object([
                    ("valid", .bool(unsupported.isEmpty)), ("settings", .array(entries)),
                    ("warnings", .array(warnings.map { .string($0) })),
                    ("problems", .array(unsupported.map { .string($0) })),
                ]),
                text: (lines + warnings.map { "warning: \($0)" } + unsupported).joined(separator: "\n"),
                isYes: unsupported.isEmpty)
        }
    }
}

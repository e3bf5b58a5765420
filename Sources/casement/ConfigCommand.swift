import ArgumentParser
import CasementApp
import Domain
import Foundation

/// `casement config …`
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The settings as this program reads them.", subcommands: [Check.self])

    /// `casement config check`
    struct Check: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read the settings file and the environment, and show every value and where it comes from.")
        @OptionGroup var common: CommonOptions

        func output() async throws -> CommandOutput {
            if let file = common.config, !FileManager.default.isReadableFile(atPath: file) {
                throw CommandFailure.misuse("\(file) cannot be read.")
            }
            do throws(SettingsError) {
                let environment = ProcessInfo.processInfo.environment
                let (settings, warnings) = try Settings.load(file: common.config, environment: environment)
                return shown(settings.report, warnings, settings.notSupportedYet + settings.problemsOfFiles)
            } catch {
                return shown([], [], error.problems)
            }
        }

        private func shown(
            _ entries: [SettingsEntry], _ warnings: [String], _ problems: [SettingsProblem]
        ) -> CommandOutput {
            CommandOutput(
                json: .object([
                    ("valid", .bool(problems.isEmpty)), ("settings", .array(entries.map(\.json))),
                    ("warnings", .array(warnings.map { .string($0) })), ("problems", .array(problems.map(\.json))),
                ]),
                text: entries.map(\.line).joined(separator: "\n"), warnings: warnings,
                refusal: problems.isEmpty ? nil : problems.map(\.description).joined(separator: "\n"))
        }
    }
}

extension SettingsEntry {
    /// Whence is `default`, `file` or `environment`; where is the line or the variable.
    fileprivate var json: JSONText {
        .object([
            ("key", .string(key)), ("value", .string(value)), ("origin", .string(place.origin)),
            ("place", place == .standard ? .null : .string(place.description)), ("default", .string(standard)),
            ("variable", .string(variable)), ("help", .string(help)),
        ])
    }

    fileprivate var line: String {
        "\(key) = \(value)  (\(place == .standard ? place.origin : place.description))"
    }
}

extension SettingsProblem {
    fileprivate var json: JSONText {
        let line: JSONText =
            switch place {
            case .file(_, let line): .number(Int64(line))
            case .standard, .environment: .null
            }
        return .object([
            ("key", .optional(key)), ("place", place == .standard ? .null : .string(place.description)), ("line", line),
            ("message", .string(sentence)),
        ])
    }
}

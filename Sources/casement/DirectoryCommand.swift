import ArgumentParser
import CasementApp
import Directory
import Domain

/// `casement directory …`
struct DirectoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory", abstract: "The directory's file as a whole.",
        subcommands: [Backup.self, Restore.self])

    /// `casement directory backup`
    struct Backup: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the directory into a new file, whether something serves it or not.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The file to write; it must not be there yet.") var file: String

        func output() async throws -> CommandOutput {
            try common.directory().backup(to: file)
            return .done("backed_up", with: file)
        }
    }

    /// `casement directory restore`
    struct Restore: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a backup in the place of the directory, while nothing serves it.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The backup.") var file: String

        func output() async throws -> CommandOutput {
            try common.settings().restoreDirectory(from: file)
            return .done("restored", with: file)
        }
    }
}

extension CommandOutput {
    fileprivate static func done(_ what: String, with file: String) -> CommandOutput {
        CommandOutput(json: .object([("file", .string(file)), (what, .bool(true))]), text: "done")
    }
}

import ArgumentParser
import Domain
import Foundation

/// What a command found out: one value for `--json`, lines for people, and whether the answer is yes.
struct CommandOutput {
    let json: JSONText
    let text: String
    var isYes = true

    /// The refusals of commands: a code, a sentence, and whether it was misuse.
    static func refusal(_ failure: CommandFailure) -> CommandOutput {
        CommandOutput(
            json: .object([("code", .string(failure.code)), ("message", .string(failure.message))]),
            text: "\(failure.code): \(failure.message)", isYes: false)
    }

    /// Prints one object, or the lines.
    func show(asJSON: Bool) {
        if asJSON {
            print(json)
        } else if isYes {
            print(text)
        } else {
            Self.complain(text)
        }
    }

    /// Writes to standard error.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "The settings file (YAML); CASEMENT_… variables override it.")
    var config: String?

    @Flag(help: "Print one JSON object, or for lists an array.")
    var json = false
}

/// A command that ends in an output.
protocol OutputCommand: AsyncParsableCommand {
    var common: CommonOptions { get }
    func output() async throws -> CommandOutput
}

extension OutputCommand {
    /// Shows the output, or the failure as one; ends with 0, 1 or 2.
    mutating func run() async throws {
        let shown: CommandOutput
        var status: Int32 = 1
        do {
            shown = try await output()
        } catch {
            let failure = CommandFailure(error)
            shown = .refusal(failure)
            if failure.isMisuse { status = 2 }
        }
        shown.show(asJSON: common.json)
        if !shown.isYes { throw ExitCode(status) }
    }
}

import ArgumentParser
import Domain
import Foundation

/// What a command found out: one value for `--json`; for people lines to read, warnings, and what speaks against a yes.
struct CommandOutput {
    /// One object, or for lists an array.
    let json: JSONText
    /// For standard output; may be nothing.
    var text = ""
    /// For standard error.
    var warnings: [String] = []
    /// For standard error; nil when the answer is yes.
    var refusal: String?

    /// Prints either the JSON or the lines.
    func show(asJSON: Bool) {
        warnings.forEach(Self.warn)
        if asJSON { return print(json) }
        if !text.isEmpty { print(text) }
        if let refusal { Self.complain(refusal) }
    }

    /// Writes to standard error.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Writes a warning to standard error.
    static func warn(_ text: String) { complain("warning: \(text)") }
}

extension CommandOutput {
    /// What a command could not do.
    init(_ failure: CommandFailure) {
        self.init(json: failure.json, refusal: "\(failure.code): \(failure.message)")
    }

    /// A list: an array, or a line each.
    static func list<Record>(_ records: [Record], json: (Record) -> JSONText, line: (Record) -> String) -> CommandOutput
    {
        CommandOutput(json: .array(records.map(json)), text: records.map(line).joined(separator: "\n"))
    }

    /// What is there no more.
    static func deleted(_ name: String, _ id: JSONText) -> CommandOutput {
        CommandOutput(json: .object([(name, id), ("deleted", .bool(true))]), text: "deleted")
    }
}

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "The settings file (YAML); CASEMENT_… variables override it.")
    var config: String?

    @Flag(help: "Print one JSON object, or for lists an array.")
    var json = false

    /// Shows what a command gives, or its failure; ends the program's work with 0, 1 or 2.
    func show(_ output: () async throws -> CommandOutput) async throws {
        let shown: CommandOutput
        var status: Int32 = 1
        do {
            shown = try await output()
        } catch {
            let failure = CommandFailure(error)
            shown = CommandOutput(failure)
            if failure.isMisuse { status = 2 }
        }
        shown.show(asJSON: json)
        if shown.refusal != nil { throw ExitCode(status) }
    }
}

/// A command that ends in an output.
protocol OutputCommand: AsyncParsableCommand {
    var common: CommonOptions { get }
    func output() async throws -> CommandOutput
}

extension OutputCommand {
    mutating func run() async throws { try await common.show(output) }
}

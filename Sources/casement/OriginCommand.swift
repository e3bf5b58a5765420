import ArgumentParser
import CasementApp
import Directory
import Domain
import Management

/// `casement origin …`
struct OriginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "origin", abstract: "Which origins may frame a customer, and why.", subcommands: [Check.self])

    /// `casement origin check`
    struct Check: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether a sign-in would get an origin, by the gateway's own decision.",
            discussion: """
                With --batch, FILE (- for standard input) holds a JSON array, or a line each, of objects with customer, \
                and optionally partner, origin and expect (the code expected, or "accepted"). The answer is yes when each \
                is as expected.
                """)
        @OptionGroup var common: CommonOptions
        @Option(help: "The partner's vendor id.") var partner: String?
        @Option(help: "The customer's number, or E and its external id.") var customer: String?
        @Option(help: "The origin asked for; without it the one that would be chosen.") var origin: String?
        @Option(help: "A file of many such questions.") var batch: String?

        func output() async throws -> CommandOutput {
            let settings = try common.settings()
            let view = try settings.openDirectory().loadView()
            guard let batch else { return try one().answer(view, settings.originParser).output }
            guard customer == nil, origin == nil else {
                throw CommandFailure.misuse("Give --customer and --origin in the batch, not beside it.")
            }
            let answers = try OriginBatch(text(ofFile: batch), partner: partner.map(vendorID)).questions
                .map { $0.answer(view, settings.originParser) }
            let others = answers.count { !$0.isAsExpected }
            return CommandOutput(
                json: .array(answers.map(\.json)), text: answers.map(\.line).joined(separator: "\n"),
                refusal: others == 0 ? nil : "\(others) of \(answers.count) not as expected")
        }

        private func one() throws -> OriginQuestion {
            guard let partner, let customer else {
                throw CommandFailure.misuse("Give --partner and --customer, or --batch.")
            }
            return OriginQuestion(
                partner: try vendorID(partner), customer: try customerReference(customer), origin: origin)
        }
    }
}

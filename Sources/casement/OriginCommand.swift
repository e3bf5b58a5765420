import ArgumentParser
import CasementApp
import Directory
import Domain
import Foundation
import OriginPolicy

/// `casement origin …`
struct OriginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "origin", abstract: "Which origins may frame a customer, and why.", subcommands: [Check.self])

    struct Check: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say whether a sign-in would get an origin, by the gateway's own decision.",
            discussion: """
                With --batch, FILE (- for standard input) holds a JSON array of objects with customer, and optionally \
                partner, origin and expect (the code expected, or "accepted"). The answer is yes when each is as expected.
                """)
        @OptionGroup var common: CommonOptions
        @Option(help: "The partner's vendor id.") var partner: String?
        @Option(help: "The customer's number, or E and its external id.") var customer: String?
        @Option(help: "The origin asked for; without it the one that would be chosen.") var origin: String?
        @Option(help: "A file of many such questions.") var batch: String?

        func output() async throws -> CommandOutput {
            let view = try common.directory().loadView()
            let parser = OriginParser(allowHTTP: try common.settings().origins.allowHTTP)
            guard let batch else {
                guard let partner, let customer else { throw CommandFailure.misuse("Give --partner and --customer, or --batch.") }
                let question = OriginQuestion(partner: partner, customer: customer, origin: origin)
                return try question.answer(view, parser).output
            }
            let answers = try OriginQuestion.read(text(ofFile: batch), partner: partner)
                .map { try $0.answer(view, parser) }
            return CommandOutput(
                json: .array(answers.map(\.json)), text: answers.map(\.line).joined(separator: "\n"),
                isYes: answers.allSatisfy(\.isAsExpected))
        }
    }
}

/// One question about an origin.
struct OriginQuestion: Decodable {
    var partner: String?
    let customer: String
    let origin: String?
    var expect: String?

    init(partner: String, customer: String, origin: String?) {
        self.partner = partner
        self.customer = customer
        self.origin = origin
    }

    /// A JSON array of questions; `partner` stands in where one names none.
    static func read(_ text: String, partner: String?) throws -> [OriginQuestion] {
        do {
            return try JSONDecoder().decode([OriginQuestion].self, from: Data(text.utf8)).map { question in
                var question = question
                question.partner = question.partner ?? partner
                return question
            }
        } catch {
            throw CommandFailure.misuse("The batch is no JSON array of objects with customer, partner, origin, expect.")
        }
    }

    func answer(_ view: DirectoryView, _ parser: OriginParser) throws -> OriginAnswer {
        guard let name = partner else { throw CommandFailure.misuse("Each question needs a partner, or give --partner.") }
        guard let partner = view.partner(try vendorID(name)) else { throw CommandFailure(.vendorNotFound) }
        guard let customer = view.customer(try customerReference(customer), of: partner.vendorID) else {
            throw CommandFailure(.customerNotFound)
        }
        let list = EffectiveOriginList(customer: customer, partner: partner)
        do throws(OriginProblem) {
            let decision = OriginPolicy.decide(
                asked: try origin.map { text throws(OriginProblem) in try parser.origin(text) }, in: list,
                requiresOrigin: partner.tokenRules.requiresOrigin, forFrame: true)
            return OriginAnswer(question: self, explanation: decision.explanation)
        } catch {
            return OriginAnswer(question: self, explanation: OriginExplanation(malformed: error, in: list))
        }
    }
}

/// The decision on one question, in the gateway's own words.
struct OriginAnswer {
    let question: OriginQuestion
    let explanation: OriginExplanation

    /// `accepted`, or the refusal's code.
    private var verdict: String { explanation.code ?? "accepted" }
    var isAsExpected: Bool { verdict == question.expect ?? "accepted" }

    var json: JSONText {
        .object(
            [("partner", .optional(question.partner)), ("customer", .string(question.customer))]
                + explanation.members + (question.expect.map { [("expect", .string($0))] } ?? []))
    }

    var line: String {
        "\(isAsExpected ? "ok" : "NOT AS EXPECTED")\t\(question.customer)\t\(question.origin ?? "-")\t\(verdict)"
    }

    var output: CommandOutput {
        CommandOutput(json: .object(explanation.members), text: explanation.lines, isYes: explanation.accepted)
    }
}

extension OriginExplanation {
    /// The members of its JSON, absent ones left out as its `Codable` does.
    fileprivate var members: [(String, JSONText)] {
        let optional = [
            ("code", code), ("message", message), ("asked", asked), ("origin", origin), ("list", list?.rawValue),
            ("entry", entry),
        ]
        let entries = effective.map { entry in
            JSONText.object([("entry", .string(entry.entry)), ("list", .string(entry.list.rawValue))])
        }
        return [("accepted", .bool(accepted))]
            + optional.compactMap { name, value in value.map { (name, .string($0)) } }
            + [("rule", .string(rule.rawValue)), ("effective", .array(entries))]
            + (frameAncestors.map { [("frame_ancestors", .string($0))] } ?? [])
    }

    fileprivate var lines: String {
        let verdict = accepted ? "accepted: \(origin ?? asked ?? "no origin")" : "\(code ?? "refused"): \(message ?? "")"
        let reason = "rule \(rule.rawValue)" + (entry.map { ", entry \($0) of the \(list?.rawValue ?? "effective") list" } ?? "")
        let entries = effective.map { "  \($0.entry)\t(\($0.list.rawValue))" }
        return ([verdict, reason, "effective list:"] + entries).joined(separator: "\n")
    }
}

import Domain
import OriginPolicy

/// The decision on one question, in the gateway's own words.
struct OriginAnswer {
    /// How it came out.
    enum Outcome {
        /// The directory has whom it is about.
        case explained(OriginExplanation)
        /// It does not.
        case failed(CommandFailure)
    }

    let question: OriginQuestion
    let outcome: Outcome

    var isAsExpected: Bool { verdict == question.expect ?? "accepted" }

    /// One of an array: who was asked about, the explanation, and what was expected if anything.
    var json: JSONText {
        let asked = [
            ("partner", JSONText.string(question.partner.rawValue)), ("customer", .string(question.customer.encoded)),
        ]
        return .object(asked + members + (question.expect.map { [("expect", .string($0))] } ?? []))
    }

    var line: String {
        "\(isAsExpected ? "ok" : "NOT AS EXPECTED")\t\(question.customer.encoded)\t\(question.origin ?? "-")\t\(verdict)"
    }

    /// The answer by itself: the explanation's own fields.
    var output: CommandOutput {
        switch outcome {
        case .explained(let explanation):
            CommandOutput(
                json: .object(explanation.members), text: explanation.lines,
                refusal: explanation.code.map { "\($0): \(explanation.message ?? "")" })
        case .failed(let failure): CommandOutput(failure)
        }
    }

    /// `accepted`, or the refusal's code.
    private var verdict: String {
        switch outcome {
        case .explained(let explanation): explanation.code ?? "accepted"
        case .failed(let failure): failure.code
        }
    }

    private var members: [(String, JSONText)] {
        switch outcome {
        case .explained(let explanation): explanation.members
        case .failed(let failure):
            [("accepted", .bool(false)), ("code", .string(failure.code)), ("message", .string(failure.message))]
        }
    }
}

extension OriginExplanation {
    /// The members of its JSON, absent ones left out as its `Codable` does.
    var members: [(String, JSONText)] {
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

    /// The reasons, for people.
    var lines: String {
        let reason =
            "rule \(rule.rawValue)" + (entry.map { ", entry \($0) of the \(list?.rawValue ?? "effective") list" } ?? "")
        let entries = effective.map { "  \($0.entry)\t(\($0.list.rawValue))" }
        let verdict = accepted ? ["accepted: \(origin ?? "no origin pinned")"] : []
        return (verdict + [reason, "effective list:"] + entries).joined(separator: "\n")
    }
}

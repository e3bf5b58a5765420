import Domain
import Management
import OriginPolicy

extension OriginAnswer {
    /// One line of a batch.
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
        case .unknown(let refusal): CommandOutput(CommandFailure(refusal.code.rawValue, refusal.message))
        }
    }
}

extension OriginExplanation {
    /// The reasons, for people.
    fileprivate var lines: String {
        let reason =
            "rule \(rule.rawValue)" + (entry.map { ", entry \($0) of the \(list?.rawValue ?? "effective") list" } ?? "")
        let entries = effective.map { "  \($0.entry)\t(\($0.list.rawValue))" }
        let verdict = accepted ? ["accepted: \(origin ?? "no origin pinned")"] : []
        return (verdict + [reason, "effective list:"] + entries).joined(separator: "\n")
    }
}

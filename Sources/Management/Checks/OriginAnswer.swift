import Domain
import OriginPolicy

/// The decision on one question, in the gateway's own words.
public struct OriginAnswer: Sendable {
    /// How it came out.
    public enum Outcome: Sendable {
        /// The directory has whom it is about.
        case explained(OriginExplanation)
        /// It does not; the code is that of a sign-in.
        case unknown(Refusal)
    }

    /// What was asked.
    public let question: OriginQuestion
    /// How it came out.
    public let outcome: Outcome

    /// Whether the verdict is the one expected; a yes where none was named.
    public var isAsExpected: Bool { verdict == question.expect ?? "accepted" }

    /// One of an array: who was asked about, the explanation, and what was expected if anything.
    public var json: JSONText {
        let asked = [
            ("partner", JSONText.string(question.partner.rawValue)), ("customer", .string(question.customer.encoded)),
        ]
        return .object(asked + members + (question.expect.map { [("expect", .string($0))] } ?? []))
    }

    /// `accepted`, or the refusal's code.
    public var verdict: String {
        switch outcome {
        case .explained(let explanation): explanation.code ?? "accepted"
        case .unknown(let refusal): refusal.code.rawValue
        }
    }

    private var members: [(String, JSONText)] {
        switch outcome {
        case .explained(let explanation): explanation.members
        case .unknown(let refusal):
            [
                ("accepted", .bool(false)), ("code", .string(refusal.code.rawValue)),
                ("message", .string(refusal.message)),
            ]
        }
    }
}

import Domain
import OriginPolicy

/// What was decided about a sign-in, and how: the same for the gateway, the command line and the check endpoints.
public struct SignInDecision: Sendable {
    /// The grant, or the one check that failed.
    public let outcome: Result<SignInGrant, CheckFailure>
    private let decision: OriginDecision?

    init(outcome: Result<SignInGrant, CheckFailure>, origin: OriginDecision?) {
        self.outcome = outcome
        decision = origin
    }

    /// How the origin was chosen or refused, when it came to that.
    public var origin: OriginExplanation? { decision?.explanation }

    /// One check and what came of it.
    public struct Step: Sendable, Equatable, Encodable {
        /// What came of a check.
        public enum Outcome: String, Sendable, Encodable {
            case passed
            case failed
            case notReached = "not_reached"
        }

        /// The check's name.
        public let check: String
        /// What came of it.
        public let outcome: Outcome
    }

    /// Every check in the order made; replay is not reached by a dry run.
    public var steps: [Step] {
        var outcome = Step.Outcome.passed
        return SignInCheck.allCases.map { check in
            if check == failedCheck { return Step(check: check.rawValue, outcome: .failed) }
            if outcome == .passed, isBeyond(check) { outcome = .notReached }
            return Step(check: check.rawValue, outcome: outcome)
        }
    }

    private var failedCheck: SignInCheck? {
        if case .failure(let failure) = outcome { failure.check } else { nil }
    }

    private func isBeyond(_ check: SignInCheck) -> Bool {
        let last = failedCheck ?? .replay
        let order = SignInCheck.allCases
        return (order.firstIndex(of: check) ?? 0) >= (order.firstIndex(of: last) ?? 0)
    }
}

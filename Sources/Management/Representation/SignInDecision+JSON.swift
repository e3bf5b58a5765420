import Domain
import OriginPolicy
import SignIn

extension SignInDecision {
    /// What a dry run of a sign-in tells, to the command line and to the API.
    public var json: JSONText {
        var members: [(String, JSONText)] = []
        switch outcome {
        case .success: members.append(("accepted", .bool(true)))
        case .failure(let failure):
            members += [
                ("accepted", .bool(false)), ("code", .string(failure.refusal.code.rawValue)),
                ("message", .string(failure.refusal.message)),
            ]
            if let claim = failure.refusal.claim { members.append(("claim", .string(claim))) }
        }
        members.append(("steps", .array(steps.map(\.json))))
        if let origin { members.append(("origin", .object(origin.members))) }
        return .object(members)
    }
}

extension SignInDecision.Step {
    fileprivate var json: JSONText {
        .object([("check", .string(check)), ("outcome", .string(outcome.rawValue))])
    }
}

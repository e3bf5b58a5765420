/// The checks of a sign-in in the order they are made, so that a token with two faults has one answer.
public enum SignInCheck: String, Hashable, Sendable, CaseIterable {
    case requestShape = "request_shape"
    case tokenPresent = "token_present"
    case path
    case originParameter = "origin_parameter"
    case tokenForm = "token_form"
    case forbiddenAlgorithm = "forbidden_algorithm"
    case subjectForm = "subject_form"
    case vendor
    case algorithm
    case key
    case signature
    case claims
    case freshness
    case expiry
    case notBefore = "not_before"
    case age
    case customer
    case member
    case originClaim = "origin_claim"
    case originConflict = "origin_conflict"
    case originList = "origin_list"
    case originRequired = "origin_required"
    case originAllowed = "origin_allowed"
    case replay
}

/// Which check failed, and the refusal it gives.
public struct CheckFailure: Error, Hashable, Sendable {
    /// The check that failed; those before it passed.
    public let check: SignInCheck
    /// What is answered.
    public let refusal: Refusal

    /// A failure with the code's own sentence, or a more exact one.
    public init(_ check: SignInCheck, _ code: Refusal.Code, _ message: String? = nil, claim: String? = nil) {
        self.check = check
        refusal = Refusal(code, message, claim: claim)
    }
}

/// Why a request is refused: a code from the closed list, and what to change.
public struct Refusal: Error, Hashable, Sendable {
    /// Which of the list.
    public let code: Code
    /// A sentence for whoever integrates: what to change. Never a secret, never what the code must not tell.
    public let message: String
    /// The claim at fault, for `claim_invalid`.
    public let claim: String?

    /// A refusal with the code's own sentence, or a more exact one.
    public init(_ code: Code, _ message: String? = nil, claim: String? = nil) {
        self.code = code
        self.message = message ?? code.advice
        self.claim = claim
    }
}

extension Refusal {
    /// The closed list of refusals, by the words that answers, logs and counters use.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case httpRequestInvalid = "http_request_invalid"
        case requestAmbiguous = "request_ambiguous"
        case pathInvalid = "path_invalid"
        case tokenMissing = "token_missing"
        case tokenMalformed = "token_malformed"
        case algorithmNotAllowed = "algorithm_not_allowed"
        case keyNotFound = "key_not_found"
        case signatureInvalid = "signature_invalid"
        case tokenExpired = "token_expired"
        case tokenNotYetValid = "token_not_yet_valid"
        case tokenTooOld = "token_too_old"
        case tokenFreshnessMissing = "token_freshness_missing"
        case tokenReplayed = "token_replayed"
        case claimInvalid = "claim_invalid"
        case vendorNotFound = "vendor_not_found"
        case customerNotFound = "customer_not_found"
        case memberNotFound = "member_not_found"
        case originMalformed = "origin_malformed"
        case originConflict = "origin_conflict"
        case originRequired = "origin_required"
        case originNotAllowed = "origin_not_allowed"
        case originListEmpty = "origin_list_empty"
        case sessionMissing = "session_missing"
        case sessionExpired = "session_expired"
        case originMismatch = "origin_mismatch"
        case rateLimited = "rate_limited"
        case sessionStoreUnavailable = "session_store_unavailable"
        case upstreamUnavailable = "upstream_unavailable"
        case upstreamInvalid = "upstream_invalid"
        case upstreamTimeout = "upstream_timeout"
        case headTooLarge = "head_too_large"
        case bodyTooLarge = "body_too_large"
        case requestTimeout = "request_timeout"
        case notFound = "not_found"
        case methodNotAllowed = "method_not_allowed"
        case hostNotServed = "host_not_served"
        case expectationFailed = "expectation_failed"
        case internalError = "internal_error"

        /// The HTTP status of the answer.
        public var status: Int {
            switch self {
            case .httpRequestInvalid, .requestAmbiguous, .pathInvalid, .tokenMissing, .tokenMalformed,
                .originMalformed, .originConflict, .originRequired:
                400
            case .algorithmNotAllowed, .keyNotFound, .signatureInvalid, .tokenExpired, .tokenNotYetValid, .tokenTooOld,
                .tokenFreshnessMissing, .tokenReplayed, .claimInvalid, .vendorNotFound, .customerNotFound,
                .memberNotFound, .sessionMissing, .sessionExpired:
                401
            case .originNotAllowed, .originListEmpty, .originMismatch: 403
            case .notFound: 404
            case .methodNotAllowed: 405
            case .requestTimeout: 408
            case .bodyTooLarge: 413
            case .expectationFailed: 417
            case .hostNotServed: 421
            case .rateLimited: 429
            case .headTooLarge: 431
            case .internalError: 500
            case .upstreamUnavailable, .upstreamInvalid: 502
            case .sessionStoreUnavailable: 503
            case .upstreamTimeout: 504
            }
        }
    }
}

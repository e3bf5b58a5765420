import Directory
import Domain
import HTTPTypes
import Logging

/// A problem as it is answered and logged: status, code and sentence stand here and nowhere else.
struct ProblemAnswer {
    private let problem: APIProblem

    init(_ problem: APIProblem) { self.problem = problem }

    /// `{"message", "code", "request_id", "fields"?}`
    func answer(requestID: String) -> Answer {
        var members: [(String, JSONText)] = [
            ("message", .string(message)), ("code", .string(code)), ("request_id", .string(requestID)),
        ]
        if case .fields(let faults) = problem { members.append(("fields", FieldFault.json(faults))) }
        return Answer(.object(members), status: status, fields: fields)
    }

    /// One line a refused request: ours to mend at `error`, the caller's at `info`.
    func log(_ logger: Logger, _ metadata: Logger.Metadata) {
        var metadata = metadata
        metadata["code"] = "\(code)"
        if case .internalError(let words) = problem { metadata["error"] = "\(words)" }
        logger.log(level: status.code >= 500 ? .error : .info, "request refused", metadata: metadata)
    }

    /// The HTTP status.
    var status: HTTPResponse.Status {
        switch problem {
        case .requestInvalid: .badRequest
        case .fields(let faults): faults.contains { $0.kind == .malformed } ? .badRequest : .unprocessableContent
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .conflict: .conflict
        case .appNotAllowed: .unprocessableContent
        case .preconditionFailed: .preconditionFailed
        case .bodyTooLarge: .contentTooLarge
        case .mediaTypeUnsupported: .unsupportedMediaType
        case .rateLimited: .tooManyRequests
        case .sessionStoreUnavailable, .directoryBusy: .serviceUnavailable
        case .internalError: .internalServerError
        }
    }

    /// The code.
    var code: String {
        switch problem {
        case .requestInvalid: "request_invalid"
        case .fields(let faults): faults.contains { $0.kind == .malformed } ? "request_invalid" : "field_invalid"
        case .unauthorized: "unauthorized"
        case .forbidden: "forbidden"
        case .notFound: Refusal.Code.notFound.rawValue
        case .methodNotAllowed: Refusal.Code.methodNotAllowed.rawValue
        case .conflict(let conflict): conflict.rawValue
        case .appNotAllowed: "app_not_allowed"
        case .preconditionFailed: "precondition_failed"
        case .bodyTooLarge: Refusal.Code.bodyTooLarge.rawValue
        case .mediaTypeUnsupported: "media_type_unsupported"
        case .rateLimited: Refusal.Code.rateLimited.rawValue
        case .sessionStoreUnavailable: Refusal.Code.sessionStoreUnavailable.rawValue
        case .directoryBusy: "directory_busy"
        case .internalError: Refusal.Code.internalError.rawValue
        }
    }

    /// The sentence.
    var message: String {
        switch problem {
        case .requestInvalid(let sentence): sentence
        case .fields: "Correct the fields named here."
        case .unauthorized: "Send a valid API token: Authorization: Bearer, a space, and the token."
        case .forbidden: "Use the operator's token: a partner's may not do this."
        case .notFound: "Check the address and the ids in it: this token reaches nothing there."
        case .methodNotAllowed: Refusal.Code.methodNotAllowed.advice
        case .conflict(let conflict): conflict.advice
        case .appNotAllowed: "Allow the customer this app first, or connect it to another."
        case .preconditionFailed:
            "Read it again, and send the ETag of that answer in If-Match: it was changed meanwhile."
        case .bodyTooLarge: "Send a body of at most \(RequestBodyText.maxBytes) bytes."
        case .mediaTypeUnsupported: "Send JSON, with Content-Type: application/json."
        case .rateLimited: Refusal.Code.rateLimited.advice
        case .sessionStoreUnavailable: "Try again in a moment: sessions cannot be reached right now."
        case .directoryBusy: "Try again in a moment: the directory is busy."
        case .internalError: Refusal.Code.internalError.advice
        }
    }

    /// Fields of the answer's own.
    var fields: HTTPFields {
        switch problem {
        case .unauthorized: [.wwwAuthenticate: "Bearer"]
        case .methodNotAllowed(let methods): [.allow: methods.map(\.rawValue).joined(separator: ", ")]
        case .rateLimited(let seconds): [.retryAfter: "\(seconds)"]
        case .sessionStoreUnavailable, .directoryBusy: [.retryAfter: "1"]
        case .requestInvalid, .fields, .forbidden, .notFound, .conflict, .appNotAllowed, .preconditionFailed,
            .bodyTooLarge,
            .mediaTypeUnsupported, .internalError:
            [:]
        }
    }
}

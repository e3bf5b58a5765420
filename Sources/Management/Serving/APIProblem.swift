import Directory
import Domain
import Sessions

/// Why the API does not do what was asked, whoever noticed. `ProblemAnswer` is the one place that answers it.
enum APIProblem: Error {
    /// The request cannot be read, or a parameter of it cannot.
    case requestInvalid(String)
    /// Fields of the body or the query cannot be read, are missing or break a rule: all of them.
    case fields([FieldFault])
    /// There is no token, or none that counts here.
    case unauthorized
    /// The token is good, but nothing of this kind is for its owner.
    case forbidden
    /// No such address, or nothing there that this token reaches: which of them is not told.
    case notFound
    /// The address takes other methods only.
    case methodNotAllowed([HTTPMethod])
    /// Something else already has what must be unique, or a rule between several things forbids it.
    case conflict(DirectoryError.Conflict)
    /// The customer may not connect to this app.
    case appNotAllowed
    /// The thing was changed since it was read.
    case preconditionFailed
    /// The body is larger than is read.
    case bodyTooLarge
    /// The body is not JSON by its type.
    case mediaTypeUnsupported
    /// The token made too many requests.
    case rateLimited(retryAfter: Int64)
    /// Redis does not answer.
    case sessionStoreUnavailable
    /// The directory is held by others, or too many wait for it.
    case directoryBusy
    /// A fault of ours; the words are for the log alone.
    case internalError(String)

    /// The one place where errors of other targets become problems.
    init(_ error: any Error) {
        switch error {
        case let problem as APIProblem: self = problem
        case let error as DirectoryError: self.init(error)
        case is SessionStoreError: self = .sessionStoreUnavailable
        default: self = .internalError("\(error)")
        }
    }

    private init(_ error: DirectoryError) {
        switch error {
        case .conflict(let conflict): self = .conflict(conflict)
        case .notFound: self = .notFound
        case .invalid(let reasons):
            self = .fields(reasons.map { FieldFault($0.key.rawValue, .refused, $0.value) }.sorted { $0.name < $1.name })
        case .versionMismatch: self = .preconditionFailed
        case .appNotAllowed: self = .appNotAllowed
        case .busy: self = .directoryBusy
        case .schemaTooNew: self = .internalError("a newer release wrote the directory")
        case .fileRefused(let problem): self = .internalError(problem.rawValue)
        case .storage(let words): self = .internalError(words)
        }
    }
}

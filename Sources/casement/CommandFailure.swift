import CasementApp
import Directory
import Domain
import Management
import OpenSSLCrypto
import Sessions
import TokenVerification

/// Why a command did not do what was asked, in the words of the command line.
struct CommandFailure: Error {
    let code: String
    let message: String
    /// The command itself was wrong, rather than what it asked for refused.
    let isMisuse: Bool

    init(_ code: String, _ message: String, isMisuse: Bool = false) {
        self.code = code
        self.message = message
        self.isMisuse = isMisuse
    }

    /// The failure as the management API words its own.
    var json: JSONText { .object([("code", .string(code)), ("message", .string(message))]) }

    /// An argument that cannot be read.
    static func misuse(_ message: String) -> CommandFailure { CommandFailure("misuse", message, isMisuse: true) }

    /// The one place where errors of other targets become words here.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as SettingsError: self.init("settings_invalid", error.description, isMisuse: true)
        case let error as DirectoryError: self.init(error)
        case let problem as OriginBatch.Problem: self.init("misuse", problem.description, isMisuse: true)
        case let error as OriginListProblem: self.init("origin_malformed", error.description)
        case let error as OriginProblem: self.init("origin_malformed", error.description)
        case let error as KeyProblem: self.init("key_invalid", error.description)
        case let error as CryptoError: self.init("key_invalid", error.description)
        case let error as SessionStoreError:
            self.init(Refusal.Code.sessionStoreUnavailable.rawValue, "Redis fails at redis.url: \(error).")
        case let error as ListenFailure: self.init("listen_failed", error.description)
        case let error as AssertionKeyFailure: self.init("assertion_keys_unavailable", error.description)
        default: self.init("internal_error", "\(error)")
        }
    }

    /// What the command line named is not in the directory; the codes are those of sign-ins.
    init(notFound subject: DirectoryError.Subject) {
        switch subject {
        case .partner: self.init("vendor_not_found", "There is no partner with that vendor id.")
        case .customer: self.init("customer_not_found", "That partner has no such customer.")
        case .member: self.init("member_not_found", "That customer has no such member.")
        case .key: self.init("key_not_found", "That partner has no such key.")
        case .plan: self.init("plan_not_found", "There is no such plan.")
        case .token: self.init("token_not_found", "There is no such token.")
        case .connection: self.init("connection_not_found", "That customer has no such connection.")
        case .recipe: self.init("recipe_not_found", "That customer has no such recipe.")
        case .customerManager: self.init("customer_manager_not_found", "That partner has no such customer manager.")
        case .teamUser: self.init("team_user_not_found", "There is nobody like that on a team.")
        case .keySource: self.init("jwks_url_not_found", "That partner has no JWKS URL.")
        }
    }

    private init(_ error: DirectoryError) {
        switch error {
        case .conflict(let conflict): self.init(conflict.rawValue, conflict.advice)
        case .notFound(let subject): self.init(notFound: subject)
        case .invalid(let fields):
            let sentences = fields.map { "The field \($0.key.rawValue) \($0.value)." }.sorted()
            self.init("field_invalid", sentences.joined(separator: " "))
        case .versionMismatch: self.init("precondition_failed", "It was changed meanwhile. Read it again.")
        case .appNotAllowed: self.init("app_not_allowed", "The customer may not use this app.")
        case .busy: self.init("directory_busy", "Another process holds the directory. Try again.")
        case .schemaTooNew: self.init("directory_too_new", "A newer release wrote this directory. Use that release.")
        case .fileRefused(let problem): self.init(problem)
        case .storage(let words): self.init("directory_unavailable", words)
        }
    }

    private init(_ problem: DirectoryError.FileProblem) {
        let message =
            switch problem {
            case .exists: "Choose another file: this one is there already."
            case .notDirectory: "This file is no backup of a directory."
            case .damaged: "This file is damaged: SQLite's integrity check fails."
            case .inUse: "Stop whatever serves this directory first."
            }
        self.init(problem.rawValue, message)
    }
}

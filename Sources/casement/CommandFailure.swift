import CasementApp
import Directory
import Domain
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

    /// An argument that cannot be read.
    static func misuse(_ message: String) -> CommandFailure { CommandFailure("misuse", message, isMisuse: true) }

    /// The one place where errors of other targets become words here.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as SettingsError: self.init("settings_invalid", error.description, isMisuse: true)
        case let error as DirectoryError: self.init(error)
        case let error as OriginListProblem: self.init("origin_malformed", error.description)
        case let error as OriginProblem: self.init("origin_malformed", error.description)
        case let error as KeyProblem: self.init("key_invalid", error.description)
        case let error as CryptoError: self.init("key_invalid", error.description)
        case is SessionStoreError: self.init(.sessionStoreUnavailable)
        default: self.init("internal_error", "\(error)")
        }
    }

    init(_ code: Refusal.Code) { self.init(code.rawValue, code.advice) }

    private init(_ error: DirectoryError) {
        switch error {
        case .conflict(let conflict): self.init(conflict.rawValue, "Choose another: this one is taken.")
        case .notFound(let subject): self.init("\(subject.rawValue)_not_found", "There is no such \(subject.rawValue).")
        case .invalid(let field, let reason): self.init("field_invalid", "The field \(field.rawValue) \(reason).")
        case .busy: self.init("directory_busy", "Another process holds the directory. Try again.")
        case .schemaTooNew: self.init("directory_too_new", "A newer release wrote this directory. Use that release.")
        case .storage(let words): self.init("directory_unavailable", words)
        }
    }
}

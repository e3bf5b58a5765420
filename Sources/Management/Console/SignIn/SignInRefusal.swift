import HTTPTypes

/// Why somebody is not signed in.
enum SignInRefusal {
    /// Nobody has that address and password.
    case wrong
    /// Too many were wrong.
    case locked(seconds: Int64)

    /// The sentence.
    var text: String {
        switch self {
        case .wrong: "The email address or the password is wrong."
        case .locked: "Too many attempts."
        }
    }

    /// How long to wait.
    var seconds: Int64? {
        switch self {
        case .wrong: nil
        case .locked(let seconds): seconds
        }
    }

    /// The status.
    var status: HTTPResponse.Status {
        switch self {
        case .wrong: .unprocessableContent
        case .locked: .tooManyRequests
        }
    }
}

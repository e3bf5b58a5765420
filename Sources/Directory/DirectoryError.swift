import GRDB

/// Why the directory did not do what was asked; nothing was changed.
public enum DirectoryError: Error, Hashable, Sendable {
    /// Something else already has what must be unique.
    case conflict(Conflict)
    /// There is no such thing, or it is not where it was looked for.
    case notFound(Subject)
    /// A field breaks a rule; the reason completes the sentence "the field …".
    case invalid(field: Field, reason: String)
    /// Another process held the file longer than the store waits: worth another try.
    case busy
    /// The file was written by a newer release, whose tables this one does not know.
    case schemaTooNew
    /// SQLite failed, or a row cannot be read; the text has SQLite's words and no data.
    case storage(String)

    /// What must be unique.
    public enum Conflict: String, Hashable, Sendable, CaseIterable {
        /// A partner has that vendor id, or one that was deleted had it.
        case vendorIDTaken = "vendor_id_taken"
        /// Another customer of the partner, or member of the customer, has that external id.
        case externalIDTaken = "external_id_taken"
        /// Another key of the partner has that `kid`.
        case kidTaken = "kid_taken"
    }

    /// What was looked for.
    public enum Subject: String, Hashable, Sendable, CaseIterable {
        case partner
        case key
        case customer
        case member
    }

    /// A field with a rule of its own, by its name in the management API.
    public enum Field: String, Hashable, Sendable, CaseIterable {
        case name
        case email
        case notificationEmail = "notification_email"
        case algorithms
        case audiences
        case issuer
        case kid
        case subjectPublicKeyInfo = "key"
        case validUntil = "valid_until"
    }
}

extension DirectoryError {
    /// Whatever an access to the file threw.
    init(_ error: any Error) {
        switch error {
        case let error as DirectoryError: self = error
        case let error as DatabaseError where error.resultCode == .SQLITE_BUSY: self = .busy
        case let error as DatabaseError:
            self = .storage("SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")")
        default: self = .storage(String(describing: type(of: error)))
        }
    }

    /// Runs `body`, whose errors become this type.
    static func catching<Value>(_ body: () throws -> Value) throws(DirectoryError) -> Value {
        do { return try body() } catch { throw DirectoryError(error) }
    }
}

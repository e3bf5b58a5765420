import GRDB

/// Why the directory did not do what was asked; nothing was changed.
public enum DirectoryError: Error, Hashable, Sendable {
    /// Something else already has what must be unique.
    case conflict(Conflict)
    /// There is no such thing, or it is not where it was looked for.
    case notFound(Subject)
    /// Fields break rules; each reason completes the sentence "the field …".
    case invalid([Field: String])
    /// It was changed since whoever writes read it.
    case versionMismatch
    /// The customer may not use the app that a connection is to.
    case appNotAllowed
    /// Another process held the file longer than the store waits: worth another try.
    case busy
    /// The file was written by a newer release, whose tables this one does not know.
    case schemaTooNew
    /// A file is not what it must be for a backup or a restoration.
    case fileRefused(FileProblem)
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
        /// Somebody has that address.
        case emailTaken = "email_taken"
        /// Another plan has that name.
        case planNameTaken = "plan_name_taken"
        /// Customers are on the plan, or it is the free one.
        case planInUse = "plan_in_use"
        /// Nobody else could manage everything.
        case lastOperator = "last_operator"
    }

    /// What was looked for.
    public enum Subject: String, Hashable, Sendable, CaseIterable {
        case partner
        case key
        case customer
        case member
        case plan
        case token
        case connection
        case recipe
        case customerManager = "customer_manager"
        case teamUser = "team_user"
        case keySource = "jwks_url"
    }

    /// What is wrong with a file.
    public enum FileProblem: String, Hashable, Sendable, CaseIterable {
        /// A backup is to be written where something is already.
        case exists = "file_exists"
        /// It holds no directory.
        case notDirectory = "file_invalid"
        /// It holds one that fails SQLite's integrity check.
        case damaged = "file_damaged"
        /// Something serves the directory, or is restoring it.
        case inUse = "directory_in_use"
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
        case externalID = "external_id"
        case roleName = "role_name"
        case planID = "plan_id"
        case taskLimit = "task_limit"
        case connectionLimit = "connection_limit"
        case allowedApps = "allowed_apps"
        case provider
        case connectionID = "connection_id"
        case recipeID = "recipe_id"
        case reportID = "report_id"
        case finishedAt = "finished_at"
        case tasks
        case managedUserID = "managed_user_id"
        case jwksURL = "jwks_url"
        case password
    }

    /// One field breaks a rule.
    public static func invalid(field: Field, reason: String) -> DirectoryError { .invalid([field: reason]) }
}

/// Gathers what is wrong with several fields, so that whoever wrote them need not try again for each.
struct FieldChecks {
    private var problems: [DirectoryError.Field: String] = [:]

    /// Runs a check; what it finds is kept.
    mutating func check(_ body: () throws(DirectoryError) -> Void) throws(DirectoryError) {
        do { try body() } catch {
            guard case .invalid(let found) = error else { throw error }
            problems.merge(found) { first, _ in first }
        }
    }

    /// Throws all that was found.
    func finish() throws(DirectoryError) { if !problems.isEmpty { throw .invalid(problems) } }
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

import Domain

/// A customer's connection to an app, as the application reports it.
public struct Connection: Hashable, Sendable {
    /// How far its authentication got.
    public enum AuthorizationStatus: String, Hashable, Sendable, CaseIterable {
        /// It is authenticated: only such connections count.
        case success
        /// It was refused.
        case failed
        /// It is still to come.
        case pending
    }

    /// The application's own id, unique within the customer.
    public let id: String
    /// The name people read.
    public let name: String
    /// The app that it is to.
    public let provider: String
    /// How far its authentication got.
    public let authorizationStatus: AuthorizationStatus
    /// When it was authenticated.
    public let authorizedAt: UnixTime?
    /// When it was first reported.
    public let createdAt: UnixTime
    /// When a report last changed it.
    public let updatedAt: UnixTime
}

/// What a report says of a connection.
public struct NewConnection: Hashable, Sendable {
    /// The name people read.
    public var name: String
    /// The app that it is to.
    public var provider: String
    /// How far its authentication got.
    public var authorizationStatus: Connection.AuthorizationStatus
    /// When it was authenticated; nil: when it was first reported so.
    public var authorizedAt: UnixTime?

    /// Gathers what a report says.
    public init(
        name: String, provider: String, authorizationStatus: Connection.AuthorizationStatus = .success,
        authorizedAt: UnixTime? = nil
    ) {
        self.name = name
        self.provider = provider
        self.authorizationStatus = authorizationStatus
        self.authorizedAt = authorizedAt
    }

    /// Throws all that breaks a rule.
    func check(_ id: String) throws(DirectoryError) {
        var checks = FieldChecks()
        try checks.check { () throws(DirectoryError) in try TextRules.checkForeignID(id, .connectionID) }
        try checks.check { () throws(DirectoryError) in try TextRules.checkName(name) }
        try checks.check { () throws(DirectoryError) in try TextRules.checkApp(provider, .provider) }
        try checks.finish()
    }

    /// The connection as it is after this report.
    func connection(_ id: String, after former: Connection?, at now: UnixTime) -> Connection {
        let connection = connection(id, after: former, updatedAt: former?.updatedAt ?? now, now)
        return connection == former ? connection : self.connection(id, after: former, updatedAt: now, now)
    }

    private func connection(
        _ id: String, after former: Connection?, updatedAt: UnixTime, _ now: UnixTime
    ) -> Connection {
        let formerly = former?.authorizationStatus == .success ? former?.authorizedAt : nil
        return Connection(
            id: id, name: name, provider: provider, authorizationStatus: authorizationStatus,
            authorizedAt: authorizedAt ?? (authorizationStatus == .success ? formerly ?? now : nil),
            createdAt: former?.createdAt ?? now, updatedAt: updatedAt)
    }
}

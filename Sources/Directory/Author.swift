/// Who writes to the directory, and from where: what the audit trail keeps of it.
public struct Author: Hashable, Sendable {
    /// What kind of writer it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Someone at the command line; the name is the system's for that user.
        case commandLine = "command_line"
        /// The holder of an API token; id and name are the token's.
        case apiToken = "api_token"
        /// The holder of the operator's token that the settings name.
        case operatorToken = "operator_token"
        /// Somebody of a team, in the console; id and name are that user's.
        case user
        /// A member of a customer, in its workspace; id and name are that member's.
        case member
        /// Casement by itself, when a time has come.
        case system
    }

    /// What kind of writer it is.
    public let kind: Kind
    /// The number of the token or user.
    public let id: Int64?
    /// The name of the token or user.
    public let name: String?
    /// The address it came from.
    public let address: String?
    /// The request that it came by.
    public let requestID: String?

    /// Names a writer.
    public init(
        _ kind: Kind, id: Int64? = nil, name: String? = nil, address: String? = nil, requestID: String? = nil
    ) {
        self.kind = kind
        self.id = id
        self.name = name
        self.address = address
        self.requestID = requestID
    }

    /// Casement by itself.
    public static let system = Author(.system)
}

import Directory
import Domain
import OpenSSLCrypto
import Sessions

/// A request from within a workspace, relayed by the gateway with the identity that its session has.
struct WorkspaceCall: Reaching {
    /// The request.
    let request: ConsoleRequest
    /// Who is there.
    let identity: WorkspaceIdentity
    /// The one partner.
    let reach: Reach
    /// Who writes, for the audit trail.
    let author: Author
    /// Whether the person is on the partner's team, and so has a way back to the console.
    let isTeamMember: Bool

    /// Looks up who of the team a customer manager is; one who is on it no more reaches nothing.
    init(_ request: ConsoleRequest) async throws(APIProblem) {
        guard let identity = WorkspaceIdentity(request.fields) else { throw .unauthorized }
        self.request = request
        self.identity = identity
        reach = try Reach(.partner(identity.partner), narrowedTo: nil)
        let directory = request.backend.parts.directory
        let user = try await request.backend.reads.run {
            try identity.email.flatMap { try directory.teamUser(email: $0) }
        }
        isTeamMember = user?.vendorID == identity.partner
        if identity.isManager, !isTeamMember { throw .forbidden }
        let (kind, id): (Author.Kind, Int64?) =
            identity.isManager ? (.user, user?.id.rawValue) : (.member, identity.member?.rawValue)
        author = Author(
            kind, id: id, name: identity.name, address: request.origin.address, requestID: request.origin.requestID)
    }

    /// Everything that outlives the request.
    var backend: ManagementBackend { request.backend }
    /// The time of the request.
    var now: UnixTime { request.now }
    /// What stands in the places of its path.
    var places: [String: Substring] { request.places }
    /// Whether the person may change the customer's name.
    var mayRename: Bool { identity.mayRename }

    /// What this session's forms carry as proof that a page of this process showed them: cookies do not come this far, so it
    /// is made with a key of the process's own.
    var formToken: FormToken { FormToken(session: identity.session, key: backend.workspaceKey) }
}

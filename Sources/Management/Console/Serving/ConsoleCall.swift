import Directory
import Domain
import Sessions

/// Whoever signed in to the console, as the directory knows them now.
struct Visitor: Sendable {
    /// The person.
    let user: TeamUserRecord
    /// Whose team they are on; nil for the operator's.
    let partner: PartnerName?
    /// The session.
    let session: ConsoleSession
    /// What names the session.
    let cookie: ConsoleCookie

    /// Whose things they reach.
    var principal: Principal { user.vendorID.map { .partner($0) } ?? .operator }
}

/// A request of somebody who signed in, as its handler sees it.
struct ConsoleCall: Reaching {
    /// The request.
    let request: ConsoleRequest
    /// Who asks.
    let visitor: Visitor
    /// Whose things they reach.
    let reach: Reach
    /// Who writes, for the audit trail.
    let author: Author

    init(_ request: ConsoleRequest, _ visitor: Visitor) throws(APIProblem) {
        self.request = request
        self.visitor = visitor
        reach = try Reach(visitor.principal, narrowedTo: nil)
        author = Author(
            .user, id: visitor.user.id.rawValue, name: visitor.user.name, address: request.origin.address,
            requestID: request.origin.requestID)
    }

    private init(_ call: ConsoleCall, within reach: Reach) {
        request = call.request
        visitor = call.visitor
        author = call.author
        self.reach = reach
    }

    /// Everything that outlives the request.
    var backend: ManagementBackend { request.backend }
    /// The time of the request.
    var now: UnixTime { request.now }
    /// What stands in the places of its path, not decoded.
    var places: [String: Substring] { request.places }

    /// The same call, for nothing but the partner that `:vendor_id` names; another's is not found.
    func withinPartner() throws(APIProblem) -> ConsoleCall {
        try within(try place("vendor_id") { VendorID($0) })
    }

    /// The same call, for nothing but that partner; another's is not found.
    func within(_ vendor: VendorID) throws(APIProblem) -> ConsoleCall {
        ConsoleCall(self, within: try reach.narrowed(to: vendor))
    }

    /// Whether they may do what only admins and operators may.
    var isAdmin: Bool {
        switch visitor.user.role {
        case .operator, .admin: true
        case .customerManager: false
        }
    }

    /// Whether they are of the operator's team.
    var isOperator: Bool {
        switch visitor.user.role {
        case .operator: true
        case .admin, .customerManager: false
        }
    }

    /// The form read as a body of the API; `fields` with everything that is wrong. What only the directory knows counts, too.
    func body<Body: Fields>(_ body: Body.Type, from object: JSONObject) async throws(APIProblem) -> Body {
        var rules = backend.fieldRules
        rules.plans = Set(try await read(reach) { store, vendor in try store.plans(of: vendor) }.map(\.id))
        return try FieldReader.read(body, from: object, rules)
    }

    /// Asks Redis; whatever goes wrong there is `session_store_unavailable`.
    func redis<Value: Sendable>(_ ask: () async throws -> Value) async throws(APIProblem) -> Value {
        do { return try await ask() } catch { throw .sessionStoreUnavailable }
    }
}

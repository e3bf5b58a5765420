import Directory
import Domain
import Hummingbird

/// A request that was let in, as its handler sees it: what it reaches, who asks, and what was sent.
struct Call: Reaching {
    /// Everything that outlives the request.
    let backend: ManagementBackend
    /// Whose things the token reaches.
    let reach: Reach
    /// Who writes, for the audit trail.
    let author: Author
    /// The time of the request.
    let now: UnixTime
    /// What a write demands of the row's version.
    let condition: VersionCondition

    /// What stands in the places of its path, not decoded.
    let places: [String: Substring]

    private let request: Request
    private let queryText: QueryText

    /// Reads from the head whose things are meant; the body is left for later.
    init(
        _ request: Request, places: [String: Substring], caller: Authentication.Caller, origin: RequestOrigin,
        backend: ManagementBackend
    ) throws(APIProblem) {
        self.request = request
        self.places = places
        self.backend = backend
        queryText = QueryText(RequestTarget(request).query)
        let scope = try queryText.read(ScopeQuery.self, backend.fieldRules)
        reach = try Reach(caller.principal, narrowedTo: scope.vendorID)
        author = Author(caller, origin)
        condition = try VersionCondition(ifMatch: request.headers[.ifMatch])
        now = backend.parts.clock()
    }

    /// The parameters of the query.
    func query<Query: QueryFields>(_ query: Query.Type) throws(APIProblem) -> Query {
        try queryText.read(query, backend.fieldRules)
    }

    /// The members of the body. One that is wrong is read again with what only the directory knows, so that every wrong
    /// field is told at once.
    func body<Body: BodyFields>(_ body: Body.Type) async throws(APIProblem) -> Body {
        let text = try await RequestBodyText(of: request)
        do throws(APIProblem) { return try text.read(body, backend.fieldRules) } catch {
            guard case .fields = error else { throw error }
            var rules = backend.fieldRules
            rules.plans = Set(try await read(reach) { store, vendor in try store.plans(of: vendor) }.map(\.id))
            return try text.read(body, rules)
        }
    }
}

extension Author {
    /// Whoever holds the token, wherever the request came from.
    init(_ caller: Authentication.Caller, _ origin: RequestOrigin) {
        let kind: Kind =
            switch caller.principal {
            case .operator: .operatorToken
            case .partner: .apiToken
            }
        let id: Int64? =
            switch caller.token {
            case .settings: nil
            case .stored(let id): id.rawValue
            }
        self.init(kind, id: id, name: caller.name, address: origin.address, requestID: origin.requestID)
    }
}

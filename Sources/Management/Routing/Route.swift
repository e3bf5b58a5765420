/// Whose tokens may use an address.
enum Access: Hashable, Sendable {
    /// Every good token, each for what it reaches.
    case everyToken
    /// The operator's tokens alone.
    case operatorToken

    /// Throws `forbidden` for whom the address is not.
    func requireAllowed(_ principal: Principal) throws(APIProblem) {
        switch (self, principal) {
        case (.everyToken, _), (.operatorToken, .operator): return
        case (.operatorToken, .partner): throw .forbidden
        }
    }
}

/// One line of the table: a method of an address, who may use it, what it counts against, and who answers it.
struct Route: RouteLine {
    /// Who answers.
    enum Handler: Sendable {
        /// The same answer to everybody, without a token.
        case open(@Sendable () -> Answer)
        /// Whoever was let in.
        case token(Access, RateClass, @Sendable (Call) async throws(APIProblem) -> Answer)
    }

    let method: HTTPMethod
    let pattern: RoutePattern
    /// Who answers.
    let handler: Handler
    /// The parameters of its query.
    let query: [DeclaredField]
    /// The members of its body; nil where none is read.
    let body: [DeclaredField]?

    /// A route whose answer is everybody's.
    init(open pattern: String, _ answer: @escaping @Sendable () -> Answer) {
        method = .get
        self.pattern = RoutePattern(pattern)
        handler = .open(answer)
        query = []
        body = nil
    }

    /// A route that takes neither parameters nor a body.
    init(
        _ method: HTTPMethod, _ pattern: String, for access: Access = .everyToken, at rate: RateClass = .requests,
        _ handler: @escaping @Sendable (Call) async throws(APIProblem) -> Answer
    ) {
        self.init(method, pattern, access, rate, query: NoFields.self, body: nil, handler)
    }

    /// A route that takes parameters.
    init<Query: QueryFields>(
        _ method: HTTPMethod, _ pattern: String, for access: Access = .everyToken, at rate: RateClass = .requests,
        _ handler: @escaping @Sendable (Call, Query) async throws(APIProblem) -> Answer
    ) {
        self.init(method, pattern, access, rate, query: Query.self, body: nil) { call async throws(APIProblem) in
            try await handler(call, try call.query(Query.self))
        }
    }

    /// A route that takes a body.
    init<Body: BodyFields>(
        _ method: HTTPMethod, _ pattern: String, for access: Access = .everyToken, at rate: RateClass = .requests,
        _ handler: @escaping @Sendable (Call, Body) async throws(APIProblem) -> Answer
    ) {
        self.init(method, pattern, access, rate, query: NoFields.self, body: Body.self) {
            call async throws(APIProblem) in
            try await handler(call, try await call.body(Body.self))
        }
    }

    /// A route that takes parameters and a body.
    init<Query: QueryFields, Body: BodyFields>(
        _ method: HTTPMethod, _ pattern: String, for access: Access = .everyToken, at rate: RateClass = .requests,
        _ handler: @escaping @Sendable (Call, Query, Body) async throws(APIProblem) -> Answer
    ) {
        self.init(method, pattern, access, rate, query: Query.self, body: Body.self) { call async throws(APIProblem) in
            let query = try call.query(Query.self)
            return try await handler(call, query, try await call.body(Body.self))
        }
    }

    private init(
        _ method: HTTPMethod, _ pattern: String, _ access: Access, _ rate: RateClass, query: any Fields.Type,
        body: (any BodyFields.Type)?, _ answer: @escaping @Sendable (Call) async throws(APIProblem) -> Answer
    ) {
        self.method = method
        self.pattern = RoutePattern(pattern)
        handler = .token(access, rate, answer)
        self.query = FieldReader.declared(by: ScopeQuery.self) + FieldReader.declared(by: query)
        self.body = body.map { FieldReader.declared(by: $0) }
    }
}

/// The parameters of a query.
protocol QueryFields: Fields {}

/// The members of a body.
protocol BodyFields: Fields {
    /// Whether the request may come without a body, which then has no members.
    static var mayBeMissing: Bool { get }
}

extension BodyFields {
    static var mayBeMissing: Bool { false }
}

/// No fields at all.
struct NoFields: Fields {
    init(reading fields: inout FieldReader) {}
}

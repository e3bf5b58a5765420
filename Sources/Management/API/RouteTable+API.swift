extension RouteTable {
    /// The management API.
    static let api = RouteTable(
        routes: [
            Route(.get, "/api/managed_users/:id/sessions", SessionEndpoints.list),
            Route(.delete, "/api/managed_users/:id/sessions", SessionEndpoints.endAll),
            Route(.delete, "/api/managed_users/:id/sessions/:session_id", SessionEndpoints.endOne),

            Route(.post, "/api/origin_checks", at: .bulk, OriginCheckEndpoint.check),
            Route(.post, "/api/token_checks", at: .bulk, TokenCheckEndpoint.check),
        ])
}

extension Route {
    /// The management API's addresses.
    static let table = RouteTable(
        routes: [
            Route(open: "/api/openapi.yaml", DocumentEndpoint.show),

            Route(.get, "/api/managed_users", CustomerEndpoints.list),
            Route(.post, "/api/managed_users", at: .bulk, CustomerEndpoints.create),
            Route(.get, "/api/managed_users/usage", at: .bulk, ActivityEndpoints.usage),
            Route(.get, "/api/managed_users/:id", CustomerEndpoints.show),
            Route(.put, "/api/managed_users/:id", CustomerEndpoints.update),
            Route(.delete, "/api/managed_users/:id", CustomerEndpoints.delete),
            Route(.put, "/api/managed_users/:id/upgrade", CustomerEndpoints.upgrade),
            Route(.put, "/api/managed_users/:id/downgrade", CustomerEndpoints.downgrade),

            Route(.get, "/api/managed_users/:id/members", MemberEndpoints.list),
            Route(.post, "/api/managed_users/:id/members", MemberEndpoints.create),
            Route(.get, "/api/managed_users/:id/members/:member_id", MemberEndpoints.show),
            Route(.put, "/api/managed_users/:id/members/:member_id", MemberEndpoints.update),
            Route(.delete, "/api/managed_users/:id/members/:member_id", at: .bulk, MemberEndpoints.delete),
            Route(.post, "/api/managed_users/:id/member", MemberEndpoints.create),
            Route(.delete, "/api/managed_users/:id/member", at: .bulk, MemberEndpoints.deleteChosen),

            Route(.get, "/api/managed_users/:id/connections", ActivityEndpoints.connections),
            Route(.get, "/api/managed_users/:id/dashboard", at: .bulk, ActivityEndpoints.dashboard),

            Route(.get, "/api/managed_users/:id/sessions", SessionEndpoints.list),
            Route(.delete, "/api/managed_users/:id/sessions", SessionEndpoints.endAll),
            Route(.delete, "/api/managed_users/:id/sessions/:session_id", SessionEndpoints.endOne),

            Route(.get, "/api/account", AccountEndpoints.show),
            Route(.put, "/api/account", AccountEndpoints.update),
            Route(.put, "/api/account/signature_verification_key", KeyEndpoints.replace),
            Route(.get, "/api/account/keys", KeyEndpoints.list),
            Route(.post, "/api/account/keys", KeyEndpoints.add),
            Route(.delete, "/api/account/keys", KeyEndpoints.removeChosen),
            Route(.delete, "/api/account/keys/:id", KeyEndpoints.remove),
            Route(.get, "/api/plans", PlanEndpoints.list),

            Route(.get, "/api/customer_managers", CustomerManagerEndpoints.list),
            Route(.post, "/api/customer_managers", CustomerManagerEndpoints.create),
            Route(.delete, "/api/customer_managers/:id", CustomerManagerEndpoints.delete),

            Route(.get, "/api/audit_events", AuditEndpoint.list),

            Route(.post, "/api/origin_checks", at: .bulk, OriginCheckEndpoint.check),
            Route(.post, "/api/token_checks", at: .bulk, TokenCheckEndpoint.check),

            Route(
                .put, "/api/reports/managed_users/:id/connections/:cid", for: .operatorToken, at: .bulk,
                ReportEndpoints.putConnection),
            Route(
                .delete, "/api/reports/managed_users/:id/connections/:cid", for: .operatorToken, at: .bulk,
                ReportEndpoints.deleteConnection),
            Route(
                .put, "/api/reports/managed_users/:id/recipes/:rid", for: .operatorToken, at: .bulk,
                ReportEndpoints.putRecipe),
            Route(
                .delete, "/api/reports/managed_users/:id/recipes/:rid", for: .operatorToken, at: .bulk,
                ReportEndpoints.deleteRecipe),
            Route(.post, "/api/reports/jobs", for: .operatorToken, at: .bulk, ReportEndpoints.addJobs),
        ])
}

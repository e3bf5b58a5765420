import Directory

/// Who of a team may use an address of the console.
enum ConsoleAccess: Hashable, Sendable {
    /// Everybody, each for what they reach.
    case everybody
    /// A partner's admins, and operators.
    case admins
    /// Operators.
    case operators

    /// Throws `forbidden` for whom the address is not.
    func requireAllowed(_ role: TeamUserRecord.Role) throws(APIProblem) {
        switch (self, role) {
        case (.everybody, _), (.admins, .admin), (_, .operator): return
        case (.admins, .customerManager), (.operators, .admin), (.operators, .customerManager): throw .forbidden
        }
    }
}

/// One line of the console's table. What takes a form takes it as a `ConsoleForm`, which only a form with its token becomes.
struct ConsoleRoute: RouteLine {
    /// Who answers.
    enum Handler: Sendable {
        /// The same answer to everybody.
        case asset(@Sendable () -> Answer)
        /// Whoever asks, signed in or not.
        case guest(@Sendable (ConsoleRequest) async throws(APIProblem) -> Answer)
        /// Whoever sends a form, signed in or not.
        case guestForm(@Sendable (ConsoleRequest, ConsoleForm) async throws(APIProblem) -> Answer)
        /// Whoever signed in and is allowed.
        case page(ConsoleAccess, @Sendable (ConsoleCall) async throws(APIProblem) -> Answer)
        /// Whoever signed in, is allowed, and sends a form.
        case form(ConsoleAccess, @Sendable (ConsoleCall, ConsoleForm) async throws(APIProblem) -> Answer)
        /// Whoever is in a workspace.
        case workspace(@Sendable (WorkspaceCall) async throws(APIProblem) -> Answer)
        /// Whoever is in a workspace and sends a form.
        case workspaceForm(@Sendable (WorkspaceCall, ConsoleForm) async throws(APIProblem) -> Answer)
    }

    let method: HTTPMethod
    let pattern: RoutePattern
    /// Who answers.
    let handler: Handler

    /// A file that is part of the program.
    init(asset pattern: String, _ answer: @escaping @Sendable () -> Answer) {
        self.init(.get, pattern, .asset(answer))
    }

    /// A page for whoever comes.
    init(guest pattern: String, _ answer: @escaping @Sendable (ConsoleRequest) async throws(APIProblem) -> Answer) {
        self.init(.get, pattern, .guest(answer))
    }

    /// A form for whoever comes.
    init(
        guestForm pattern: String,
        _ answer: @escaping @Sendable (ConsoleRequest, ConsoleForm) async throws(APIProblem) -> Answer
    ) {
        self.init(.post, pattern, .guestForm(answer))
    }

    /// A page for those who signed in.
    init(
        page pattern: String, for access: ConsoleAccess = .everybody,
        _ answer: @escaping @Sendable (ConsoleCall) async throws(APIProblem) -> Answer
    ) {
        self.init(.get, pattern, .page(access, answer))
    }

    /// A form for those who signed in.
    init(
        form pattern: String, for access: ConsoleAccess = .everybody,
        _ answer: @escaping @Sendable (ConsoleCall, ConsoleForm) async throws(APIProblem) -> Answer
    ) {
        self.init(.post, pattern, .form(access, answer))
    }

    /// A page for those in a workspace.
    init(
        workspace pattern: String, _ answer: @escaping @Sendable (WorkspaceCall) async throws(APIProblem) -> Answer
    ) {
        self.init(.get, pattern, .workspace(answer))
    }

    /// A form for those in a workspace.
    init(
        workspaceForm pattern: String,
        _ answer: @escaping @Sendable (WorkspaceCall, ConsoleForm) async throws(APIProblem) -> Answer
    ) {
        self.init(.post, pattern, .workspaceForm(answer))
    }

    private init(_ method: HTTPMethod, _ pattern: String, _ handler: Handler) {
        self.method = method
        self.pattern = RoutePattern(pattern)
        self.handler = handler
    }
}

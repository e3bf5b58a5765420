import Directory
import Domain
import HTTPTypes
import Hummingbird
import Sessions

/// A request's way through the console, or through the workspace's own pages: the table names its route, the cookie who
/// asks, the role whether they may, the form's token whether a page of ours sent it; then the route's handler answers.
struct ConsoleResponder: Sendable {
    /// What outlives requests.
    let backend: ManagementBackend
    /// Where requests lead.
    let table: RouteTable<ConsoleRoute>

    private let home: ConsoleHome

    /// The console, or the workspace's own pages, whichever is at this door and answers for the path; nil: neither.
    init?(_ backend: ManagementBackend, door: Door, path: Substring) {
        self.backend = backend
        switch door {
        case .admin:
            guard path == "/" || path == "/admin_console" || path.hasPrefix("/admin_console/") else { return nil }
            (table, home) = (ConsoleRoute.console, .console)
        case .gateway:
            guard path.hasPrefix("/casement/workspace/") else { return nil }
            (table, home) = (ConsoleRoute.workspace, .workspace)
        }
    }

    /// Answers every request, whatever becomes of it.
    func respond(to request: Request, _ origin: RequestOrigin) async -> Response {
        var answer: Answer
        do throws(APIProblem) { answer = try await self.answer(request, origin) } catch {
            answer = ProblemPage(error, backend, home: home).answer(to: request, origin)
        }
        ConsoleHeaders.add(to: &answer, backend.parts)
        return answer.response(requestID: origin.requestID, isForHead: request.method == .head)
    }

    private func answer(_ request: Request, _ origin: RequestOrigin) async throws(APIProblem) -> Answer {
        let match = try table.match(method: request.method.rawValue, path: RequestTarget(request).path)
        let asked = ConsoleRequest(request, places: match.places, origin: origin, backend: backend)
        switch match.route.handler {
        case .asset(let answer): return answer()
        case .guest(let answer): return try await answer(asked)
        case .guestForm(let answer):
            return try await answer(
                asked, try await ConsoleForm(of: request, provenBy: asked.cookies.form.map { FormToken($0) }))
        case .page(let access, let answer): return try await answer(try await call(asked, access))
        case .form(let access, let answer):
            let call = try await call(asked, access)
            return try await answer(call, try await ConsoleForm(of: request, provenBy: FormToken(call.visitor.cookie)))
        case .workspace(let answer): return try await answer(try await WorkspaceCall(asked))
        case .workspaceForm(let answer):
            let call = try await WorkspaceCall(asked)
            return try await answer(call, try await ConsoleForm(of: request, provenBy: call.formToken))
        }
    }

    private func call(_ asked: ConsoleRequest, _ access: ConsoleAccess) async throws(APIProblem) -> ConsoleCall {
        guard let visitor = try await asked.visitor() else { throw .unauthorized }
        try access.requireAllowed(visitor.user.role)
        return try ConsoleCall(asked, visitor)
    }
}

extension ConsoleRequest {
    /// Whoever the session belongs to that the cookie names; nil when none lives, or the person is on no team any more.
    func visitor() async throws(APIProblem) -> Visitor? {
        guard let cookie = cookies.session, let session = try await session(cookie) else { return nil }
        let directory = backend.parts.directory
        return try await backend.reads.run {
            guard let user = try directory.teamUser(session.user) else { return nil }
            let partner = try user.vendorID.map { try directory.partnerName($0) }
            return Visitor(user: user, partner: partner, session: session, cookie: cookie)
        }
    }

    private func session(_ cookie: ConsoleCookie) async throws(APIProblem) -> ConsoleSession? {
        do { return try await backend.parts.console.session(cookie, at: now) } catch {
            throw .sessionStoreUnavailable
        }
    }
}

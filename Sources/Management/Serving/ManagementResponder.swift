import Domain
import HTTPTypes
import Hummingbird
import Logging

/// A request's way, top to bottom. What is the console's goes there; for the rest the table names its route, the token who
/// asks, the rate whether now; then the route's handler answers. Whatever stands in the way becomes an answer here.
struct ManagementResponder: HTTPResponder {
    /// What outlives requests.
    let backend: ManagementBackend
    /// Where requests lead.
    let table: RouteTable<Route>
    /// Where they come in.
    let door: Door

    /// Answers every request, whatever becomes of it.
    func respond(to request: Request, context: ManagementContext) async -> Response {
        let origin = RequestOrigin(
            request.headers, peerAddress: context.peerAddress, door: door, proxies: backend.parts.trustedProxies)
        if let console = ConsoleResponder(backend, door: door, path: RequestTarget(request).path) {
            return await console.respond(to: request, origin)
        }
        let isForHead = request.method == .head
        do throws(APIProblem) {
            let answer = try await answer(request, origin)
            return answer.response(requestID: origin.requestID, isForHead: isForHead)
        } catch {
            let refusal = ProblemAnswer(error)
            refusal.log(
                backend.parts.logger,
                [
                    "request_id": "\(origin.requestID)", "method": "\(request.method)",
                    "client": "\(origin.address ?? "-")",
                ])
            return refusal.answer(requestID: origin.requestID)
                .response(requestID: origin.requestID, isForHead: isForHead)
        }
    }

    private func answer(_ request: Request, _ origin: RequestOrigin) async throws(APIProblem) -> Answer {
        guard door.servesAPI else { throw .notFound }
        let match = try table.match(method: request.method.rawValue, path: RequestTarget(request).path)
        switch match.route.handler {
        case .open(let answer): return answer()
        case .token(let access, let rate, let answer):
            let caller = try await backend.authentication.caller(request.headers, door: door, by: backend.reads)
            try backend.admit(caller.token, rate)
            try access.requireAllowed(caller.principal)
            return try await answer(
                try Call(request, places: match.places, caller: caller, origin: origin, backend: backend))
        }
    }
}

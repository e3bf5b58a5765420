import HTTPTypes
import Hummingbird

/// The partner's addresses: its page on each host name, and the two calls of that page to its backend.
struct PartnerRoutes: Sendable {
    private let gateway: String
    private let backend: PartnerBackend
    private let pages: Pages

    /// Compiles the page.
    init(gateway: String, backend: PartnerBackend) throws {
        self.gateway = gateway
        self.backend = backend
        pages = try Pages(["partner": PackageResources.partner_html])
    }

    /// All routes.
    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/") { request, _ in page(request) }
        router.post("/tokens") { request, context in try await token(request, context) }
        router.post("/sign_out") { request, context in try await signOut(request, context) }
        router.get("/partner.css") { _, _ in Response.asset(PackageResources.partner_css, type: "text/css") }
        router.get("/partner.js") { _, _ in Response.asset(PackageResources.partner_js, type: "text/javascript") }
        return router
    }

    private func page(_ request: Request) -> Response {
        guard let host = PartnerHost(authority: request.head.authority) else { return toFirstHost(request) }
        var response = pages.page("partner", PartnerPage(on: host, gateway: gateway))
        response.headers[.contentSecurityPolicy] =
            "default-src 'self'; img-src data:; frame-src \(gateway); form-action 'self' \(gateway); base-uri 'none'; frame-ancestors 'none'"
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private func toFirstHost(_ request: Request) -> Response {
        let port = request.head.authority?.split(separator: ":").dropFirst().last.map { ":" + $0 } ?? ""
        return Response(status: .seeOther, headers: [.location: "http://\(PartnerHost.names[0])\(port)/"])
    }

    private func token(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let form = try await accountForm(request, context)
        let origin = form.origin.flatMap { $0.isEmpty ? nil : $0 }
        let token = try await backend.directLinkToken(for: form.account, origin: origin)
        return .text(try JSONText.text(["token": token]), type: "application/json")
    }

    private func signOut(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let account = try await accountForm(request, context).account
        do {
            let answer = try await backend.signOut(account)
            return .text(answer.body, type: "application/json", status: .init(code: answer.status))
        } catch {
            let message = ["message": "The gateway did not answer."]
            return .text(try JSONText.text(message), type: "application/json", status: .badGateway)
        }
    }

    /// Only this page's own script may have tokens made.
    private func accountForm(
        _ request: Request, _ context: BasicRequestContext
    ) async throws -> (account: Account, origin: String?) {
        guard let host = PartnerHost(authority: request.head.authority), request.headers[.origin] == host.origin else {
            throw HTTPError(.forbidden)
        }
        let form = try await URLEncodedFormDecoder().decode(AccountForm.self, from: request, context: context)
        guard let account = Account.named(form.account) else { throw HTTPError(.badRequest) }
        return (account, form.origin)
    }
}

private struct AccountForm: Decodable {
    let account: String
    let origin: String?
}

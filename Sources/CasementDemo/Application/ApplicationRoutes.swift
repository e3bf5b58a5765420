import HTTPTypes
import Hummingbird

/// The application's addresses. It knows nothing of tokens, cookies or origins: the gateway tells it who is there.
struct ApplicationRoutes: Sendable {
    private let pages: Pages
    private let workspaces = Workspaces()

    /// Compiles the pages.
    init() throws {
        pages = try Pages([
            "layout": PackageResources.application_layout_html,
            "overview": PackageResources.application_overview_html,
            "recipes": PackageResources.application_recipes_html,
            "connections": PackageResources.application_connections_html,
            "settings": PackageResources.application_settings_html,
            "policy": PackageResources.application_policy_html,
        ])
    }

    /// All routes.
    func router() -> Router<BasicRequestContext> {
        let router = Router()
        addPages(to: router)
        addSettings(to: router)
        router.get("/whoami.json") { request, _ in try whoAmI(request) }
        router.get("/application.css") { _, _ in Response.asset(PackageResources.application_css, type: "text/css") }
        router.get("/frame.js") { _, _ in Response.asset(PackageResources.frame_js, type: "text/javascript") }
        router.get("/policy.js") { _, _ in Response.asset(PackageResources.policy_js, type: "text/javascript") }
        return router
    }

    private func addPages(to router: Router<BasicRequestContext>) {
        router.get("/") { request, _ in pages.page("overview", page("Overview", at: "/", request)) }
        router.get("/recipes") { request, _ in pages.page("recipes", page("Recipes", at: "/recipes", request)) }
        router.get("/connections") { request, _ in
            pages.page("connections", page("Connections", at: "/connections", request))
        }
        router.get("/policy") { request, _ in strictly(pages.page("policy", page("Policy", at: "/policy", request))) }
    }

    private func addSettings(to router: Router<BasicRequestContext>) {
        router.get("/settings") { request, _ in
            let user = SignedIn(request.headers)
            let notes = await workspaces.notes(of: user?.customer ?? "")
            let saved = request.uri.queryParameters["saved"] != nil
            let page = ApplicationPage("Settings", at: "/settings", for: user, notes: notes, saved: saved)
            return pages.page("settings", page)
        }
        router.post("/settings") { request, context in
            guard let user = SignedIn(request.headers) else { throw HTTPError(.forbidden) }
            let form = try await URLEncodedFormDecoder().decode(NoteForm.self, from: request, context: context)
            await workspaces.add(form.note, by: user.callName, to: user.customer)
            return Response(status: .seeOther, headers: [.location: "/settings?saved"])
        }
    }

    private func page(_ title: String, at path: String, _ request: Request) -> ApplicationPage {
        ApplicationPage(title, at: path, for: SignedIn(request.headers))
    }

    /// Forbids every frame, as an application does that was never meant for one: Casement changes that and nothing else.
    private func strictly(_ response: Response) -> Response {
        var response = response
        response.headers[.contentSecurityPolicy] = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'"
        if let name = HTTPField.Name("X-Frame-Options") { response.headers[name] = "DENY" }
        return response
    }

    private func whoAmI(_ request: Request) throws -> Response {
        guard let user = SignedIn(request.headers) else { throw HTTPError(.forbidden) }
        return .text(try JSONText.text(user), type: "application/json")
    }
}

private struct NoteForm: Decodable {
    let note: String
}

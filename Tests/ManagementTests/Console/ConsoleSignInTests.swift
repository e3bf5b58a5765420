import Directory
import HTTPTypes
import Testing

@testable import Management

@Suite struct ConsoleSignInTests {
    @Test("Who signs in gets a cookie that no form of another site carries, and is led to the customers") func signIn()
        async throws
    {
        let rig = try Rig()
        try rig.teamUser("ada@acme.example")
        let reply = try await Visit(rig).signIn("ADA@acme.example")
        #expect((reply.status, reply.location) == (303, "/admin_console/customers"))
        let cookie = try #require(reply.fields[values: .setCookie].first { $0.hasPrefix("__Host-casement-console=") })
        for attribute in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            #expect(cookie.contains("; " + attribute))
        }
    }

    @Test("Of a wrong address and a wrong password the same is told") func wrong() async throws {
        let rig = try Rig()
        try rig.teamUser("ada@acme.example")
        let visit = Visit(rig)
        let wrong = try await visit.signIn("ada@acme.example", password: "wrong")
        let unknown = try await visit.signIn("bob@acme.example", password: "wrong")
        #expect((wrong.status, unknown.status) == (422, 422))
        #expect(wrong.body.replacing("ada@acme", with: "bob@acme") == unknown.body)
        #expect(wrong.body.contains("The email address or the password is wrong."))
    }

    @Test("Too many failures lock the address out, even with the right password, until the wait is over")
    func lockOut() async throws {
        let rig = try Rig()
        try rig.teamUser("ada@acme.example")
        let visit = Visit(rig)
        for _ in 1...FakeConsoleMemory.freeFailures { try await visit.signIn("ada@acme.example", password: "no") }
        let locked = try await visit.signIn("ada@acme.example")
        #expect(locked.status == 429)
        #expect(locked.body.contains("Too many attempts.") && locked.body.contains("data-countdown=\"30\""))
    }

    @Test("A page that needs a sign-in leads there and back, and nowhere else") func returning() async throws {
        let rig = try Rig()
        try rig.teamUser("ada@acme.example")
        let visit = Visit(rig)
        let led = try await visit.get("/admin_console/customers?search=blue")
        let address = "/admin_console/sign_in?return_to=%2Fadmin_console%2Fcustomers%3Fsearch%3Dblue"
        #expect((led.status, led.location) == (303, address))
        for (asked, landing) in [
            ("/admin_console/customers?search=blue", "/admin_console/customers?search=blue"),
            ("//evil.example", "/admin_console/customers"), ("https://evil.example", "/admin_console/customers"),
            ("/admin_console/../x\\y", "/admin_console/customers"),
        ] {
            let visit = Visit(rig)
            try await visit.get("/admin_console/sign_in")
            let reply = try await visit.post(
                "/admin_console/sign_in",
                ["email": "ada@acme.example", "password": Visit.password, "return_to": asked])
            #expect(reply.location == landing)
        }
    }

    @Test("Signing out ends the session itself, not the cookie alone") func signOut() async throws {
        let visit = try await Rig().visit(.admin)
        let thief = visit.cookies
        #expect(try await visit.post("/admin_console/sign_out").location == "/admin_console/sign_in")
        let field = thief.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let reply = try await visit.rig.ask(
            .get, "/admin_console/customers", as: .nobody, with: [.cookie: field])
        #expect(reply.status == 303)
    }

    @Test("Who is taken off the team is out at once") func removal() async throws {
        let rig = try Rig()
        let visit = try await rig.visit(.admin)
        try rig.teamUser("second@acme.example")
        let user = try #require(try rig.store.teamUser(email: "admin@acme.example"))
        try rig.store.deleteTeamUser(user.id, of: vendor("acme"), by: .system, now: Rig.start)
        #expect(try await visit.get("/admin_console/customers").status == 303)
    }

    @Test("A password is changed by who knows it, by the rule, and ends the other sessions") func password()
        async throws
    {
        let visit = try await Rig().visit(.admin)
        let other = Visit(visit.rig)
        try await other.signIn("admin@acme.example")
        func change(_ old: String, _ new: String, _ again: String) async throws -> Reply {
            try await visit.post(
                "/admin_console/account/password",
                ["password": old, "new_password": new, "new_password_again": again])
        }
        let new = "another horse, other staples"
        #expect(try await change("wrong", new, new).body.contains("is not your present password"))
        #expect(try await change(Visit.password, "short", "short").status == 422)
        #expect(try await change(Visit.password, new, new + "!").body.contains("is not what you typed above"))
        #expect(try await other.get("/admin_console/account").status == 200)
        #expect(try await change(Visit.password, new, new).location == "/admin_console/account?done=password_changed")
        #expect(try await visit.get("/admin_console/account").status == 200)
        #expect(try await other.get("/admin_console/account").status == 303)
        #expect(try await Visit(visit.rig).signIn("admin@acme.example", password: new).status == 303)
    }

    @Test("An invitation is looked at as often as one likes, and sets a password once") func invitation() async throws {
        let visit = try await Rig().visit(.admin)
        let page = try await visit.post(
            "/admin_console/partners/acme/team",
            ["name": "Cleo", "email": "cleo@acme.example", "role_name": "customer_manager"])
        let link = try #require(
            page.body.firstMatch(of: /https:\/\/console.example(\/admin_console\/invitations\/[^"]+)/))
        let guest = Visit(visit.rig)
        for _ in 1...2 { #expect(try await guest.get(String(link.1)).body.contains("cleo@acme.example")) }
        let fields = ["new_password": Visit.password, "new_password_again": Visit.password]
        #expect(try await guest.post(String(link.1), fields).location == "/admin_console/customers")
        #expect(try await guest.get("/admin_console/customers").status == 200)
        #expect(try await Visit(visit.rig).get(String(link.1)).status == 404)
    }

    @Test("Without Redis nobody is let in, and the page says so") func redisDown() async throws {
        let visit = try await Rig().visit(.admin)
        visit.rig.console.goDown()
        let reply = try await visit.get("/admin_console/customers")
        #expect(reply.status == 503 && reply.body.contains("session_store_unavailable"))
    }
}

import Directory
import Domain
import HTTPTypes
import Sessions

/// `/admin_console/sign_in` and `/admin_console/sign_out`
enum SignInPages {
    /// Where people sign in.
    static let address = "/admin_console/sign_in"

    /// The same, to be led on to a page of the console afterwards.
    static func path(thenTo page: String) -> String {
        page == "/" || page == "/admin_console"
            ? address : "\(address)?return_to=\(PercentEncoding.encode(page) { PercentEncoding.isUnreserved($0) })"
    }

    /// The form; whoever is signed in already is led on.
    static func show(_ request: ConsoleRequest) async throws(APIProblem) -> Answer {
        if try await request.visitor() != nil { return .redirect(to: landing(request.parameter("return_to"))) }
        return try page(request, SignInTrial(email: nil, next: request.parameter("return_to")), nil)
    }

    /// Signs in, or says why not. An attempt is counted before the password is looked at, so that guessing in parallel gains
    /// nothing; who guesses wrong too often waits longer and longer. Of address and password it is never told which was wrong.
    static func signIn(_ request: ConsoleRequest, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        let trial = SignInTrial(email: form["email"], next: form["return_to"])
        guard let email = trial.email else { return try page(request, trial, .wrong) }
        let names = [SignInName.email(email)] + (request.origin.address.map { [.address($0)] } ?? [])
        if case .locked(let until) = try await attempt(request, names) {
            return try page(request, trial, .locked(seconds: max(1, until.seconds - request.now.seconds)))
        }
        guard let user = try await PasswordCheck.user(email, form.verbatim("password"), request.backend) else {
            return try page(request, trial, .wrong)
        }
        return try await welcome(user, names, trial, request)
    }

    /// Ends the session.
    static func signOut(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        try await call.redis { try await call.backend.parts.console.end(call.visitor.cookie) }
        var answer = Answer.redirect(to: address)
        answer.fields.append(cookie: call.request.consoleCookies.clear(call.request.consoleCookies.session))
        return answer
    }

    /// Begins a session of somebody who proved who they are, and leads on. A session that the browser had is not taken over.
    static func begin(
        _ user: TeamUserRecord, _ request: ConsoleRequest, thenTo page: String
    ) async throws(APIProblem) -> Answer {
        let console = request.backend.parts.console
        let cookie: ConsoleCookie
        do {
            if let former = request.cookies.session { try await console.end(former) }
            cookie = try await console.begin(
                for: user.id, userAgent: request.fields[.userAgent], clientAddress: request.origin.address,
                at: request.now)
        } catch {
            throw .sessionStoreUnavailable
        }
        let names = request.consoleCookies
        var answer = Answer.redirect(to: page)
        answer.fields.append(cookie: names.set(names.session, to: cookie))
        answer.fields.append(cookie: names.clear(names.form))
        return answer
    }

    private static func attempt(_ request: ConsoleRequest, _ names: [SignInName]) async throws(APIProblem)
        -> SignInAttempt
    {
        do { return try await request.backend.parts.console.attempt(names, at: request.now) } catch {
            throw .sessionStoreUnavailable
        }
    }

    private static func welcome(
        _ user: TeamUserRecord, _ names: [SignInName], _ trial: SignInTrial, _ request: ConsoleRequest
    ) async throws(APIProblem) -> Answer {
        let parts = request.backend.parts
        do { try await parts.console.forgive(names) } catch { throw .sessionStoreUnavailable }
        let author = Author(
            .user, id: user.id.rawValue, name: user.name, address: request.origin.address,
            requestID: request.origin.requestID)
        try await request.backend.writes.run {
            let target = AuditTarget(.teamUser, user.id.rawValue, of: user.vendorID)
            try parts.directory.recordEvent("sign_in", target, details: [], by: author, now: request.now)
        }
        return try await begin(user, request, thenTo: landing(trial.next))
    }

    /// Only pages of the console are led on to.
    private static func landing(_ next: String?) -> String {
        guard let next, next.hasPrefix("/admin_console/"), !next.hasPrefix(address),
            next.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return "/admin_console/customers" }
        return next
    }

    private static func page(
        _ request: ConsoleRequest, _ trial: SignInTrial, _ refusal: SignInRefusal?
    ) throws(APIProblem) -> Answer {
        let values: ConsoleTemplates.Values = [
            "fields": FormValues(values: ["email": trial.email]).values, "return_to": trial.next,
            "problem": refusal.flatMap { $0.seconds == nil ? FormValues.summary($0.text) : nil },
            "locked": refusal?.seconds.map { ["seconds": $0] as ConsoleTemplates.Values },
        ]
        return try request.guestPage(
            "sign_in", title: "Sign in", values, status: refusal.map(\.status) ?? .ok)
    }
}

/// What somebody typed to sign in.
private struct SignInTrial {
    let email: String?
    let next: String?
}

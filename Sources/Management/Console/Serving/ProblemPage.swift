import Domain
import HTTPTypes
import Hummingbird
import Logging

/// A problem as the console shows it: a page with the status, a sentence and the request's id. Whoever is not signed in to
/// the console is sent to sign in instead, and back.
struct ProblemPage {
    private let problem: APIProblem
    private let backend: ManagementBackend
    private let home: ConsoleHome

    init(_ problem: APIProblem, _ backend: ManagementBackend, home: ConsoleHome) {
        self.problem = problem
        self.backend = backend
        self.home = home
    }

    func answer(to request: Request, _ origin: RequestOrigin) -> Answer {
        if case .unauthorized = problem, home == .console, request.method == .get, isNavigation(request) {
            return .redirect(to: SignInPages.path(thenTo: request.head.path ?? "/"))
        }
        let problem = ProblemAnswer(problem)
        problem.log(
            backend.parts.logger,
            [
                "request_id": "\(origin.requestID)", "method": "\(request.method)",
                "client": "\(origin.address ?? "-")",
            ])
        return page(problem, origin)
    }

    private func page(_ problem: ProblemAnswer, _ origin: RequestOrigin) -> Answer {
        let values: ConsoleTemplates.Values = [
            "title": heading, "heading": heading, "status": problem.status.code, "code": problem.code,
            "message": advice(problem), "request_id": origin.requestID, "assets": home.assets,
            "home_href": home.href, "home_label": home.label,
        ]
        // Without its template the page is a line of text; a test compiles every template.
        let html = (try? ConsoleTemplates.render("error", values)) ?? "\(problem.code)"
        var answer = Answer(html: html, status: problem.status)
        answer.fields.append(contentsOf: problem.fields)
        return answer
    }

    private var heading: String {
        switch problem {
        case .unauthorized: "You are signed out"
        case .forbidden: "This is not for you"
        case .notFound: "There is nothing here"
        case .methodNotAllowed: "This address takes no such request"
        case .conflict, .preconditionFailed: "Something stands in the way"
        case .rateLimited: "Too many requests"
        case .sessionStoreUnavailable, .directoryBusy: "Casement is busy"
        case .requestInvalid, .fields, .appNotAllowed, .bodyTooLarge, .mediaTypeUnsupported:
            "The request cannot be read"
        case .internalError: "Something went wrong"
        }
    }

    private func advice(_ answer: ProblemAnswer) -> String {
        switch problem {
        case .unauthorized: "Sign in again, and repeat what you did."
        case .forbidden:
            "Your role does not allow it, or the page that sent the form was not shown to you. Go back, reload it and try again."
        case .notFound: "Check the address: there is no such page, or none for you."
        case .requestInvalid, .fields, .methodNotAllowed, .conflict, .appNotAllowed, .preconditionFailed, .bodyTooLarge,
            .mediaTypeUnsupported, .rateLimited, .sessionStoreUnavailable, .directoryBusy, .internalError:
            answer.message
        }
    }

    /// Whether the answer is to be looked at, as far as the browser says.
    private func isNavigation(_ request: Request) -> Bool {
        HTTPField.Name("Sec-Fetch-Mode").flatMap { request.headers[$0] }.map { $0 == "navigate" } ?? true
    }
}

import Domain
import SignIn
import TokenVerification

/// `/api/token_checks`: what the gateway would answer to a token, check by check; no `jti` is used up.
enum TokenCheckEndpoint {
    /// The body.
    struct Question: BodyFields {
        /// The token to judge.
        let token: String
        /// The origin asked for beside it.
        let origin: String?

        init?(reading fields: inout FieldReader) {
            let token = fields.require("token", .text)
            origin = fields.take("origin", .text)
            guard let token else { return nil }
            self.token = token
        }
    }

    /// Answers as the gateway would decide.
    static func check(_ call: Call, _ body: Question) async throws(APIProblem) -> Answer {
        let (parts, reach, now) = (call.backend.parts, call.reach, call.now)
        return try await call.backend.reads.run {
            // A token that cannot be read names nobody; then no view is looked at either.
            let partner = (try? UnverifiedToken(body.token))?.subject.vendorID
            let view = try partner.map { reach.view(try parts.view(), of: $0) } ?? DirectoryView()
            let fields = SignInFields(token: body.token, origin: body.origin)
            return Answer(SignInDecider(rules: parts.signIn).signIn(fields, view: view, at: now).json)
        }
    }
}

import ArgumentParser
import CasementApp
import Directory
import Domain
import Foundation
import Management
import OpenSSLCrypto
import SignIn
import TokenVerification

/// `casement token …`
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Sign a token as a partner would, or say what the gateway thinks of one.",
        subcommands: [Sign.self, Check.self])

    /// `casement token sign`
    struct Sign: OutputCommand {
        static let configuration = CommandConfiguration(abstract: "Sign a token for trying out and for tests.")
        @OptionGroup var common: CommonOptions
        @Option(help: "The private key file, PEM.") var key: String
        @Option(help: "The partner's vendor id.") var partner: String
        @Option(help: "The customer's number, or E and its external id.") var customer: String
        @Option(help: "The member's number, or E and its external id.") var member: String?
        @Option(help: "The origin claim.") var origin: String?
        @Option(help: "The name claim.") var name: String?
        @Option(help: "The email claim.") var email: String?
        @Option(help: "The aud claim.") var audience: String?
        @Option(help: "The iss claim.") var issuer: String?
        @Option(help: "The jti claim; one is made if it is not given.") var jti: String?
        @Option(parsing: .unconditional, help: "Seconds from now to exp; without it the token has iat alone.")
        var expiresIn: Int64?
        @Option(help: "The purpose claim: sign_out for a signed sign-out.") var purpose: String?
        @Option(help: "The scope claim: customer, for a signed sign-out.") var scope: String?
        @Option(help: "The algorithm; the key's own if it is not given.") var algorithm: String?
        @Option(help: "The kid put into the header.") var kid: String?

        func output() async throws -> CommandOutput {
            let algorithm = try algorithm.map { name in
                try read(name, as: "signature algorithm") { SignatureAlgorithm(rawValue: $0) }
            }
            let jti = jti ?? UUID().uuidString.lowercased()
            let claims = JSONText.object(try claims(jti: jti))
            let token = try TokenSigner(pem: text(ofFile: key), kid: kid)
                .sign(payload: Array(claims.description.utf8), algorithm: algorithm)
            return CommandOutput(
                json: .object([("token", .string(token)), ("jti", .string(jti)), ("claims", claims)]), text: token)
        }

        private func claims(jti: String) throws -> [(String, JSONText)] {
            let issuedAt = now()
            var subject = try "\(vendorID(partner)):\(customerReference(customer).encoded)"
            if let member { subject += try ":\(memberReference(member).encoded)" }
            let expiry = expiresIn.map { JSONText.number((issuedAt + $0).seconds) }
            let optional = [
                ("exp", expiry), ("origin", origin.map { .string($0) }), ("name", name.map { .string($0) }),
                ("email", email.map { .string($0) }), ("aud", audience.map { .string($0) }),
                ("iss", issuer.map { .string($0) }), ("purpose", purpose.map { .string($0) }),
                ("scope", scope.map { .string($0) }),
            ]
            return [("sub", .string(subject)), ("jti", .string(jti)), ("iat", .number(issuedAt.seconds))]
                + optional.compactMap { name, value in value.map { (name, $0) } }
        }
    }

    /// `casement token check`
    struct Check: OutputCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what the gateway would answer to a token, check by check; no jti is used up.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "The token; without it, or as -, standard input.") var token: String?
        @Option(name: .customLong("token"), help: "The token, as an option.") var tokenOption: String?
        @Option(help: "The origin asked for beside the token.") var origin: String?
        @Flag(help: "For a tab of its own rather than a frame.") var direct = false

        func output() async throws -> CommandOutput {
            let settings = try common.settings()
            let decision = SignInDecider(rules: settings.signInRules).signIn(
                SignInFields(token: try read(), origin: origin, isForFrame: !direct),
                view: try settings.openDirectory().loadView(), at: now())
            return CommandOutput(json: decision.json, text: decision.lines, refusal: decision.refusal)
        }

        private func read() throws -> String {
            guard token == nil || tokenOption == nil else { throw CommandFailure.misuse("Give the token once.") }
            let given = (token ?? tokenOption).flatMap { $0 == "-" ? nil : $0 }
            return try (given ?? text(ofFile: "-")).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}

extension SignInDecision {
    /// Every check, and the verdict if it is a yes.
    fileprivate var lines: String {
        var lines = steps.map { "\($0.outcome.rawValue)\t\($0.check)" }
        if case .success(let grant) = outcome {
            lines.append("accepted: \(grant.customer.name), origin \(grant.origin?.description ?? "none")")
        }
        return lines.joined(separator: "\n")
    }

    /// The verdict if it is a no.
    fileprivate var refusal: String? {
        guard case .failure(let failure) = outcome else { return nil }
        return "\(failure.refusal.code.rawValue): \(failure.refusal.message)"
    }
}

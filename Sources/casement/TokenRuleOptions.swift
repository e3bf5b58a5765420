import ArgumentParser
import Domain

/// What a partner's tokens must carry, as options.
struct TokenRuleOptions: ParsableArguments {
    @Option(help: "Comma-separated algorithms; empty follows the keys.") var algorithms: String?
    @Option(help: "Comma-separated values that aud may have besides the public URL.") var audiences: String?
    @Option(help: "The value that iss must have; empty accepts any.") var issuer: String?
    @Flag(inversion: .prefixedNo, help: "aud must be present.") var requireAudience: Bool?
    @Flag(inversion: .prefixedNo, help: "iss must be present.") var requireIssuer: Bool?
    @Flag(inversion: .prefixedNo, help: "An origin must be asked for when the list has more than one.")
    var requireOrigin: Bool?

    /// The former rules with what is named here.
    func applied(to former: TokenRules) throws -> TokenRules {
        var rules = former
        if let algorithms {
            let read = try entries(algorithms).map { name in
                try casement.read(name, as: "signature algorithm") { SignatureAlgorithm(rawValue: $0) }
            }
            rules.algorithms = read.isEmpty ? nil : read
        }
        if let audiences { rules.audiences = entries(audiences) }
        if let issuer { rules.issuer = issuer.isEmpty ? nil : issuer }
        rules.requiresAudience = requireAudience ?? rules.requiresAudience
        rules.requiresIssuer = requireIssuer ?? rules.requiresIssuer
        rules.requiresOrigin = requireOrigin ?? rules.requiresOrigin
        return rules
    }
}

import Domain
import OriginPolicy
import TokenVerification

/// Decides sign-ins and signed sign-outs by the order of checks; one per event loop, because it keeps parsed keys.
public final class SignInDecider {
    /// What the operator settles about tokens and origins.
    public struct Rules: Sendable {
        /// How old a token may be.
        public var limits: TokenLimits
        /// The gateway's public URL, which `aud` may name.
        public var audience: String
        /// How origins asked for are read.
        public var origins: OriginParser

        /// Gathers the rules.
        public init(limits: TokenLimits = TokenLimits(), audience: String, origins: OriginParser = OriginParser()) {
            self.limits = limits
            self.audience = audience
            self.origins = origins
        }
    }

    private static let shortestMemory: Int64 = 600

    private let rules: Rules
    private let verifier = TokenVerifier()

    /// A decider that has parsed no key yet.
    public init(rules: Rules) { self.rules = rules }

    /// Decides a sign-in from its fields, the directory and the time alone; nothing is written, no `jti` used up.
    public func signIn(_ fields: SignInFields, view: DirectoryView, at now: UnixTime) -> SignInDecision {
        var origin: OriginDecision?
        do throws(CheckFailure) {
            let grant = try grant(fields, view, now, &origin)
            return SignInDecision(outcome: .success(grant), origin: origin)
        } catch {
            return SignInDecision(outcome: .failure(error), origin: origin)
        }
    }

    /// Decides a signed sign-out by the same rules.
    public func signOut(token: String, view: DirectoryView, at now: UnixTime) throws(CheckFailure) -> SignOutGrant {
        guard !token.isEmpty else { throw CheckFailure(.tokenPresent, .tokenMissing) }
        let verified = try verify(token, .signOut, view, now)
        let customer = try Self.customer(of: verified, view)
        let member = try Self.member(of: verified, customer.customer, view)
        return SignOutGrant(
            partner: customer.partner, customer: customer.customer,
            scope: verified.scope == nil ? .person(member) : .customer, jti: verified.jti,
            rememberUntil: Self.rememberUntil(verified, now))
    }

    private func grant(
        _ fields: SignInFields, _ view: DirectoryView, _ now: UnixTime, _ origin: inout OriginDecision?
    ) throws(CheckFailure) -> SignInGrant {
        guard let token = fields.token, !token.isEmpty else { throw CheckFailure(.tokenPresent, .tokenMissing) }
        let path = try LandingPath(fields.path)
        let parameter = try parse(fields.origin == "" ? nil : fields.origin, .originParameter)
        let verified = try verify(token, .directLink, view, now)
        let (partner, customer) = try Self.customer(of: verified, view)
        let member = try Self.member(of: verified, customer, view)
        let claim = try parse(verified.origin, .originClaim)
        let asked = try OriginPolicy.asked(claim: claim, parameter: parameter)
        let decision = OriginPolicy.decide(
            asked: asked, in: EffectiveOriginList(customer: customer, partner: partner),
            requiresOrigin: partner.tokenRules.requiresOrigin, forFrame: fields.isForFrame)
        origin = decision
        if let failure = decision.failure { throw failure }
        return SignInGrant(
            partner: partner, customer: customer, member: member, jti: verified.jti,
            rememberUntil: Self.rememberUntil(verified, now), name: verified.name, email: verified.email,
            origin: decision.origin, path: path)
    }

    private func verify(
        _ text: String, _ purpose: TokenPurpose, _ view: DirectoryView, _ now: UnixTime
    ) throws(CheckFailure) -> VerifiedToken {
        let token = try UnverifiedToken(text)
        guard let partner = view.partner(token.subject.vendorID) else { throw CheckFailure(.vendor, .vendorNotFound) }
        return try verifier.verify(
            token, of: partner, audience: rules.audience, purpose: purpose, limits: rules.limits, at: now)
    }

    private func parse(_ text: String?, _ check: SignInCheck) throws(CheckFailure) -> Origin? {
        guard let text else { return nil }
        do throws(OriginProblem) { return try rules.origins.origin(text) } catch {
            throw CheckFailure(check, .originMalformed, error.description)
        }
    }

    private static func customer(
        of token: VerifiedToken, _ view: DirectoryView
    ) throws(CheckFailure) -> (partner: Partner, customer: Customer) {
        guard let partner = view.partner(token.subject.vendorID) else { throw CheckFailure(.vendor, .vendorNotFound) }
        guard let customer = view.customer(token.subject.customer, of: partner.vendorID) else {
            throw CheckFailure(.customer, .customerNotFound)
        }
        return (partner, customer)
    }

    private static func member(
        of token: VerifiedToken, _ customer: Customer, _ view: DirectoryView
    ) throws(CheckFailure) -> Member? {
        guard let reference = token.subject.member else { return nil }
        guard let member = view.member(reference, of: customer.id) else { throw CheckFailure(.member, .memberNotFound) }
        return member
    }

    private static func rememberUntil(_ token: VerifiedToken, _ now: UnixTime) -> UnixTime {
        max(token.acceptedUntil, now + shortestMemory)
    }
}

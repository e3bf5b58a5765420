import CasementTesting
import Domain
import Testing
import TokenVerification

/// Partners, customers and members to sign in as, and the partners' keys.
struct TestDirectory: Sendable {
    /// Acme's first customer, with origins of its own.
    static let blueSky = CustomerID(4676)
    /// Acme's customer that inherits.
    static let greenSea = CustomerID(4677)
    /// Acme's customer that replaces the list by a wildcard.
    static let wild = CustomerID(4678)
    /// Beta's customer, with no origin anywhere.
    static let bare = CustomerID(90)
    /// Strict's customer, with two origins.
    static let strict = CustomerID(91)
    /// Ann of Blue Sky.
    static let ann = MemberID(7)
    /// Bob of Blue Sky.
    static let bob = MemberID(8)
    /// Mia of Acme's team.
    static let mia = TeamUserID(3)
    /// Max of Beta's team.
    static let max = TeamUserID(4)

    let acme: TokenTestKey
    let beta: TokenTestKey
    let view: DirectoryView

    init() throws {
        acme = try TokenTestKey(.p256, id: 1)
        beta = try TokenTestKey(.ed25519, id: 2, kid: "b1")
        var view = DirectoryView()
        view.put(try Self.partner("acme", "https://company.com", acme, team: [Self.mia]))
        view.put(try Self.partner("beta", "", beta, team: [Self.max]))
        view.put(try Self.partner("strict", "https://one.example,https://two.example", acme, requiresOrigin: true))
        view.put(
            try Self.customer(
                Self.blueSky, "acme", "BS-1/ü", "Blue Sky", "https://na1.company.com,https://eu1.company.com"))
        view.put(try Self.customer(Self.greenSea, "acme", nil, "Green <Sea>", ""))
        view.put(try Self.customer(Self.wild, "acme", "W", "Wild", "https://*.wild.example", .replace))
        view.put(try Self.customer(Self.bare, "beta", nil, "Bare", ""))
        view.put(try Self.customer(Self.strict, "strict", nil, "Strict", ""))
        view.put(
            Member(
                id: Self.ann, customerID: Self.blueSky, externalID: ExternalID("ann"), name: "Ann Ä. 100%",
                email: "ann@example.com", role: .analyst))
        view.put(
            Member(
                id: Self.bob, customerID: Self.blueSky, externalID: nil, name: "Bob", email: "bob@example.com",
                role: .operator))
        self.view = view
    }

    private static func partner(
        _ vendor: String, _ origins: String, _ key: TokenTestKey, requiresOrigin: Bool = false,
        team: Set<TeamUserID> = []
    ) throws -> Partner {
        Partner(
            vendorID: try Self.vendor(vendor), name: vendor, origins: try OriginParser().list(origins),
            tokenRules: TokenRules(requiresOrigin: requiresOrigin), keys: [key.signingKey], team: team)
    }

    private static func customer(
        _ id: CustomerID, _ vendor: String, _ external: String?, _ name: String, _ origins: String,
        _ mode: Customer.OriginMode = .append
    ) throws -> Customer {
        Customer(
            id: id, vendorID: try Self.vendor(vendor), externalID: external.flatMap { ExternalID($0) }, name: name,
            origins: try OriginParser().list(origins), originMode: mode)
    }

    private static func vendor(_ text: String) throws -> VendorID {
        struct Malformed: Error {}
        guard let vendor = VendorID(text) else { throw Malformed() }
        return vendor
    }
}

extension GatewayRig {
    /// A token of Acme's that is accepted now, with claims set or, for nil, left out; raw JSON.
    func token(
        _ subject: String = "acme:4676", _ claims: [String: String?] = [:], by key: TokenTestKey? = nil,
        kid: String? = nil
    ) throws -> String {
        let token = claims.reduce(TokenBuilder(subject: subject, at: clock.now)) { $0.with($1.key, $1.value) }
        return try token.withHeader("kid", kid.map(JSONText.quoted)).signed(by: (key ?? directory.acme).signer())
    }

    /// The same for the sign-out.
    func signOutToken(_ subject: String, _ claims: [String: String?] = [:]) throws -> String {
        try token(subject, claims.merging(["purpose": "\"sign_out\""]) { own, _ in own })
    }

    /// Signs in for a frame and gives the cookie as a request carries it.
    func signIn(
        _ subject: String = "acme:4676", _ claims: [String: String?] = [:], direct: Bool = false, cookie: String? = nil
    ) async throws -> String {
        let lines = direct ? ["Sec-Fetch-Dest: document", "Sec-Fetch-Site: none"] : []
        let answer = try await ask(
            WireRequest("GET", "/direct_link?token=\(token(subject, claims))", lines, cookie: cookie))
        return try #require(Self.cookie(answer))
    }

    /// The session cookie that an answer sets, as a request carries it.
    static func cookie(_ answer: WireAnswer) -> String? {
        answer.values("set-cookie").map { String($0.prefix { $0 != ";" }) }
            .first { $0.hasPrefix("__Host-casement") && !$0.hasSuffix("=") }
    }

    /// What `GET /casement/session` says.
    func session(_ cookie: String) async throws -> String { try await get("/casement/session", cookie: cookie).body }

    /// The refusal's code, from a page or from JSON.
    func code(_ answer: WireAnswer) -> String {
        let body = answer.body
        let starts = body.ranges(of: "\"code\":\"") + body.ranges(of: "<code>")
        let words = starts.map { start in String(body[start.upperBound...].prefix { $0 != "\"" && $0 != "<" }) }
        return words.first { Refusal.Code(rawValue: $0) != nil } ?? "none: \(answer.status)"
    }
}

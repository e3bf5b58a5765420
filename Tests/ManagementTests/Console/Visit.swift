import Directory
import Domain
import Foundation
import HTTPTypes
import OpenSSLCrypto
import Testing

@testable import Management

/// A browser at the console: it keeps cookies and knows the token of the form that the last page showed.
final class Visit {
    /// Everybody's.
    static let password = "a horse and four staples"

    let rig: Rig
    private(set) var cookies: [String: String] = [:]
    private(set) var formToken = ""

    init(_ rig: Rig) { self.rig = rig }

    /// Looks at a page.
    @discardableResult
    func get(_ path: String, with fields: HTTPFields = [:]) async throws -> Reply {
        try await ask(.get, path, nil, fields)
    }

    /// Sends a form with the token of the page that was seen last, unless another is named.
    @discardableResult
    func post(
        _ path: String, _ fields: [String: String] = [:], token: String? = nil, with headers: HTTPFields = [:]
    ) async throws -> Reply {
        let pairs = fields.merging(["form_token": token ?? formToken]) { own, _ in own }
        let body = pairs.map { "\(Self.encode($0.key))=\(Self.encode($0.value))" }.joined(separator: "&")
        return try await ask(.post, path, body, headers)
    }

    /// Signs in as that person.
    @discardableResult
    func signIn(_ email: String, password: String = Visit.password) async throws -> Reply {
        try await get("/admin_console/sign_in")
        let reply = try await post("/admin_console/sign_in", ["email": email, "password": password])
        if reply.status == 303 { try await get("/admin_console/account") }
        return reply
    }

    private func ask(
        _ method: HTTPRequest.Method, _ path: String, _ body: String?, _ fields: HTTPFields
    ) async throws -> Reply {
        var fields = fields
        if !cookies.isEmpty { fields[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        if body != nil, fields[.contentType] == nil { fields[.contentType] = "application/x-www-form-urlencoded" }
        let reply = try await rig.ask(method, path, body, as: .nobody, with: fields)
        for line in reply.fields[values: .setCookie] {
            let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            cookies[pair[0]] = pair.count > 1 ? pair[1] : nil
        }
        if let token = reply.body.firstMatch(of: /name="form_token" value="([^"]+)"/)?.1 { formToken = String(token) }
        return reply
    }

    private static func encode(_ text: String) -> String {
        PercentEncoding.encode(text) { PercentEncoding.isUnreserved($0) }
    }
}

extension Rig {
    /// Puts somebody on a team: acme's, another partner's, or the operator's.
    @discardableResult
    func teamUser(
        _ email: String, _ role: TeamUserRecord.Role = .admin, of partner: String? = "acme", name: String? = nil
    ) throws -> TeamUserRecord {
        try store.createTeamUser(
            NewTeamUser(
                vendorID: try partner.map { try vendor($0) }, name: name ?? email, email: email, role: role,
                passwordHash: Self.hash), by: .system, now: Self.start)
    }

    /// A browser in which that somebody new on a team is signed in.
    func visit(_ role: TeamUserRecord.Role, of partner: String = "acme") async throws -> Visit {
        let email = "\(role.rawValue)@\(partner).example"
        try teamUser(email, role, of: role == .operator ? nil : partner)
        let visit = Visit(self)
        try await visit.signIn(email)
        return visit
    }

    // Made once, because it takes a tenth of a second.
    private static let hash: Secret<String>? = try? NewPassword(Visit.password).hash()
}

extension Reply {
    /// Where it leads.
    var location: String? { fields[.location] }
}

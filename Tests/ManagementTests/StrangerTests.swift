import Directory
import Domain
import HTTPTypes
import OpenSSLCrypto
import Testing

@testable import Management

/// Two partners: every address that names a thing, with the other's.
@Suite struct StrangerTests {
    /// A body that each address would take.
    private let bodies = [
        "PUT /api/managed_users/:id": "{}", "PUT /api/managed_users/:id/upgrade": "{}",
        "POST /api/managed_users/:id/members": #"{"name":"a","email":"a@b","role_name":"Admin"}"#,
        "POST /api/managed_users/:id/member": #"{"name":"a","email":"a@b","role_name":"Admin"}"#,
        "PUT /api/managed_users/:id/members/:member_id": "{}",
        "DELETE /api/managed_users/:id/member": #"{"email":"a@b"}"#,
    ]

    @Test("All of the other's things are not found, and every answer is the same but for its id") func walk()
        async throws
    {
        let rig = try Rig()
        let things = try theirs(rig)
        var bodies: Set<String> = []
        for route in Route.table.routes where !route.pattern.text.contains("/reports/") {
            for names in things where !route.places.isEmpty {
                let path = route.path(names)
                let reply = try await rig.ask(
                    .init(route.method), path, self.bodies["\(route.method.rawValue) \(route.pattern.text)"])
                #expect((reply.status, reply.code) == (404, "not_found"), "\(route.method.rawValue) \(path)")
                bodies.insert(reply.body.replacing(try #require(reply.fields[.requestID]), with: ""))
            }
        }
        #expect(bodies.count == 1)
    }

    /// What stands in the places, by number and by name.
    private func theirs(_ rig: Rig) throws -> [[String: String]] {
        let customer = try rig.customer(of: "beta", externalID: "B-1")
        let member = try rig.member(of: customer, externalID: "ann")
        let key = try PrivateKey.generate(.ec(.p256)).publicKey().subjectPublicKeyInfo()
        _ = try rig.store.addKey(
            .init(kind: .p256, subjectPublicKeyInfo: key), to: vendor("beta"), by: .system, now: Rig.start)
        _ = try rig.store.createCustomerManager(
            "Mia", email: "mia@beta.example", of: vendor("beta"), by: .system, now: Rig.start)
        return [
            ["id": "\(customer)", "member_id": "\(member)", "session_id": "s"],
            ["id": "EB-1", "member_id": "Eann", "session_id": "s"], ["id": "1", "member_id": "1", "session_id": "s"],
        ]
    }
}

extension Route {
    fileprivate var places: [Substring] { pattern.text.split(separator: "/").filter { $0.first == ":" } }

    fileprivate func path(_ names: [String: String]) -> String {
        places.reduce(pattern.text) { path, place in
            path.replacing(place, with: names[String(place.dropFirst())] ?? "x")
        }
    }
}

extension HTTPRequest.Method {
    fileprivate init(_ method: HTTPMethod) {
        switch method {
        case .get: self = .get
        case .head: self = .head
        case .post: self = .post
        case .put: self = .put
        case .delete: self = .delete
        }
    }
}

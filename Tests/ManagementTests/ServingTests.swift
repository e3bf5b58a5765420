import CasementTesting
import Directory
import Domain
import HTTPTypes
import Testing

@testable import Management

/// What holds for every address: tokens, methods, rates, ids, bodies.
@Suite struct ServingTests {
    @Test("Every answer names the request, and is neither kept nor guessed at") func fields() async throws {
        let rig = try Rig()
        for path in ["/api/account", "/api/nothing", "/api/managed_users/99"] {
            let reply = try await rig.ask(.get, path)
            let id = try #require(reply.fields[.requestID])
            #expect(reply.fields[.cacheControl] == "no-store")
            #expect(reply.fields[.xContentTypeOptions] == "nosniff")
            #expect(reply.fields[.contentType] == "application/json")
            if reply.status != 200 { #expect(reply.json["request_id"] == .string(id)) }
        }
    }

    @Test(
        "Without a token that counts there is nothing",
        arguments: [
            nil, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer nonsense", "Bearer csm_AAAA",
            "Bearer the-operator's-tokeN", "Bearer  the-operator's-token",
        ])
    func unauthorized(credentials: String?) async throws {
        let fields: HTTPFields = credentials.map { [.authorization: $0] } ?? [:]
        let reply = try await Rig().ask(.get, "/api/account", as: .nobody, with: fields)
        #expect((reply.status, reply.code) == (401, "unauthorized"))
        #expect(reply.fields[.wwwAuthenticate] == "Bearer")
    }

    @Test("The scheme is read in any case, and a revoked token counts no more") func revoked() async throws {
        let rig = try Rig()
        let lowerCase: HTTPFields = [.authorization: "bearer \(rig.acmeToken)"]
        #expect(try await rig.ask(.get, "/api/account", as: .nobody, with: lowerCase).status == 200)
        let token = try #require(try rig.store.tokens(of: vendor("acme")).first)
        try rig.store.revokeToken(token.id, of: vendor("acme"), by: .system, now: Rig.start)
        #expect(try await rig.ask(.get, "/api/account").status == 401)
    }

    @Test("An operator's token of the directory reaches what that of the settings does") func operatorToken()
        async throws
    {
        let rig = try Rig()
        let token = try rig.store.createToken(of: nil, name: "ops", by: .system, now: Rig.start).secret.reveal()
        for caller in [Rig.Caller.operatorToken, .token(token)] {
            #expect(try await rig.ask(.get, "/api/account?vendor_id=beta", as: caller).status == 200)
        }
    }

    @Test("At the gateway's door only partners' tokens count") func gatewayDoor() async throws {
        let rig = try Rig()
        let door = Door.gateway(socketPath: "/nowhere", servesAPI: true)
        let token = try rig.store.createToken(of: nil, name: "ops", by: .system, now: Rig.start).secret.reveal()
        #expect(try await rig.ask(.get, "/api/account", at: door).status == 200)
        for caller in [Rig.Caller.operatorToken, .token(token)] {
            let reply = try await rig.ask(.get, "/api/account?vendor_id=acme", as: caller, at: door)
            #expect((reply.status, reply.code) == (401, "unauthorized"))
        }
    }

    @Test("Where the API is not served at the gateway's door, none of it is there, whoever asks") func doorWithoutAPI()
        async throws
    {
        let rig = try Rig()
        let door = Door.gateway(socketPath: "/nowhere", servesAPI: false)
        for path in ["/api/account", "/api/nothing"] {
            let reply = try await rig.ask(.get, path, at: door)
            #expect((reply.status, reply.code) == (404, "not_found"))
        }
    }

    @Test("The gateway's names for request and client count at its door, and nowhere else") func names() async throws {
        let rig = try Rig()
        let told: HTTPFields = [.requestID: "from-the-gateway", .forwardedFor: "192.0.2.7"]
        let body = #"{"name":"Blue Sky"}"#
        let behind = try await rig.ask(
            .post, "/api/managed_users", body, with: told, at: .gateway(socketPath: "/nowhere", servesAPI: true))
        let direct = try await rig.ask(.post, "/api/managed_users", body, with: told)
        #expect(behind.fields[.requestID] == "from-the-gateway")
        #expect(direct.fields[.requestID] != "from-the-gateway")
        let events = try await rig.ask(.get, "/api/audit_events?action=customer.create").result
        #expect(events.map { $0["address"] } == [.null, .string("192.0.2.7")])
        #expect(events.last?["request_id"] == .string("from-the-gateway"))
    }

    @Test(
        "An address that does not exist is not found, before anything is asked",
        arguments: [
            "/api", "/api/", "/api/accounts", "/api/account/", "//api/account", "/api/managed_users//members",
            "/API/account", "/api/%61ccount", "/api/managed_users/1/members/1/x", "*",
        ])
    func notFound(path: String) async throws {
        let reply = try await Rig().ask(.get, path, as: .nobody)
        #expect((reply.status, reply.code) == (404, "not_found"))
    }

    @Test(
        "Another method is told which there are",
        arguments: [
            (HTTPRequest.Method.post, "/api/account", "GET, HEAD, PUT"), (.get, "/api/origin_checks", "POST"),
            (.options, "/api/account", "GET, HEAD, PUT"), (.trace, "/api/plans", "GET, HEAD"),
            (.patch, "/api/managed_users/1", "GET, HEAD, PUT, DELETE"), (.head, "/api/token_checks", "POST"),
        ])
    func methods(method: HTTPRequest.Method, path: String, allowed: String) async throws {
        let reply = try await Rig().ask(method, path, as: .nobody)
        #expect((reply.status, reply.fields[.allow]) == (405, allowed))
        if method != .head { #expect(reply.code == "method_not_allowed") }
    }

    @Test("HEAD is GET without the body") func head() async throws {
        let rig = try Rig()
        let (get, head) = (try await rig.ask(.get, "/api/account"), try await rig.ask(.head, "/api/account"))
        #expect((head.status, head.body) == (200, ""))
        #expect(head.fields[.contentLength] == "\(get.body.utf8.count)")
        #expect(head.fields[.eTag] == get.fields[.eTag])
    }

    @Test("Too many requests are told when to come again, each token by itself") func rates() async throws {
        let rig = try Rig(limits: RateLimits(requests: 2, bulk: 1))
        for _ in 0..<2 { #expect(try await rig.ask(.get, "/api/account").status == 200) }
        let refused = try await rig.ask(.get, "/api/account")
        #expect((refused.status, refused.code) == (429, "rate_limited"))
        #expect(refused.fields[.retryAfter] == "30")
        #expect(try await rig.ask(.get, "/api/account", as: .beta).status == 200)
        #expect(try await rig.ask(.post, "/api/managed_users", #"{"name":"Blue Sky"}"#).status == 200)
        #expect(try await rig.ask(.post, "/api/managed_users", #"{"name":"Blue Sky"}"#).status == 429)
        rig.clock.advance(by: 30)
        #expect(try await rig.ask(.get, "/api/account").status == 200)
    }

    @Test(
        "A body that is no JSON object is a bad request",
        arguments: [
            "", "{", "[]", "null", "\"x\"", #"{"name":"a"} x"#, #"{"name":"a","name":"b"}"#, #"{"name":"\ud800"}"#,
            String(repeating: #"{"a":"#, count: 17) + "1" + String(repeating: "}", count: 17),
        ])
    func noObject(body: String) async throws {
        let reply = try await Rig().ask(.post, "/api/managed_users", body)
        #expect((reply.status, reply.code) == (400, "request_invalid"))
    }

    @Test("A body of another type is not read", arguments: ["text/plain", "application/x-www-form-urlencoded", "json"])
    func mediaType(type: String) async throws {
        let reply = try await Rig().ask(
            .post, "/api/managed_users", #"{"name":"Blue Sky"}"#, with: [.contentType: type])
        #expect((reply.status, reply.code) == (415, "media_type_unsupported"))
    }

    @Test("Parameters of the type and its case mean nothing") func mediaTypeParameters() async throws {
        let reply = try await Rig().ask(
            .post, "/api/managed_users", #"{"name":"Blue Sky"}"#,
            with: [.contentType: "Application/JSON ; charset=utf-8"])
        #expect(reply.status == 200)
    }

    @Test("A body of more than a mebibyte is too large") func tooLarge() async throws {
        let rig = try Rig()
        let body = #"{"name":"Blue Sky","x":""#
        let fitting = body + String(repeating: "x", count: 1_048_576 - body.utf8.count - 2) + "\"}"
        #expect(try await rig.ask(.post, "/api/managed_users", fitting).status == 200)
        let reply = try await rig.ask(.post, "/api/managed_users", fitting + " ")
        #expect((reply.status, reply.code) == (413, "body_too_large"))
    }

    @Test("A parameter given twice, or that cannot be read, is a bad request; others are ignored") func query()
        async throws
    {
        let rig = try Rig()
        let customer = try rig.customer()
        let list = "/api/managed_users/\(customer)/members"
        #expect(try await rig.ask(.get, list + "?page=1&per_page=5&whatever=1&whatever=2").status == 200)
        for (query, field) in [
            ("page=1&page=2", "page"), ("page=", "page"), ("page=0", "page"), ("page=-1", "page"),
            ("per_page=101", "per_page"), ("per_page=ten", "per_page"), ("page=99999999999999999999", "page"),
            ("vendor_id=%00", "vendor_id"),
        ] {
            let reply = try await rig.ask(.get, "\(list)?\(query)")
            #expect(
                (reply.status, reply.code, Array(reply.faults.keys)) == (400, "request_invalid", [field]), "\(query)")
        }
    }

    @Test("What is committed is answered, also when the data plane cannot be told") func publishing() async throws {
        let rig = try Rig()
        #expect(try await rig.ask(.post, "/api/managed_users", #"{"name":"Blue Sky"}"#).status == 200)
        #expect(rig.publications.count == 1)
        rig.publications.fail()
        #expect(try await rig.ask(.post, "/api/managed_users", #"{"name":"Green Sea"}"#).status == 200)
    }
}

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import CasementDemo

@Suite struct ApplicationRoutesTests {
    @Test("The overview shows who is signed in, and where messages go") func overview() async throws {
        try await answer(.get, "/", as: try user(origin: "http://na1.localhost:8083")) { answer in
            let html = String(buffer: answer.body)
            #expect(html.contains("Hello, Ann &lt;b&gt;"))
            #expect(html.contains(#"data-pinned-origin="http://na1.localhost:8083""#))
        }
    }

    @Test("In direct use there is no origin to send messages to") func direct() async throws {
        try await answer(.get, "/", as: try user(origin: nil)) { answer in
            #expect(!String(buffer: answer.body).contains("data-pinned-origin"))
        }
    }

    @Test("Every page is there, also when nobody is signed in", arguments: NavigationLink.all(current: "/").map(\.path))
    func pages(path: String) async throws {
        try await answer(.get, path, as: [:]) { answer in
            #expect(answer.status == .ok)
            #expect(String(buffer: answer.body).contains("id=\"no-gateway\""))
        }
    }

    @Test("The policy page forbids frames by itself") func policy() async throws {
        try await answer(.get, "/policy", as: [:]) { answer in
            #expect(answer.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
            let frameOptions = try #require(HTTPField.Name("X-Frame-Options"))
            #expect(answer.headers[frameOptions] == "DENY")
        }
    }

    @Test("A note is kept for its customer and shown escaped") func writes() async throws {
        let fields = try user(origin: nil).merging([.contentType: "application/x-www-form-urlencoded"])
        try await Application(router: try ApplicationRoutes().router()).test(.router) { client in
            let body = ByteBuffer(string: FormText.body(["note": "a <b> & c"]))
            try await client.execute(uri: "/settings", method: .post, headers: fields, body: body) { answer in
                #expect(answer.status == .seeOther)
                #expect(answer.headers[.location] == "/settings?saved")
            }
            try await client.execute(uri: "/settings?saved", method: .get, headers: fields) { answer in
                #expect(String(buffer: answer.body).contains("a &lt;b&gt; &amp; c"))
            }
        }
    }

    @Test("Nobody writes without being signed in") func writesNeedASession() async throws {
        try await answer(.post, "/settings", as: [:]) { #expect($0.status == .forbidden) }
    }

    @Test("The facts can be had as JSON") func whoAmI() async throws {
        try await answer(.get, "/whoami.json", as: try user(origin: nil)) { answer in
            #expect(String(buffer: answer.body) == #"{"customer":"7","name":"Ann <b>","partner":"acme"}"#)
        }
    }

    private func answer(
        _ method: HTTPRequest.Method, _ path: String, as fields: HTTPFields,
        _ check: @escaping @Sendable (TestResponse) throws -> Void
    ) async throws {
        try await Application(router: try ApplicationRoutes().router()).test(.router) { client in
            try await client.execute(uri: path, method: method, headers: fields) { try check($0) }
        }
    }

    private func user(origin: String?) throws -> HTTPFields {
        var fields: HTTPFields = [
            try name("Partner"): "acme", try name("Customer"): "7", try name("Name"): "Ann%20%3Cb%3E",
        ]
        fields[try name("Origin")] = origin
        return fields
    }

    private func name(_ suffix: String) throws -> HTTPField.Name {
        try #require(HTTPField.Name("X-Casement-" + suffix))
    }
}

extension HTTPFields {
    fileprivate func merging(_ other: HTTPFields) -> HTTPFields { self + other }
}

import CasementTesting
import Domain
import Gateway
import NIOCore
import Testing

@testable import Gateway

@Suite("Cookies and redirects of the application", .enabled(if: RedisServerProcess.isInstalled))
struct FramedAnswerTests {
    private static let inFrame = "SameSite=None; Secure; Partitioned"

    @Test(
        "A cookie is made to work in a frame, and stays the same otherwise",
        arguments: [
            ("a=1", "a=1"), ("a=1; Path=/; HttpOnly", "a=1; Path=/; HttpOnly"),
            ("a=1; SameSite=Lax; Path=/", "a=1; Path=/"), ("a=1;samesite = strict ;secure;HttpOnly", "a=1;HttpOnly"),
            ("a=1; Secure; SameSite=None; Partitioned", "a=1"), ("a=1; PARTITIONED=x; Max-Age=0;", "a=1; Max-Age=0"),
            ("a=1; SameSite; SameSite=Lax", "a=1"), ("a=Secure; ; Domain=x.example", "a=Secure; Domain=x.example"),
            ("secure=1; Path=/", "secure=1; Path=/"), ("a=\"x, y\"; Expires=Thu, 01 Jan 1970 00:00:00 GMT", nil),
            ("__Host-a=1; Path=/; Secure", "__Host-a=1; Path=/"), ("a=1; SecureX; XSameSite=1", nil),
        ] as [(String, String?)])
    func cookie(value: String, kept: String?) {
        var bytes = ByteBuffer()
        Array(value.utf8).withUnsafeBytes { FramedCookie.append($0, to: &bytes) }
        #expect(String(buffer: bytes) == "Set-Cookie: \(kept ?? value); \(Self.inFrame)\r\n")
    }

    @Test("Each is rewritten under a session in a frame, and nowhere else")
    func contexts() async throws {
        let fields = ["Set-Cookie: a=1; Path=/", "set-cookie: b=\u{e9}; SameSite=Strict"]
        try await run(fields) { rig in
            let framed = try await rig.get("/", cookie: try await rig.signIn())
            #expect(
                framed.values("Set-Cookie") == ["a=1; Path=/; \(Self.inFrame)", "b=\u{e9}; \(Self.inFrame)"])
            let direct = try await rig.get("/", cookie: try await rig.signIn(direct: true))
            let open = try await rig.get("/public", cookie: try await rig.signIn())
            for answer in [direct, open] {
                #expect(answer.values("Set-Cookie") == ["a=1; Path=/", "b=\u{e9}; SameSite=Strict"])
            }
        }
    }

    @Test(
        "One of our names passes nowhere, rewritten or not",
        arguments: [
            "__Host-casement=x; Path=/; Secure", " casement=x", "=casement=x", "= __Host-casement-direct=x", "casement",
            "CASEMENT-console =x", "==casement=x; a=1",
        ], [true, false])
    func ours(value: String, rewrites: Bool) async throws {
        try await run(["Set-Cookie: \(value)", "Set-Cookie: b=2"], { $0.rewritesCookies = rewrites }) { rig in
            for (target, cookie) in [
                ("/", try await rig.signIn()), ("/", try await rig.signIn(direct: true)), ("/public", ""),
            ] {
                let answer = try await rig.get(target, cookie: cookie.isEmpty ? nil : cookie)
                #expect(answer.values("Set-Cookie").map { $0.prefix(3) } == ["b=2"])
            }
        }
    }

    @Test(
        "A location at the application's own address is mapped back",
        arguments: [
            ("http://127.0.0.1:3000/a?b#c", "https://gw.example/a?b#c"),
            ("http://127.0.0.1:3000", "https://gw.example"),
            ("HTTP://127.0.0.1:3000/A", "https://gw.example/A"), ("//127.0.0.1:3000/a", "https://gw.example/a"),
            ("http://127.0.0.1:3000?x=//y", "https://gw.example?x=//y"), ("http://app/x", "https://gw.example/x"),
            ("http://APP:80#x", "https://gw.example#x"), ("http://gw.example/x", "https://gw.example/x"),
            ("http://[::1]:81/", "https://gw.example/"), ("https://gw.example/x", nil), ("/a", nil), ("a//b", nil),
            ("", nil), ("http://127.0.0.1:3001/", nil), ("http://127.0.0.1/", nil), ("https://127.0.0.1:3000/", nil),
            ("http://127.0.0.1:3000@evil.example/", nil), ("http://u@127.0.0.1:3000/", nil), ("http://app:8/", nil),
            ("http://127.0.0.1:30000/", nil), ("http://other.example/http://127.0.0.1:3000/", nil),
            ("//app", "https://gw.example"),
            ("?to=http://127.0.0.1:3000/", nil), ("http:/127.0.0.1:3000//", nil), ("http://gw.example:81/", nil),
        ] as [(String, String?)])
    func location(value: String, mapped: String?) throws {
        let publicURL = PublicURL(try OriginParser().origin("https://gw.example"))
        let endpoints = ["127.0.0.1:3000", "app:80", "[::1]:81"]
        let map = LocationMap(publicURL, upstreams: try endpoints.map { (.http, try #require(Endpoint($0))) })
        #expect(map.mapped(value) == mapped)
    }

    @Test("On a public path too, whatever the status; other locations pass byte for byte")
    func locations() async throws {
        try await GatewayRig.run(script: { request in
            let own = "http://\(request["X-Forwarded-Host"])/own"
            return ScriptedUpstream.Answer(
                request.target.hasSuffix("made") ? "201 Created" : "302 Found",
                ["location: \(own)", "Location: /r\u{e9}?x", "Content-Location: \(own)"])
        }) {
            $0.publicPaths = ["/public"]
        } _: { rig in
            let cookie = try await rig.signIn()
            for target in ["/", "/made", "/public"] {
                let answer = try await rig.get(target, cookie: cookie)
                #expect(Set(answer.values("Location")) == ["https://gw.example/own", "/r\u{e9}?x"])
                #expect(answer["Content-Location"] == "http://gw.example/own")
            }
        }
    }

    @Test("Where the settings say so both stay as they are")
    func settings() async throws {
        let fields = ["Set-Cookie: a=1; SameSite=Lax", "Location: http://gw.example/x"]
        try await run(
            fields,
            {
                $0.rewritesCookies = false
                $0.rewritesLocation = false
            }
        ) { rig in
            let answer = try await rig.get("/", cookie: try await rig.signIn())
            #expect(answer.values("Set-Cookie") == ["a=1; SameSite=Lax"])
            #expect(answer.values("Location") == ["http://gw.example/x"])
        }
    }

    private func run(
        _ fields: [String], _ configure: @escaping (inout GatewayConfiguration) -> Void = { _ in },
        _ body: (GatewayRig) async throws -> Void
    ) async throws {
        try await GatewayRig.run(script: { _ in ScriptedUpstream.Answer("302 Found", fields) }) {
            $0.publicPaths = ["/public"]
            configure(&$0)
        } _: { rig in
            try await body(rig)
        }
    }
}

import CasementTesting
import Testing

@Suite("Direct link", .enabled(if: RedisServerProcess.isInstalled))
struct DirectLinkTests {
    private var cookie: Regex<Substring> {
        /__Host-casement=4676\.[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=None; Partitioned/
    }
    private var directCookie: Regex<Substring> {
        /__Host-casement-direct=4676\.[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax/
    }

    @Test(
        "Each spelling of a direct link by GET signs in and leads to the path, without the token",
        arguments: [
            ("/direct_link?workato_dl_path=%2Frecipes%3Fpage%3D2%23top&workato_dl_token=TOKEN", "/recipes?page=2#top"),
            ("/direct_link?token=TOKEN&path=/recipes", "/recipes"), ("/direct_link?token=TOKEN", "/"),
            ("/direct_link?token=TOKEN&path=recipes/1", "/recipes/1"),
            ("/direct_link?path=/x&workato_dl_token=TOKEN", "/x"),
            ("/direct_link/recipes/1?workato_dl_token=TOKEN", "/recipes/1"),
            ("/direct_link/recipes?a=1&token=TOKEN&path=mine&b=%20", "/recipes?a=1&path=mine&b=%20"),
            ("/direct_link/?token=TOKEN", "/"), ("/direct_link?token=TOKEN&path=/a/../b", "/a/../b"),
            ("/direct_link?token=TOKEN&path=/caf%C3%A9", "/caf%C3%A9"), ("/direct_link?token=TOKEN&other=x", "/"),
        ])
    func byGet(target: String, location: String) async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.get(target.replacing("TOKEN", with: try rig.token()))
            #expect(answer.status == 303)
            #expect(answer["Location"] == location)
            #expect(answer["Set-Cookie"].wholeMatch(of: cookie) != nil)
            #expect(answer["Cache-Control"] == "no-store" && answer["Referrer-Policy"] == "no-referrer")
            #expect(rig.requests.isEmpty)
        }
    }

    @Test("A form signs in alike", arguments: ["token", "workato_dl_token"])
    func byPost(name: String) async throws {
        try await GatewayRig.run { rig in
            let body = "\(name)=\(try rig.token())&path=%2Fa+b&origin=https%3A%2F%2Feu1.company.com"
            let answer = try await rig.send("POST", "/direct_link", body: body)
            #expect(answer.status == 303 && answer["Location"] == "/a%20b")
            #expect(answer["Set-Cookie"].wholeMatch(of: cookie) != nil)
            let cookie = try #require(GatewayRig.cookie(answer))
            #expect(try await rig.session(cookie).contains("\"origin\":\"https://eu1.company.com\""))
        }
    }

    @Test("A form in chunks, with a charset, from anywhere, signs in too")
    func byChunkedPost() async throws {
        try await GatewayRig.run { rig in
            let form = "token=\(try rig.token())"
            let size = String(form.utf8.count, radix: 16)
            let answer = try await rig.send(
                "POST", "/direct_link", "Transfer-Encoding: chunked", "Origin: https://na1.company.com",
                "Content-Type: Application/X-WWW-Form-Urlencoded; charset=utf-8",
                body: "\(size);x=\"y\"\r\n\(form)\r\n0\r\nA: b\r\n\r\n")
            #expect(answer.status == 303)
        }
    }

    @Test("A tab of its own gets the direct cookie and no pin")
    func direct() async throws {
        try await GatewayRig.run { rig in
            let answer = try await rig.get("/direct_link?token=\(rig.token())", "Sec-Fetch-Dest: document")
            #expect(answer.status == 303 && answer["Set-Cookie"].wholeMatch(of: directCookie) != nil)
            let session = try await rig.session(try #require(GatewayRig.cookie(answer)))
            #expect(session.contains("\"context\":\"direct\"") && session.contains("\"origin\":null"))
        }
    }

    @Test("Over http on loopback the cookie has no prefix and keeps Secure")
    func loopback() async throws {
        try await GatewayRig.run(GatewayRig.Options(publicURL: "http://127.0.0.1:8080")) { rig in
            let answer = try await rig.get("/direct_link?token=\(rig.token())", "Host: localhost:8080")
            let pattern = /casement=4676\.[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=None; Partitioned/
            #expect(answer["Set-Cookie"].wholeMatch(of: pattern) != nil)
        }
    }

    @Test(
        "A field given twice, or in two places, is ambiguous and leaves the token unused",
        arguments: [
            "/direct_link?token=TOKEN&token=TOKEN", "/direct_link?token=TOKEN&workato_dl_token=TOKEN",
            "/direct_link?token=TOKEN&path=/a&path=/a", "/direct_link?token=TOKEN&path=/a&workato_dl_path=/a",
            "/direct_link?token=TOKEN&origin=https://na1.company.com&origin=https://na1.company.com",
            "/direct_link?token=TOKEN&%74oken=x", "/direct_link/a?token=TOKEN&workato_dl_path=/b",
        ])
    func ambiguous(target: String) async throws {
        try await leavesTokenUnused("request_ambiguous", 400) { rig, token in
            try await rig.get(target.replacing("TOKEN", with: token))
        }
    }

    @Test(
        "A form and a field of its own in the query are ambiguous",
        arguments: ["token=x", "workato_dl_path=/", "path=/", "origin=https://na1.company.com"])
    func formAndQuery(query: String) async throws {
        try await leavesTokenUnused("request_ambiguous", 400) { rig, token in
            try await rig.send("POST", "/direct_link?\(query)", body: "token=\(token)")
        }
    }

    @Test(
        "A request that no navigation sends is refused and leaves the token unused",
        arguments: [
            "Sec-Fetch-Mode: cors", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Mode: same-origin",
            "Sec-Fetch-Mode: websocket",
            "X-Requested-With: XMLHttpRequest", "Sec-Purpose: prefetch", "Sec-Purpose: prefetch;prerender",
            "Purpose: prefetch", "Purpose: Prefetch",
        ])
    func shape(line: String) async throws {
        try await leavesTokenUnused("http_request_invalid", 400) { rig, token in
            try await rig.get("/direct_link?token=\(token)", line)
        }
    }

    @Test(
        "Other methods are refused and leave the token unused",
        arguments: ["PUT", "DELETE", "PATCH", "OPTIONS", "PURGE"])
    func methods(method: String) async throws {
        try await leavesTokenUnused("http_request_invalid", 400) { rig, token in
            try await rig.send(method, "/direct_link?token=\(token)")
        }
    }

    @Test("HEAD is refused without a body and leaves the token unused")
    func head() async throws {
        try await GatewayRig.run { rig in
            let token = try rig.token()
            #expect(try await rig.send("HEAD", "/direct_link?token=\(token)").status == 400)
            #expect(try await rig.get("/direct_link?token=\(token)").status == 303)
        }
    }

    @Test(
        "A POST of another type is refused and leaves the token unused",
        arguments: [
            "application/json", "multipart/form-data; boundary=x", "text/plain", "application/x-www-form-urlencodedx",
        ])
    func types(type: String) async throws {
        try await leavesTokenUnused("http_request_invalid", 400) { rig, token in
            try await rig.send("POST", "/direct_link", "Content-Type: \(type)", body: "token=\(token)")
        }
    }

    @Test(
        "A form over 16 KiB is refused, by its length or as it comes, and leaves the token unused",
        arguments: [true, false])
    func tooLarge(chunked: Bool) async throws {
        try await leavesTokenUnused("http_request_invalid", 400) { rig, token in
            let form = "token=\(token)&x=" + String(repeating: "x", count: 16 * 1024)
            let body = "\(String(form.utf8.count, radix: 16))\r\n\(form)\r\n0\r\n\r\n"
            return chunked
                ? try await rig.send("POST", "/direct_link", "Transfer-Encoding: chunked", body: body)
                : try await rig.send("POST", "/direct_link", body: form)
        }
    }

    @Test(
        "A path that could lead away is refused and leaves the token unused",
        arguments: [
            "//evil.example", "/%5C%5Cevil.example", "/%2509/evil", "https:evil", "javascript:alert(1)",
            "/..//evil.example",
            "/a/..//evil.example", "/.//evil", "%2F%2Fevil", "/%252Fevil", "/%0D%0ASet-Cookie:x", "/%00", "/%5Cevil",
            "/%25zz", "/%7F",
        ])
    func paths(path: String) async throws {
        try await leavesTokenUnused("path_invalid", 400) { rig, token in
            try await rig.get("/direct_link?token=\(token)&path=\(path)")
        }
    }

    @Test(
        "So is one in the address", arguments: ["//evil.example", "/%2fevil.example", "/%5cevil", "/..//evil", "/%09/"])
    func addressPaths(path: String) async throws {
        try await leavesTokenUnused("path_invalid", 400) { rig, token in
            try await rig.get("/direct_link\(path)?token=\(token)")
        }
    }

    private func leavesTokenUnused(
        _ code: String, _ status: Int, _ attempt: (GatewayRig, String) async throws -> WireAnswer
    ) async throws {
        try await GatewayRig.run { rig in
            let token = try rig.token()
            let answer = try await attempt(rig, token)
            #expect(rig.code(answer) == code)
            #expect(answer.status == status)
            #expect(answer["Cache-Control"] == "no-store")
            #expect(GatewayRig.cookie(answer) == nil)
            #expect(!answer.body.contains(token))
            #expect(try await rig.get("/direct_link?token=\(token)").status == 303)
        }
    }
}

import HTTPWire
import NIOCore
import Testing

@testable import Gateway

@Suite("Routes")
struct RouteTests {
    @Test(
        "Own paths are compared byte for byte on whole segments",
        arguments: [
            ("/direct_link", Route.directLink), ("/direct_link/a/b", .directLink), ("/direct_link/", .directLink),
            ("/direct_linkx", .application), ("/Direct_link", .application), ("/%64irect_link", .application),
            ("/sign_out", .signOut), ("/sign_out/", .application), ("/users/sign_out", .signOutLink),
            ("/users/sign_out/x", .application), ("/casement/session", .session), ("/casement/", .nothing),
            ("/casement/session/", .nothing), ("/casement/enter", .enter), ("/casement/enter/", .nothing),
            ("/casement/enter?ticket=x", .enter), ("/casement/workspace/settings", .workspace),
            ("/casement/workspace/", .workspace), ("/casement/workspace", .nothing),
            ("/casement/workspaces/x", .nothing),
            ("/casement/workspace/../x", .workspace), ("/casement/%77orkspace/x", .nothing),
            ("/casement/other", .nothing), ("/casement", .application), ("/.well-known/casement/jwks.json", .keySet),
            ("/.well-known/casement/jwks.json?x", .keySet), ("/.well-known/casement/jwks.json/", .nothing),
            ("/.well-known/casement/", .nothing), ("/.well-known/casement", .application),
            ("/.well-known/other", .application), ("/r/embedding-client.js", .nothing), ("/r/other.js", .application),
            ("/api/managed_users", .application), ("/", .application), ("//direct_link", .application),
        ])
    func own(path: String, route: Route) throws {
        #expect(try Router(publicPaths: []).route(head(path)) == route)
    }

    @Test(
        "Where the API is served here, its paths are our own",
        arguments: [
            ("/api", Route.api), ("/api/", .api), ("/api/managed_users/E%2f?x", .api), ("/apis", .application),
            ("/Api/x", .application), ("/%61pi/x", .application), ("//api/x", .application), ("/a", .application),
        ])
    func api(path: String, route: Route) throws {
        #expect(try Router(publicPaths: [], servesAPI: true).route(head(path)) == route)
    }

    @Test(
        "A public prefix covers whole segments",
        arguments: [
            ("/public", true), ("/public/x", true), ("/public/x?y", true), ("/publicity", false), ("/Public", false),
            ("/assets/x", true), ("/assets", true), ("/other", false), ("/", false),
        ])
    func prefixes(path: String, isPublic: Bool) throws {
        let router = Router(publicPaths: ["/public", "/assets/"])
        #expect(try router.route(head(path)) == (isPublic ? .publicPath : .application))
    }

    @Test(
        "A path that two servers may read differently is never public",
        arguments: [
            "/public//x", "/public/./x", "/public/../x", "/public/x;y", "/public/x\\y", "/public/%2e%2e/x",
            "/public/%2E/x",
            "/public/%2fx", "/public/%5cx", "/public/%00", "/public/%25", "/public/%", "/public/%4", "/public/%zz",
            "/public/",
        ])
    func suspects(path: String) throws {
        #expect(try Router(publicPaths: ["/public"]).route(head(path)) == .application)
    }

    @Test("The root prefix makes plain paths public, and only those")
    func root() throws {
        let router = Router(publicPaths: ["/"])
        #expect(try router.route(head("/")) == .publicPath)
        #expect(try router.route(head("/a/b")) == .publicPath)
        #expect(try router.route(head("/a/../b")) == .application)
        #expect(try router.route(head("/sign_out")) == .signOut)
    }
}

/// A parsed head of a GET, with more field lines if wanted.
func head(_ target: String, method: String = "GET", _ lines: String...) throws -> RequestHead {
    var parser = RequestHeadParser()
    var buffer = ByteBuffer(
        string: (["\(method) \(target) HTTP/1.1", "Host: gw.example"] + lines).joined(separator: "\r\n") + "\r\n\r\n")
    return try #require(try parser.parse(&buffer))
}

import Domain
import HTTPWire
import Sessions
import Testing

@testable import Gateway

@Suite("Session cookies of a request")
struct SessionCookiesTests {
    static let value = "7." + String(repeating: "A", count: 43)

    @Test("One cookie of ours is read among others", arguments: SessionContext.allCases)
    func one(context: SessionContext) throws {
        let names = try names("https://gw.example")
        let cookies = SessionCookies(try head("/", "Cookie: a=1; \(names.name(context))=\(Self.value); b=2"), names)
        let presented = try #require(try cookies.one())
        #expect(presented.context == context)
        #expect(presented.cookie?.customer == CustomerID(7))
        #expect(cookies.others == ["a", "b"])
    }

    @Test("Without TLS the names have no prefix")
    func plainNames() throws {
        let names = try names("http://127.0.0.1:8080")
        #expect(names.name(.embedded) == "casement")
        #expect(names.name(.direct) == "casement-direct")
        #expect(names.set(.embedded, to: "v") == "casement=v; Path=/; Secure; HttpOnly; SameSite=None; Partitioned")
        #expect(names.set(.direct, to: "v") == "casement-direct=v; Path=/; Secure; HttpOnly; SameSite=Lax")
    }

    @Test("A cookie is cleared with the attributes it was set with", arguments: SessionContext.allCases)
    func clearing(context: SessionContext) throws {
        let names = try names("https://gw.example")
        let set = names.set(context, to: "v").split(separator: ";").dropFirst()
        let clear = names.clear(context).split(separator: ";")
        #expect(clear.starts(with: ["\(names.name(context))="] + set))
        #expect(clear.contains(" Max-Age=0"))
    }

    @Test(
        "What two servers may read differently is refused, and every name seen is told",
        arguments: [
            "__Host-casement=\(value); __Host-casement-direct=\(value)",
            "__Host-casement=\(value); __Host-casement=\(value)",
            "__Host-casement=\(value); __host-Casement=x", "__HOST-casement=\(value)", "__Host-casement =\(value)",
            "a=\"x; __Host-casement=\(value); b=y\"", "a=\"; __Host-casement=\(value); b=\"",
            "a= \"x; __Host-casement=\(value); b=\"y\"",
        ])
    func ambiguous(field: String) throws {
        let cookies = SessionCookies(try head("/", "Cookie: \(field)"), try names("https://gw.example"))
        #expect(throws: Refusal(.requestAmbiguous)) { try cookies.one() }
        #expect(!cookies.names.isEmpty)
    }

    @Test(
        "Quotes that are closed again hide nothing",
        arguments: ["a=\"x\"; __Host-casement=\(value)", "a=\"x; b=y\"; __Host-casement=\(value); c=\"\""])
    func quoted(field: String) throws {
        let cookies = SessionCookies(try head("/", "Cookie: \(field)"), try names("https://gw.example"))
        #expect(try cookies.one()?.cookie?.customer == CustomerID(7))
    }

    @Test(
        "A value that cannot be ours names no session",
        arguments: ["", "7.", "x", "\"\(value)\"", "07." + String(repeating: "A", count: 43), value + "A", "-1.x"])
    func malformed(value: String) throws {
        let cookies = SessionCookies(try head("/", "Cookie: __Host-casement=\(value)"), try names("https://gw.example"))
        let presented = try #require(try cookies.one())
        #expect(presented.cookie == nil)
    }

    @Test("What has no name is no cookie and takes no other's place")
    func nameless() throws {
        let field = String(repeating: " ;=x;", count: 64) + "a=\"b;c\" ; ;"
        let cookies = SessionCookies(try head("/", "Cookie: \(field)"), try names("https://gw.example"))
        #expect(cookies.others == ["a", "c\""])
    }

    @Test("Names of ours in every spelling are kept from the application")
    func ours() {
        for name in ["casement", "__Host-casement", "__host-CASEMENT", "casement-direct", "__Host-casement-console"] {
            #expect(CookieNames.isOurs(name.utf8))
        }
        for name in ["casement2", "xcasement", "__Secure-casement", ""] { #expect(!CookieNames.isOurs(name.utf8)) }
    }

    private func names(_ url: String) throws -> CookieNames { CookieNames(PublicURL(try OriginParser().origin(url))) }
}

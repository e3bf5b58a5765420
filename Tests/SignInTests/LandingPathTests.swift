import Domain
import SignIn
import Testing

@Suite("Landing paths")
struct LandingPathTests {
    @Test(
        "A path of this host is kept, query and fragment too",
        arguments: [
            (nil, "/"), ("", "/"), ("/", "/"), ("/recipes", "/recipes"), ("recipes", "/recipes"),
            ("recipes/1?a=b:c#d", "/recipes/1?a=b:c#d"), ("/a/../b", "/a/../b"), ("?x=1", "/?x=1"), ("#top", "/#top"),
            ("/a%20b", "/a%20b"), ("/a b", "/a%20b"), ("/é", "/%C3%A9"), ("/x?u=https://evil", "/x?u=https://evil"),
            ("/a?b=\r\nX: y", "/a?b=%0D%0AX:%20y"), ("/a/b:c", "/a/b:c"), ("/:", "/:"), ("/..", "/.."),
        ] as [(String?, String)])
    func kept(asked: String?, path: String) throws {
        #expect(try LandingPath(asked).description == path)
    }

    @Test(
        "A path that could lead away is refused",
        arguments: [
            "//evil", "///evil", "/\\evil", "\\evil", "\\\\evil", "/%09/evil", "/%5cevil", "/%2F/evil", "/%2fevil",
            "https:evil", "https://evil", "javascript:alert(1)", "a:b", "/..//evil", "/a/..//evil", "/%2e%2e//evil",
            "/.//evil", "/%2e/%2fevil", "/\u{0}", "/a%00b", "/a\r\nb", "/a%0d%0ab", "/%", "/%zz", "/a%7f", "/\tevil",
            "/./\\evil",
        ])
    func refused(asked: String) {
        #expect(throws: CheckFailure(.path, .pathInvalid)) { try LandingPath(asked) }
    }
}

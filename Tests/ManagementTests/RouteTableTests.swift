import Testing

@testable import Management

@Suite struct RouteTableTests {
    @Test("No two routes have the same method and path") func unique() {
        let names = Route.table.routes.map { "\($0.method.rawValue) \($0.pattern.text)" }
        #expect(Set(names).count == names.count)
    }

    @Test("Of two paths that match, the more exact is meant") func exactness() throws {
        let table = RouteTable(routes: [
            Route(.get, "/a/:id") { _ in .done }, Route(.put, "/a/:id") { _ in .done },
            Route(.get, "/a/b") { _ in .done },
        ])
        #expect(try table.match(method: "GET", path: "/a/b").route.pattern.text == "/a/b")
        #expect(try table.match(method: "GET", path: "/a/c").places == ["id": "c"])
        #expect(throws: APIProblem.self) { try table.match(method: "PUT", path: "/a/b") }
    }

    @Test("What stands in a place is left as it was written") func places() throws {
        let match = try Route.table.match(method: "GET", path: "/api/managed_users/EAM10%3AXV303%2Fx")
        #expect(match.places == ["id": "EAM10%3AXV303%2Fx"])
    }
}

import Directory
import Domain
import Testing

@testable import Management

@Suite struct CustomersPageTests {
    @Test("A header sorts by its column; a second click reverses; the arrow says so to everybody") func sorting()
        async throws
    {
        let rig = try Rig()
        for name in ["Bravo", "alpha", "Charlie"] { _ = try rig.customer(name) }
        let visit = try await rig.visit(.admin)
        let page = try await visit.get("/admin_console/customers")
        #expect(names(page) == ["alpha", "Bravo", "Charlie"])
        #expect(
            page.body.contains(
                #"aria-sort="ascending"><a class="sort" href="/admin_console/customers?sort=name&amp;order=desc">Customer"#
            ))
        let reversed = try await visit.get("/admin_console/customers?sort=name&order=desc")
        #expect(names(reversed) == ["Charlie", "Bravo", "alpha"])
        #expect(
            reversed.body.contains(
                #"aria-sort="descending"><a class="sort" href="/admin_console/customers?sort=name">Customer"#))
        for column in ["joined", "tasks", "connections"] {
            #expect(try await names(visit.get("/admin_console/customers?sort=\(column)")).count == 3)
        }
    }

    @Test("A search finds names and external ids and marks the hit, in the letters that are there") func search()
        async throws
    {
        let rig = try Rig()
        _ = try rig.customer("Blue Sky", externalID: "BS-1")
        _ = try rig.customer("Green Field", externalID: "SKY-9")
        _ = try rig.customer("Red Rock", externalID: "RR")
        let page = try await rig.visit(.admin).get("/admin_console/customers?search=sky")
        #expect(names(page) == ["Blue Sky", "Green Field"])
        #expect(page.body.contains("Blue <mark>Sky</mark>") && page.body.contains("(<mark>SKY</mark>-9)"))
        #expect(page.body.contains("2 customers") && page.body.contains("Search: sky"))
    }

    @Test("Every filter is in the address, keeps the others, and can be taken back by itself") func filters()
        async throws
    {
        let rig = try Rig()
        _ = try rig.customer("Blue Sky")
        let visit = try await rig.visit(.admin)
        let page = try await visit.get(
            "/admin_console/customers?search=blue&status=active&joined=30d&sort=joined&order=desc")
        #expect(names(page) == ["Blue Sky"])
        for href in [
            "?status=active&amp;joined=30d&amp;sort=joined&amp;order=desc",
            "?search=blue&amp;joined=30d&amp;sort=joined&amp;order=desc",
            "?search=blue&amp;status=active&amp;sort=joined&amp;order=desc", "?sort=joined&amp;order=desc",
        ] {
            #expect(page.body.contains(#"href="/admin_console/customers\#(href)""#), "\(href)")
        }
        #expect(
            try await visit.get("/admin_console/customers?status=expired_subscription").body.contains("Nothing matches")
        )
        let wrong = try await visit.get("/admin_console/customers?search=blue&joined=custom&joined_from=yesterday")
        #expect(wrong.status == 422 && wrong.body.contains("href=\"#joined_from\"") && names(wrong) == ["Blue Sky"])
    }

    @Test("The pages' ends are kept: beyond the last one leads to the last") func pages() async throws {
        let rig = try Rig()
        for number in 1...27 { _ = try rig.customer("C\(number)") }
        let visit = try await rig.visit(.admin)
        let first = try await visit.get("/admin_console/customers")
        #expect(names(first).count == 25 && first.body.contains("1–25 of 27"))
        #expect(try await names(visit.get("/admin_console/customers?page=2")).count == 2)
        #expect(try await visit.get("/admin_console/customers?page=9").location == "/admin_console/customers?page=2")
    }

    @Test("Nobody yet is told apart from nothing found") func empty() async throws {
        let visit = try await Rig().visit(.admin)
        #expect(try await visit.get("/admin_console/customers").body.contains("No customers yet"))
        #expect(try await visit.get("/admin_console/customers?search=x").body.contains("Nothing matches"))
    }

    @Test("An operator sees every partner's customers, or one's") func operators() async throws {
        let rig = try Rig()
        _ = try rig.customer("Blue Sky")
        _ = try rig.customer("Beta's own", of: "beta")
        let visit = try await rig.visit(.operator)
        #expect(try await names(visit.get("/admin_console/customers")).count == 2)
        #expect(try await names(visit.get("/admin_console/customers?partner=beta")) == ["Beta&#39;s own"])
        #expect(try await rig.visit(.admin).get("/admin_console/customers?partner=beta").status == 404)
    }

    private func names(_ page: Reply) -> [String] {
        page.body.matches(of: /<a href="\/admin_console\/customers\/\d+\/dashboard">(.*?)<\/a>/)
            .map { String($0.1).replacing(/<\/?mark>/, with: "") }
    }
}

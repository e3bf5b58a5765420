import Directory
import Domain
import GRDB
import Testing

@testable import Directory

/// Each search is made among few customers, where it is looked up, and among many that it finds too, where it is compared.
struct CustomerSearchTests {
    struct Case: Sendable {
        let text: String
        let finds: Set<String>

        init(_ text: String, _ finds: String...) {
            self.text = text
            self.finds = Set(finds)
        }
    }

    static let names = [
        "Blue Sky", "blue moon", "100% Wool", "100 Wool", "a*b", "a_b", "aXb", "say \"hi\"", "O'Hara",
        "Été \u{1F600} Co",
        "été", "NEAR AND OR", "back\\slash", "mark\"\u{301}s", "pct%\u{301}x",
    ]

    static let cases = [
        Case("blue", "Blue Sky", "blue moon"), Case("BLUE", "Blue Sky", "blue moon"), Case("ue s", "Blue Sky"),
        Case("100%", "100% Wool"), Case("% w", "100% Wool"), Case("%%%"), Case("a*b", "a*b"), Case("a_b", "a_b"),
        Case("***"), Case("\"hi\"", "say \"hi\""), Case("\"\"\""), Case("o'h", "O'Hara"), Case("AND", "NEAR AND OR"),
        Case("k\\s", "back\\slash"), Case("\u{1F600} c", "Été \u{1F600} Co"), Case("ÉTÉ", "Été \u{1F600} Co", "été"),
        Case("été", "Été \u{1F600} Co", "été"), Case("k\"\u{301}", "mark\"\u{301}s"), Case("t%\u{301}", "pct%\u{301}x"),
        Case("bl", "Blue Sky", "blue moon"), Case("B", "Blue Sky", "blue moon", "back\\slash"),
        Case("ky"), Case("%"), Case("a*", "a*b"), Case("a_", "a_b"), Case("é", "Été \u{1F600} Co", "été"),
        Case("ÉT", "Été \u{1F600} Co", "été"), Case("[a"), Case("@"), Case("x-", "Blue Sky"), Case("X-0", "Blue Sky"),
        Case("-00", "Blue Sky"), Case("blue\u{0}"), Case("\u{0}"), Case(String(repeating: "blue", count: 1_000)),
    ]

    let file: TemporaryFile
    let store: DirectoryStore

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme")
        try store.partner(named: "beta")
        for name in Self.names {
            _ = try store.customer(of: "acme", externalID: name == "Blue Sky" ? "x-007" : nil, name: name)
        }
    }

    private func found(_ query: CustomerQuery) throws -> Set<String> {
        let listing = try store.customers(query)
        #expect(listing.total == listing.records.count)
        return Set(listing.records.map(\.customer.name))
    }

    @Test("A search finds what has the text, or begins with it when it is short", arguments: cases)
    func few(search: Case) throws {
        #expect(try found(CustomerQuery(vendorID: vendor("acme"), search: search.text)) == search.finds)
        #expect(try found(CustomerQuery(search: search.text)) == search.finds)
        #expect(try found(CustomerQuery(vendorID: vendor("beta"), search: search.text)) == [])
    }

    @Test("A search that many more customers answer finds them too", arguments: cases.filter { !$0.finds.isEmpty })
    func many(search: Case) throws {
        let others = CustomerSearch.few + 1
        try crowd(others, search.text)
        var query = CustomerQuery(search: search.text, sort: .joined)
        #expect(try store.customers(query).total == others + search.finds.count)
        query.vendorID = try vendor("beta")
        #expect(try store.customers(query).total == others)
        query.vendorID = try vendor("acme")
        #expect(try found(query) == search.finds)
    }

    /// So many customers of beta whose names begin with the text.
    private func crowd(_ count: Int, _ text: String) throws {
        let sql = """
            WITH RECURSIVE number(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < ?)
            INSERT INTO customer (partner_id, name, origins, origin_mode, outer_ancestors, created_at, updated_at)
                SELECT 2, ? || n, '', 'append', '', 0, 0 FROM number
            """
        try store.pool.write { try $0.execute(sql: sql, arguments: [count, text]) }
    }

    @Test("An empty search is none")
    func empty() throws {
        #expect(try found(CustomerQuery(search: "")) == Set(Self.names))
    }

    @Test("A search follows every change of a name or an external id, and a deletion")
    func changes() throws {
        let id = try store.customer(of: "acme", externalID: "first", name: "Former").customer.id
        let changes = CustomerChanges(externalID: .set(try external("second")), name: .set("Present"))
        _ = try store.updateCustomer(id, changes, by: author, now: later)
        for gone in ["former", "first", "fo", "fi"] { #expect(try found(CustomerQuery(search: gone)) == []) }
        for kept in ["present", "second", "pr", "se"] { #expect(try found(CustomerQuery(search: kept)) == ["Present"]) }
        try store.deleteCustomer(id, by: author, now: later)
        for gone in ["present", "second", "pr", "se"] { #expect(try found(CustomerQuery(search: gone)) == []) }
    }
}

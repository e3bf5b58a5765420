/// What the list of customers is found and ordered by.
enum SearchSchema {
    /// Trigrams of names and external ids, for searches of three characters or more.
    static let search = """
        CREATE VIRTUAL TABLE customer_search
            USING fts5(name, external_id, content='customer', content_rowid='id', tokenize='trigram');
        INSERT INTO customer_search(customer_search) VALUES ('rebuild');
        CREATE TRIGGER customer_search_inserted AFTER INSERT ON customer BEGIN \(add) END;
        CREATE TRIGGER customer_search_deleted AFTER DELETE ON customer BEGIN \(remove) END;
        CREATE TRIGGER customer_search_updated AFTER UPDATE ON customer
        WHEN OLD.name IS NOT NEW.name OR OLD.external_id IS NOT NEW.external_id
        BEGIN \(remove) \(add) END;
        """

    /// Two indexes for each order, for one partner's customers and for all, with what filters and searches ask for: a list
    /// is found and counted without reading a row.
    static let indexes = orders.flatMap { order, keys in
        let columns = keys + ["id"] + details.filter { !keys.contains($0) }
        return [
            "CREATE INDEX \(index(by: order)) ON customer (\(columns.joined(separator: ", ")));",
            "CREATE INDEX \(partnerIndex(by: order)) ON customer (partner_id, \(columns.joined(separator: ", ")));",
        ]
    }.joined(separator: "\n")

    /// The index of all customers in that order.
    static func index(by order: String) -> String { "customer_by_\(order)" }

    /// The index of each partner's customers in that order.
    static func partnerIndex(by order: String) -> String { "partner_customer_by_\(order)" }

    /// What that order goes by.
    static func keys(of sort: CustomerQuery.Sort) -> [String] {
        switch sort {
        case .name: ["name COLLATE NOCASE"]
        case .joined: ["created_at"]
        case .tasks: ["task_month", "task_count"]
        case .connections: ["connection_count"]
        }
    }

    private static let details = ["status", "plan_id", "created_at", "name", "external_id"]

    private static let orders: [(String, [String])] =
        CustomerQuery.Sort.allCases.map { ($0.rawValue, keys(of: $0)) } + [
            ("external_id", ["external_id COLLATE NOCASE"])
        ]

    private static let add =
        "INSERT INTO customer_search (rowid, name, external_id) VALUES (NEW.id, NEW.name, NEW.external_id);"

    private static let remove = """
        INSERT INTO customer_search (customer_search, rowid, name, external_id)
            VALUES ('delete', OLD.id, OLD.name, OLD.external_id);
        """
}

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

    /// One index for each order, with what the filters ask for, so that counting reads no rows.
    static let indexes = """
        CREATE INDEX customer_by_name ON customer (partner_id, name COLLATE NOCASE, id, status, plan_id, created_at);
        CREATE INDEX customer_by_joined ON customer (partner_id, created_at, id, status, plan_id);
        CREATE INDEX customer_by_tasks ON customer (partner_id, task_month, task_count, id, status, plan_id, created_at);
        CREATE INDEX customer_by_connections ON customer
            (partner_id, connection_count, id, status, plan_id, created_at);
        """

    private static let add =
        "INSERT INTO customer_search (rowid, name, external_id) VALUES (NEW.id, NEW.name, NEW.external_id);"

    private static let remove = """
        INSERT INTO customer_search (customer_search, rowid, name, external_id)
            VALUES ('delete', OLD.id, OLD.name, OLD.external_id);
        """
}

/// What is counted for a partner by triggers, so that nothing it is shown reads all its customers' rows.
enum PartnerCountSchema {
    /// The number of members of a partner's customers, in its row. Members that go with their customer are counted off
    /// before it goes: after it, they no longer tell whose they were.
    static let members = """
        ALTER TABLE partner ADD COLUMN member_count INTEGER NOT NULL DEFAULT 0;
        UPDATE partner SET member_count =
            (SELECT count(*) FROM member JOIN customer ON customer.id = customer_id WHERE partner_id = partner.id);
        CREATE TRIGGER member_counted AFTER INSERT ON member
        BEGIN UPDATE partner SET member_count = member_count + 1 WHERE id = \(partner("NEW.customer_id")); END;
        CREATE TRIGGER member_uncounted AFTER DELETE ON member
        BEGIN UPDATE partner SET member_count = member_count - 1 WHERE id = \(partner("OLD.customer_id")); END;
        CREATE TRIGGER customer_members_uncounted BEFORE DELETE ON customer
        BEGIN
            UPDATE partner SET member_count = member_count - (SELECT count(*) FROM member WHERE customer_id = OLD.id)
            WHERE id = OLD.partner_id;
        END;
        """

    /// The authenticated connections to each app, and how many customers have any, by partner.
    static let apps = """
        CREATE TABLE partner_app (
            partner_id INTEGER NOT NULL REFERENCES partner(id) ON DELETE CASCADE,
            app TEXT NOT NULL,
            connections INTEGER NOT NULL,
            customers INTEGER NOT NULL,
            PRIMARY KEY (partner_id, app)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO partner_app (partner_id, app, connections, customers)
            SELECT partner_id, app, sum(connections), count(*) FROM customer_app JOIN customer ON id = customer_id
            WHERE connections > 0 GROUP BY partner_id, app;
        CREATE TRIGGER customer_app_inserted AFTER INSERT ON customer_app WHEN NEW.connections > 0
        BEGIN
            INSERT INTO partner_app (partner_id, app, connections, customers)
                SELECT partner_id, NEW.app, NEW.connections, 1 FROM customer WHERE id = NEW.customer_id
                ON CONFLICT DO UPDATE SET connections = connections + excluded.connections, customers = customers + 1;
        END;
        CREATE TRIGGER customer_app_updated AFTER UPDATE OF connections ON customer_app
        BEGIN
            UPDATE partner_app SET connections = connections + NEW.connections - OLD.connections,
                customers = customers + (NEW.connections > 0) - (OLD.connections > 0)
            WHERE app = NEW.app AND partner_id = \(partner("NEW.customer_id"));
        END;
        CREATE TRIGGER customer_apps_uncounted BEFORE DELETE ON customer
        BEGIN
            UPDATE partner_app SET connections = partner_app.connections - used.connections, customers = customers - 1
            FROM customer_app AS used
            WHERE used.customer_id = OLD.id AND used.connections > 0 AND used.app = partner_app.app
                AND partner_app.partner_id = OLD.partner_id;
        END;
        """

    private static func partner(_ customer: String) -> String {
        "(SELECT partner_id FROM customer WHERE id = \(customer))"
    }
}

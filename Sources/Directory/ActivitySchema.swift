/// What the application reports of a customer, and the counts that follow from it, each kept by the same transaction.
enum ActivitySchema {
    /// Connections and recipes by the application's own ids, unique within the customer; usage by days since 1970, UTC.
    static let tables = """
        CREATE TABLE connection (
            customer_id INTEGER NOT NULL REFERENCES customer(id) ON DELETE CASCADE,
            id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
            name TEXT NOT NULL CHECK (name <> ''),
            provider TEXT NOT NULL CHECK (provider <> ''),
            authorization_status TEXT NOT NULL CHECK (authorization_status IN ('success', 'failed', 'pending')),
            authorized_at INTEGER,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (customer_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE customer_app (
            customer_id INTEGER NOT NULL,
            app TEXT NOT NULL,
            connections INTEGER NOT NULL,
            PRIMARY KEY (customer_id, app)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX customer_app_app ON customer_app (app, customer_id, connections) WHERE connections > 0;
        CREATE TABLE recipe (
            customer_id INTEGER NOT NULL REFERENCES customer(id) ON DELETE CASCADE,
            id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 64),
            name TEXT NOT NULL CHECK (name <> ''),
            running INTEGER NOT NULL CHECK (running IN (0, 1)),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (customer_id, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE job_report (
            report_id TEXT NOT NULL PRIMARY KEY CHECK (report_id <> ''),
            day INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX job_report_day ON job_report (day);
        CREATE TABLE usage_day (
            customer_id INTEGER NOT NULL REFERENCES customer(id) ON DELETE CASCADE,
            day INTEGER NOT NULL,
            tasks INTEGER NOT NULL,
            jobs_succeeded INTEGER NOT NULL,
            jobs_failed INTEGER NOT NULL,
            PRIMARY KEY (customer_id, day)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE partner_day (
            partner_id INTEGER NOT NULL REFERENCES partner(id) ON DELETE CASCADE,
            day INTEGER NOT NULL,
            customers INTEGER NOT NULL,
            connections INTEGER NOT NULL,
            active_recipes INTEGER NOT NULL,
            PRIMARY KEY (partner_id, day)
        ) STRICT, WITHOUT ROWID;
        """

    /// Only authenticated connections count, for the customer, its apps and its partner; only running recipes do.
    static let counts = """
        CREATE TRIGGER connection_inserted AFTER INSERT ON connection WHEN NEW.authorization_status = 'success'
        BEGIN \(count("NEW", 1)) END;
        CREATE TRIGGER connection_deleted AFTER DELETE ON connection WHEN OLD.authorization_status = 'success'
        BEGIN \(count("OLD", -1)) END;
        CREATE TRIGGER connection_updated AFTER UPDATE ON connection
        WHEN OLD.authorization_status IS NOT NEW.authorization_status OR OLD.provider IS NOT NEW.provider
        BEGIN
            \(count("OLD", -1, when: "OLD.authorization_status = 'success'"))
            \(count("NEW", 1, when: "NEW.authorization_status = 'success'"))
        END;
        CREATE TRIGGER customer_apps_deleted AFTER DELETE ON customer
        BEGIN DELETE FROM customer_app WHERE customer_id = OLD.id; END;
        CREATE TRIGGER customer_counts_deleted BEFORE DELETE ON customer
        BEGIN
            UPDATE partner SET connection_count = connection_count - OLD.connection_count,
                active_recipe_count = active_recipe_count - OLD.active_recipe_count WHERE id = OLD.partner_id;
        END;
        CREATE TRIGGER recipe_inserted AFTER INSERT ON recipe WHEN NEW.running
        BEGIN \(countRecipes("NEW", 1)) END;
        CREATE TRIGGER recipe_deleted AFTER DELETE ON recipe WHEN OLD.running
        BEGIN \(countRecipes("OLD", -1)) END;
        CREATE TRIGGER recipe_updated AFTER UPDATE ON recipe WHEN OLD.running IS NOT NEW.running
        BEGIN \(countRecipes("NEW", "(CASE NEW.running WHEN 1 THEN 1 ELSE -1 END)")) END;
        """

    /// When a customer goes its row goes first, with all it counted: the rows that follow find nobody to count for.
    private static func count(_ row: String, _ by: Int, when condition: String = "1") -> String {
        """
        INSERT INTO customer_app (customer_id, app, connections)
            SELECT \(row).customer_id, \(row).provider, \(by) WHERE \(condition)
                AND EXISTS (SELECT 1 FROM customer WHERE id = \(row).customer_id)
            ON CONFLICT DO UPDATE SET connections = connections + \(by);
        UPDATE partner SET connection_count = connection_count + \(by) WHERE \(condition)
            AND id = (SELECT partner_id FROM customer WHERE id = \(row).customer_id);
        UPDATE customer SET connection_count = connection_count + \(by) WHERE \(condition) AND id = \(row).customer_id;
        """
    }

    private static func countRecipes(_ row: String, _ by: some CustomStringConvertible) -> String {
        """
        UPDATE partner SET active_recipe_count = active_recipe_count + \(by)
            WHERE id = (SELECT partner_id FROM customer WHERE id = \(row).customer_id);
        UPDATE customer SET active_recipe_count = active_recipe_count + \(by) WHERE id = \(row).customer_id;
        """
    }
}

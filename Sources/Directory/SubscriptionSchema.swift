/// Plans, and what a customer's row says of its plan, its trial and its apps; versions, for optimistic concurrency.
enum SubscriptionSchema {
    /// The free plan is the first row, and stays.
    static let plans = """
        CREATE TABLE plan (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            partner_id INTEGER REFERENCES partner(id) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> ''),
            task_limit INTEGER NOT NULL CHECK (task_limit >= 0),
            connection_limit INTEGER CHECK (connection_limit >= 0)
        ) STRICT;
        CREATE UNIQUE INDEX plan_name ON plan (ifnull(partner_id, 0), name);
        INSERT INTO plan (id, name, task_limit) VALUES (1, 'free', 100);
        CREATE TRIGGER plan_free_kept BEFORE DELETE ON plan WHEN OLD.id = 1
        BEGIN SELECT RAISE(ABORT, 'the free plan stays'); END;
        """

    /// Added columns. A trial has an end, and nothing else has one.
    static let columns = """
        ALTER TABLE partner ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE partner ADD COLUMN customer_count INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE partner ADD COLUMN connection_count INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE partner ADD COLUMN active_recipe_count INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE member ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE customer ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE customer ADD COLUMN plan_id INTEGER NOT NULL DEFAULT 1 REFERENCES plan(id);
        ALTER TABLE customer ADD COLUMN status TEXT NOT NULL DEFAULT 'active'
            CHECK (status IN ('active', 'in_trial', 'expired_subscription'));
        ALTER TABLE customer ADD COLUMN trial_ends_at INTEGER
            CHECK ((trial_ends_at IS NOT NULL) = (status = 'in_trial'));
        ALTER TABLE customer ADD COLUMN plan_before_downgrade INTEGER REFERENCES plan(id) ON DELETE SET NULL;
        ALTER TABLE customer ADD COLUMN allowed_apps TEXT
            CHECK (allowed_apps IS NULL OR json_valid(allowed_apps) AND json_type(allowed_apps) = 'array');
        ALTER TABLE customer ADD COLUMN connection_count INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE customer ADD COLUMN active_recipe_count INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE customer ADD COLUMN task_month INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE customer ADD COLUMN task_count INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX customer_trial ON customer (trial_ends_at) WHERE trial_ends_at IS NOT NULL;
        CREATE INDEX customer_plan ON customer (plan_id);
        CREATE INDEX customer_plan_before_downgrade ON customer (plan_before_downgrade)
            WHERE plan_before_downgrade IS NOT NULL;
        """

    /// The number of a partner's customers, in its row.
    static let counts = """
        UPDATE partner SET customer_count = (SELECT count(*) FROM customer WHERE partner_id = partner.id);
        CREATE TRIGGER customer_counted AFTER INSERT ON customer
        BEGIN UPDATE partner SET customer_count = customer_count + 1 WHERE id = NEW.partner_id; END;
        CREATE TRIGGER customer_uncounted AFTER DELETE ON customer
        BEGIN UPDATE partner SET customer_count = customer_count - 1 WHERE id = OLD.partner_id; END;
        """

    /// The view shows the status too.
    static let change =
        ["inserted", "updated", "deleted"].map { "DROP TRIGGER customer_\($0);" }.joined(separator: "\n")
        + ChangeSchema.triggers(
            on: "customer", kind: .customer, id: "id",
            shown: ["external_id", "name", "origins", "origin_mode", "outer_ancestors", "status"])
}

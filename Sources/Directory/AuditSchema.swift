/// The audit trail. It refers to nothing, so that it outlives what it tells of.
enum AuditSchema {
    /// The trail. Events are added and kept; all that may happen to one is that its details are forgotten.
    static let table = trail(
        of: ["command_line", "api_token", "operator_token", "user", "system"],
        fixed: "NEW.before IS NOT NULL OR NEW.after IS NOT NULL OR \(differ(fixed))")

    /// The trail with members among its authors, whose names are forgotten with them, as those of a team's people are.
    static let tableWithMembers = trail(
        of: ["command_line", "api_token", "operator_token", "user", "member", "system"],
        fixed: ["before", "after", "actor_name"].map { "NEW.\($0) IS NOT NULL AND \(differ([$0])) OR " }.joined()
            + differ(fixed.filter { $0 != "actor_name" }))

    private static func trail(of actors: [String], fixed: String) -> String {
        """
        CREATE TABLE audit_event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            actor_kind TEXT NOT NULL
                CHECK (actor_kind IN (\(actors.map { "'\($0)'" }.joined(separator: ", ")))),
            actor_id INTEGER,
            actor_name TEXT,
            address TEXT,
            request_id TEXT,
            action TEXT NOT NULL,
            vendor_id TEXT,
            customer_id INTEGER,
            target_kind TEXT NOT NULL,
            target_id INTEGER,
            before TEXT CHECK (before IS NULL OR json_valid(before)),
            after TEXT CHECK (after IS NULL OR json_valid(after))
        ) STRICT;
        CREATE INDEX audit_event_vendor ON audit_event (vendor_id, id);
        CREATE INDEX audit_event_customer ON audit_event (customer_id, id) WHERE customer_id IS NOT NULL;
        CREATE TRIGGER audit_event_kept BEFORE DELETE ON audit_event
        BEGIN SELECT RAISE(ABORT, 'audit events are kept'); END;
        CREATE TRIGGER audit_event_fixed BEFORE UPDATE ON audit_event
        WHEN \(fixed)
        BEGIN SELECT RAISE(ABORT, 'audit events never change'); END;
        """
    }

    /// Puts the trail aside, with its events.
    static let setAside = "CREATE TABLE audit_event_former AS SELECT * FROM audit_event; DROP TABLE audit_event;"

    /// Brings the events back into a new trail.
    static let bringBack = "INSERT INTO audit_event SELECT * FROM audit_event_former; DROP TABLE audit_event_former;"

    /// After a deletion the trail keeps ids and actions, not names or addresses.
    static let forgetting = """
        CREATE TRIGGER customer_forgotten AFTER DELETE ON customer
        BEGIN UPDATE audit_event SET before = NULL, after = NULL WHERE customer_id = OLD.id; END;
        CREATE TRIGGER member_forgotten AFTER DELETE ON member
        BEGIN
            UPDATE audit_event SET before = NULL, after = NULL
            WHERE customer_id = OLD.customer_id AND target_kind = 'member' AND target_id = OLD.id;
        END;
        CREATE TRIGGER partner_forgotten AFTER DELETE ON partner
        BEGIN UPDATE audit_event SET before = NULL, after = NULL WHERE vendor_id = OLD.vendor_id; END;
        CREATE TRIGGER team_user_forgotten AFTER DELETE ON team_user
        BEGIN
            UPDATE audit_event SET before = NULL, after = NULL
            WHERE target_kind = 'team_user' AND target_id = OLD.id
                AND vendor_id IS (SELECT vendor_id FROM partner WHERE id = OLD.partner_id);
        END;
        """

    /// After a deletion the trail keeps the number of whoever did something, not the name.
    static let authorForgetting = """
        CREATE INDEX audit_event_user ON audit_event (actor_id) WHERE actor_kind = 'user';
        CREATE TRIGGER team_user_author_forgotten AFTER DELETE ON team_user
        BEGIN UPDATE audit_event SET actor_name = NULL WHERE actor_kind = 'user' AND actor_id = OLD.id; END;
        CREATE TRIGGER member_author_forgotten AFTER DELETE ON member
        BEGIN
            UPDATE audit_event SET actor_name = NULL
            WHERE customer_id = OLD.customer_id AND actor_kind = 'member' AND actor_id = OLD.id;
        END;
        """

    /// Deletions whose sessions are still to be ended in Redis, by whatever road they came.
    static let endings = """
        CREATE TABLE session_ending (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            customer_id INTEGER NOT NULL,
            member_id INTEGER
        ) STRICT;
        CREATE TRIGGER customer_sessions_end AFTER DELETE ON customer
        BEGIN INSERT INTO session_ending (customer_id) VALUES (OLD.id); END;
        CREATE TRIGGER member_sessions_end AFTER DELETE ON member
        WHEN EXISTS (SELECT 1 FROM customer WHERE id = OLD.customer_id)
        BEGIN INSERT INTO session_ending (customer_id, member_id) VALUES (OLD.customer_id, OLD.id); END;
        """

    private static let fixed = [
        "id", "at", "actor_kind", "actor_id", "actor_name", "address", "request_id", "action", "vendor_id",
        "customer_id", "target_kind", "target_id",
    ]

    private static func differ(_ columns: [String]) -> String {
        columns.map { "OLD.\($0) IS NOT NEW.\($0)" }.joined(separator: " OR ")
    }
}

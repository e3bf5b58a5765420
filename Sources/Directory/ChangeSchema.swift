/// The log of changes that the data plane's view shows, written by triggers: no writer can forget it.
enum ChangeSchema {
    /// How many of the last changes are kept; a follower further behind loads the whole view.
    static let kept = 100_000

    /// The log, and the trigger that now and then forgets what is older than the last `kept`.
    static let table = """
        CREATE TABLE change (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL CHECK (kind IN ('partner', 'customer', 'member')),
            id INTEGER NOT NULL
        ) STRICT;
        CREATE TRIGGER change_pruned AFTER INSERT ON change WHEN NEW.seq % 1000 = 0
        BEGIN DELETE FROM change WHERE seq <= NEW.seq - \(kept); END;
        """

    /// A table's triggers, for every table that the view shows something of.
    static let triggers = [
        triggers(
            on: "partner", kind: .partner, id: "id",
            shown: [
                "name", "origins", "token_algorithms", "token_audiences", "token_requires_audience", "token_issuer",
                "token_requires_issuer", "token_requires_origin",
            ]),
        triggers(
            on: "signing_key", kind: .partner, id: "partner_id",
            shown: ["kid", "kind", "subject_public_key_info", "valid_from", "valid_until"]),
        triggers(
            on: "customer", kind: .customer, id: "id",
            shown: ["external_id", "name", "origins", "origin_mode", "outer_ancestors"]),
        triggers(on: "member", kind: .member, id: "id", shown: ["external_id", "name", "email", "role"]),
    ]

    /// Triggers that log a new row, a removed row, and a row of which a shown column took another value.
    static func triggers(on table: String, kind: DirectoryChange.Kind, id: String, shown: [String]) -> String {
        let differs = shown.map { "OLD.\($0) IS NOT NEW.\($0)" }.joined(separator: " OR ")
        return """
            CREATE TRIGGER \(table)_inserted AFTER INSERT ON \(table)
            BEGIN INSERT INTO change (kind, id) VALUES ('\(kind.rawValue)', NEW.\(id)); END;
            CREATE TRIGGER \(table)_updated AFTER UPDATE ON \(table) WHEN \(differs)
            BEGIN INSERT INTO change (kind, id) VALUES ('\(kind.rawValue)', NEW.\(id)); END;
            CREATE TRIGGER \(table)_deleted AFTER DELETE ON \(table)
            BEGIN INSERT INTO change (kind, id) VALUES ('\(kind.rawValue)', OLD.\(id)); END;
            """
    }
}

/// Who may manage: people of a team, and programs by their tokens. Of secrets only hashes are kept.
enum TeamSchema {
    /// People have an address each; an operator belongs to no partner, everybody else to one.
    static let tables = """
        CREATE TABLE team_user (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            partner_id INTEGER REFERENCES partner(id) ON DELETE CASCADE,
            email TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (email <> ''),
            name TEXT NOT NULL CHECK (name <> ''),
            role TEXT NOT NULL CHECK (role IN ('operator', 'admin', 'customer_manager')),
            password TEXT CHECK (password <> ''),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            CHECK ((partner_id IS NULL) = (role = 'operator'))
        ) STRICT;
        CREATE INDEX team_user_partner ON team_user (partner_id);
        CREATE TABLE api_token (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            partner_id INTEGER REFERENCES partner(id) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> ''),
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX api_token_partner ON api_token (partner_id);
        """

    /// The view shows who is on a partner's team, by number: of a change of name or role it shows nothing.
    static let changes = """
        CREATE TRIGGER team_user_inserted AFTER INSERT ON team_user WHEN NEW.partner_id IS NOT NULL
        BEGIN INSERT INTO change (kind, id) VALUES ('partner', NEW.partner_id); END;
        CREATE TRIGGER team_user_deleted AFTER DELETE ON team_user WHEN OLD.partner_id IS NOT NULL
        BEGIN INSERT INTO change (kind, id) VALUES ('partner', OLD.partner_id); END;
        """

    /// Where a partner's keys may come from besides registration, and which did.
    static let keySources = """
        CREATE TABLE jwks_source (
            partner_id INTEGER PRIMARY KEY REFERENCES partner(id) ON DELETE CASCADE,
            url TEXT NOT NULL CHECK (url <> ''),
            fetched_at INTEGER,
            tried_at INTEGER,
            asked_at INTEGER,
            error TEXT
        ) STRICT;
        ALTER TABLE signing_key ADD COLUMN source TEXT NOT NULL DEFAULT 'registered'
            CHECK (source IN ('registered', 'jwks'));
        """
}

/// The tables of partners, keys, customers and members. `AUTOINCREMENT` because a number given out once never names
/// anything else, not even after the row is gone.
enum DirectorySchema {
    /// The tables. Each unique rule begins with the parent, so that its index finds a parent's rows too.
    static let tables = """
        CREATE TABLE partner (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            vendor_id TEXT NOT NULL UNIQUE
                CHECK (length(vendor_id) BETWEEN 1 AND 64 AND vendor_id NOT GLOB '*[^A-Za-z0-9_-]*'),
            name TEXT NOT NULL CHECK (name <> ''),
            origins TEXT NOT NULL,
            token_algorithms TEXT CHECK (token_algorithms <> ''),
            token_audiences TEXT NOT NULL CHECK (json_valid(token_audiences) AND json_type(token_audiences) = 'array'),
            token_requires_audience INTEGER NOT NULL CHECK (token_requires_audience IN (0, 1)),
            token_issuer TEXT CHECK (token_issuer <> ''),
            token_requires_issuer INTEGER NOT NULL CHECK (token_requires_issuer IN (0, 1)),
            token_requires_origin INTEGER NOT NULL CHECK (token_requires_origin IN (0, 1)),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE retired_partner (
            id INTEGER PRIMARY KEY,
            vendor_id TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE signing_key (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            partner_id INTEGER NOT NULL REFERENCES partner(id) ON DELETE CASCADE,
            kid TEXT CHECK (kid <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('rsa', 'p256', 'p384', 'p521', 'ed25519')),
            subject_public_key_info BLOB NOT NULL CHECK (length(subject_public_key_info) > 0),
            valid_from INTEGER,
            valid_until INTEGER CHECK (valid_until > valid_from),
            created_at INTEGER NOT NULL,
            UNIQUE (partner_id, kid)
        ) STRICT;
        CREATE TABLE customer (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            partner_id INTEGER NOT NULL REFERENCES partner(id) ON DELETE CASCADE,
            external_id TEXT CHECK (length(CAST(external_id AS BLOB)) BETWEEN 1 AND 255),
            name TEXT NOT NULL CHECK (name <> ''),
            origins TEXT NOT NULL,
            origin_mode TEXT NOT NULL CHECK (origin_mode IN ('append', 'replace')),
            outer_ancestors TEXT NOT NULL,
            notification_email TEXT CHECK (notification_email <> ''),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (partner_id, external_id)
        ) STRICT;
        CREATE TABLE member (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            customer_id INTEGER NOT NULL REFERENCES customer(id) ON DELETE CASCADE,
            external_id TEXT CHECK (length(CAST(external_id AS BLOB)) BETWEEN 1 AND 255),
            name TEXT NOT NULL CHECK (name <> ''),
            email TEXT NOT NULL CHECK (email <> ''),
            role TEXT NOT NULL CHECK (role IN ('admin', 'analyst', 'operator')),
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (customer_id, external_id)
        ) STRICT;
        """

    /// A vendor id belongs to one partner for ever: it is neither changed nor, after a deletion, given out again.
    static let rules = """
        CREATE TRIGGER partner_vendor_id_kept BEFORE UPDATE OF vendor_id ON partner WHEN OLD.vendor_id IS NOT NEW.vendor_id
        BEGIN SELECT RAISE(ABORT, 'a vendor id never changes'); END;
        CREATE TRIGGER partner_vendor_id_fresh BEFORE INSERT ON partner
        BEGIN
            SELECT RAISE(ABORT, 'a vendor id is never given again') FROM retired_partner WHERE vendor_id = NEW.vendor_id;
        END;
        CREATE TRIGGER partner_retired AFTER DELETE ON partner
        BEGIN INSERT INTO retired_partner (id, vendor_id) VALUES (OLD.id, OLD.vendor_id); END;
        """
}

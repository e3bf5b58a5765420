import Domain
import GRDB
import Testing

@testable import Directory

/// The schema's own rules, by rows that no method of the store would write.
struct DirectorySchemaTests {
    let file: TemporaryFile
    let store: DirectoryStore

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        try store.partner(named: "acme", keys: [key("k1")])
        let customer = try store.customer(of: "acme", externalID: "C1").customer
        _ = try store.member(of: customer.id, externalID: "M1")
    }

    static let partner = """
        INSERT INTO partner (vendor_id, name, origins, token_algorithms, token_audiences, token_requires_audience,
            token_issuer, token_requires_issuer, token_requires_origin, created_at, updated_at) VALUES
        """
    static let signingKey = """
        INSERT INTO signing_key (partner_id, kid, kind, subject_public_key_info, valid_from, valid_until, created_at) VALUES
        """
    static let customer = """
        INSERT INTO customer (partner_id, external_id, name, origins, origin_mode, outer_ancestors, notification_email,
            created_at, updated_at) VALUES
        """
    static let member = """
        INSERT INTO member (customer_id, external_id, name, email, role, created_at, updated_at) VALUES
        """

    static let good = [
        partner + "('beta', 'B', '', NULL, '[]', 0, NULL, 0, 0, 1, 1)",
        signingKey + "(1, 'k2', 'rsa', x'30', 1, 2, 1)", signingKey + "(1, NULL, 'ed25519', x'30', NULL, NULL, 1)",
        customer + "(1, NULL, 'C', '', 'append', '', NULL, 1, 1)",
        customer + "(1, 'C2', 'C', '', 'replace', '', 'a@b', 1, 1)",
        member + "(1, NULL, 'M', 'm@b', 'admin', 1, 1)", member + "(1, 'M2', 'M', 'm@b', 'operator', 1, 1)",
    ]

    @Test("A row that keeps the rules is taken", arguments: good)
    func taken(sql: String) throws {
        try store.pool.write { try $0.execute(sql: sql) }
    }

    static let unique = [
        partner + "('acme', 'B', '', NULL, '[]', 0, NULL, 0, 0, 1, 1)", signingKey + "(1, 'k1', 'rsa', x'30', 1, 2, 1)",
        customer + "(1, 'C1', 'C', '', 'append', '', NULL, 1, 1)", member + "(1, 'M1', 'M', 'm@b', 'admin', 1, 1)",
    ]

    @Test("A vendor id, and a kid or external id within its parent, is there once", arguments: unique)
    func repeated(sql: String) {
        #expect(code(of: sql) == .SQLITE_CONSTRAINT_UNIQUE)
    }

    static let checked = [
        partner + "('', 'B', '', NULL, '[]', 0, NULL, 0, 0, 1, 1)",
        partner + "('a b', 'B', '', NULL, '[]', 0, NULL, 0, 0, 1, 1)",
        partner + "('é', 'B', '', NULL, '[]', 0, NULL, 0, 0, 1, 1)",
        partner + "('\(String(repeating: "a", count: 65))', 'B', '', NULL, '[]', 0, NULL, 0, 0, 1, 1)",
        partner + "('beta', '', '', NULL, '[]', 0, NULL, 0, 0, 1, 1)",
        partner + "('beta', 'B', '', '', '[]', 0, NULL, 0, 0, 1, 1)",
        partner + "('beta', 'B', '', NULL, '{}', 0, NULL, 0, 0, 1, 1)",
        partner + "('beta', 'B', '', NULL, 'x', 0, NULL, 0, 0, 1, 1)",
        partner + "('beta', 'B', '', NULL, '[]', 2, NULL, 0, 0, 1, 1)",
        partner + "('beta', 'B', '', NULL, '[]', 0, '', 0, 0, 1, 1)",
        partner + "('beta', 'B', '', NULL, '[]', 0, NULL, 2, 0, 1, 1)",
        partner + "('beta', 'B', '', NULL, '[]', 0, NULL, 0, 2, 1, 1)",
        signingKey + "(1, '', 'rsa', x'30', NULL, NULL, 1)", signingKey + "(1, 'k2', 'dsa', x'30', NULL, NULL, 1)",
        signingKey + "(1, 'k2', 'rsa', x'', NULL, NULL, 1)", signingKey + "(1, 'k2', 'rsa', x'30', 2, 2, 1)",
        customer + "(1, '', 'C', '', 'append', '', NULL, 1, 1)",
        customer + "(1, '\(String(repeating: "é", count: 128))', 'C', '', 'append', '', NULL, 1, 1)",
        customer + "(1, NULL, '', '', 'append', '', NULL, 1, 1)",
        customer + "(1, NULL, 'C', '', 'add', '', NULL, 1, 1)",
        customer + "(1, NULL, 'C', '', 'append', '', '', 1, 1)",
        member + "(1, '', 'M', 'm@b', 'admin', 1, 1)", member + "(1, NULL, '', 'm@b', 'admin', 1, 1)",
        member + "(1, NULL, 'M', '', 'admin', 1, 1)", member + "(1, NULL, 'M', 'm@b', 'Admin', 1, 1)",
        member + "(1, '\(String(repeating: "x", count: 256))', 'M', 'm@b', 'admin', 1, 1)",
        "INSERT INTO change (kind, id) VALUES ('plan', 1)",
    ]

    @Test("A row that breaks a check is refused", arguments: checked)
    func refused(sql: String) {
        #expect(code(of: sql) == .SQLITE_CONSTRAINT_CHECK)
    }

    static let orphans = [
        signingKey + "(7, 'k2', 'rsa', x'30', NULL, NULL, 1)",
        customer + "(7, NULL, 'C', '', 'append', '', NULL, 1, 1)",
        member + "(7, NULL, 'M', 'm@b', 'admin', 1, 1)",
    ]

    @Test("A row without its parent is refused", arguments: orphans)
    func orphan(sql: String) {
        #expect(code(of: sql) == .SQLITE_CONSTRAINT_FOREIGNKEY)
    }

    @Test("A column of another type is refused")
    func wrongType() {
        #expect(
            code(of: Self.member + "(1, NULL, 'M', 'm@b', 'admin', 'today', 1)") == .SQLITE_CONSTRAINT_DATATYPE)
    }

    @Test("A vendor id is never changed and, after a deletion, never given again")
    func vendorIDForEver() throws {
        #expect(code(of: "UPDATE partner SET vendor_id = 'beta'") == .SQLITE_CONSTRAINT_TRIGGER)
        try store.deletePartner(vendor("acme"), by: author, now: now)
        let again = Self.partner + "('acme', 'B', '', NULL, '[]', 0, NULL, 0, 0, 1, 1)"
        #expect(code(of: again) == .SQLITE_CONSTRAINT_TRIGGER)
    }

    private func code(of sql: String) -> ResultCode? {
        do {
            try store.pool.write { try $0.execute(sql: sql) }
            return nil
        } catch { return (error as? DatabaseError)?.extendedResultCode }
    }
}

import Domain
import GRDB
import Testing

@testable import Directory

/// A file of the release before this one, brought to this one's tables.
struct MigrationTests {
    @Test("What is counted is filled from the rows, and the trail keeps its events and goes on with its numbers")
    func third() throws {
        let file = try TemporaryFile()
        let queue = try DatabaseQueue(path: file.path)
        try Migrations.migrator.migrate(queue, upTo: Migrations.migrator.migrations[1])
        try queue.write { try $0.execute(sql: Self.rows) }
        try queue.close()
        let store = try DirectoryStore(path: file.path)
        let acme = try vendor("acme")
        #expect(try store.partner(acme).counts.members == 2)
        #expect(try store.partner(acme).partner.team == [TeamUserID(1)])
        #expect(try store.topApps(of: acme) == [AppCount(app: "slack", connections: 2, customers: 1)])
        let event = try #require(try store.auditEvents(AuditQuery()).events.first)
        #expect((event.id, event.action, event.after) == (7, "partner.create", "{}"))
        _ = try store.customer(of: "acme")
        #expect(try store.auditEvents(AuditQuery(limit: 1)).events.map(\.id) == [10])
    }

    private static let rows = """
        INSERT INTO partner (vendor_id, name, origins, token_audiences, token_requires_audience, token_requires_issuer,
            token_requires_origin, created_at, updated_at) VALUES ('acme', 'A', '', '[]', 0, 0, 0, 1, 1);
        INSERT INTO customer (partner_id, name, origins, origin_mode, outer_ancestors, created_at, updated_at)
            VALUES (1, 'C', '', 'append', '', 1, 1);
        INSERT INTO member (customer_id, name, email, role, created_at, updated_at)
            VALUES (1, 'M', 'm@b', 'admin', 1, 1), (1, 'N', 'n@b', 'admin', 1, 1);
        INSERT INTO connection (customer_id, id, name, provider, authorization_status, created_at, updated_at)
            VALUES (1, 'a', 'A', 'slack', 'success', 1, 1), (1, 'b', 'B', 'slack', 'success', 1, 1);
        INSERT INTO team_user (partner_id, email, name, role, created_at, updated_at)
            VALUES (1, 't@b', 'T', 'admin', 1, 1);
        INSERT INTO audit_event (id, at, actor_kind, action, target_kind, after)
            VALUES (7, 1, 'system', 'partner.create', 'partner', '{}');
        UPDATE sqlite_sequence SET seq = 9 WHERE name = 'audit_event';
        """
}

import GRDB

/// The steps that bring a file to the tables of this release. A step that was released is never edited: add another.
enum Migrations {
    /// Every step, in order.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 partners, keys, customers, members", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: DirectorySchema.tables)
            try db.execute(sql: DirectorySchema.rules)
            try db.execute(sql: ChangeSchema.table)
            for trigger in ChangeSchema.triggers { try db.execute(sql: trigger) }
        }
        // Columns that refer to others can be added only while foreign keys are checked at the end.
        migrator.registerMigration("2 plans, teams, activity, audit", foreignKeyChecks: .deferred) { db in
            for step in [
                SubscriptionSchema.plans, SubscriptionSchema.columns, SubscriptionSchema.counts,
                SubscriptionSchema.change, TeamSchema.tables, TeamSchema.keySources, AuditSchema.table,
                AuditSchema.forgetting, AuditSchema.endings, ActivitySchema.tables, ActivitySchema.counts,
                SearchSchema.search, SearchSchema.indexes,
            ] {
                try db.execute(sql: step)
            }
        }
        // One trail takes the other's place, so that its numbers go on.
        migrator.registerMigration("3 team in the view, members as authors", foreignKeyChecks: .immediate) { db in
            let reached = try Sequences.reached(db)
            for step in [
                AuditSchema.setAside, AuditSchema.tableWithMembers, AuditSchema.bringBack,
                AuditSchema.authorForgetting, TeamSchema.changes, PartnerCountSchema.members,
                PartnerCountSchema.apps,
            ] {
                try db.execute(sql: step)
            }
            try Sequences.raise("audit_event", to: reached["audit_event"] ?? 0, db)
        }
        return migrator
    }

    /// Brings the file to this release's tables. Another process may be at the same work: as long as it gets further, so do we.
    static func run(on pool: DatabasePool) throws {
        let migrator = migrator
        guard try !pool.read(migrator.hasBeenSuperseded) else { throw DirectoryError.schemaTooNew }
        var applied = try pool.read(migrator.appliedIdentifiers).count
        while true {
            do { return try migrator.migrate(pool) } catch {
                let appliedNow = try pool.read(migrator.appliedIdentifiers).count
                guard appliedNow > applied else { throw error }
                applied = appliedNow
            }
        }
    }
}

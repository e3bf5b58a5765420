import Domain
import GRDB

/// Partners and their keys as rows.
enum PartnerRows {
    /// Calls `body` with every partner and its row's number, in order of creation.
    static func each(_ db: Database, _ body: (Int64, PartnerRecord) throws -> Void) throws {
        for row in try Row.fetchAll(db, sql: partners + " ORDER BY id") { try body(row[0], record(db, row)) }
    }

    /// A page of the partners with that text in their name or vendor id, in any case, by name.
    static func page(_ db: Database, _ search: String, _ page: Page) throws -> Listing<PartnerRecord> {
        let condition = """
            WHERE instr(swiftLowercaseString(name), ?1) > 0 OR instr(lower(vendor_id), ?1) > 0
            """
        let text = search.lowercased()
        let total = try Int.fetchOne(db, sql: "SELECT count(*) FROM partner \(condition)", arguments: [text])
        let rows = try Row.fetchAll(
            db, sql: "\(partners) \(condition) ORDER BY name COLLATE NOCASE, id LIMIT ?2 OFFSET ?3",
            arguments: [text, page.size, page.offset])
        return Listing(records: try rows.map { try record(db, $0) }, total: total ?? 0)
    }

    /// The partner of that row.
    static func find(_ db: Database, id: Int64) throws -> PartnerRecord? {
        try Row.fetchOne(db, sql: partners + " WHERE id = ?", arguments: [id]).map { try record(db, $0) }
    }

    /// The number of that partner's row.
    static func id(_ db: Database, of vendorID: VendorID) throws -> Int64 {
        let sql = "SELECT id FROM partner WHERE vendor_id = ?"
        let id = try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [vendorID.rawValue])
        guard let id else { throw DirectoryError.notFound(.partner) }
        return id
    }

    /// The vendor id of that row.
    static func vendorID(_ db: Database, id: Int64) throws -> VendorID? {
        let sql = "SELECT vendor_id FROM partner WHERE id = ?"
        return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [id]).map(StoredValues.vendorID)
    }

    /// The vendor id of a row that is gone.
    static func retiredVendorID(_ db: Database, id: Int64) throws -> VendorID? {
        try String.fetchOne(db, sql: "SELECT vendor_id FROM retired_partner WHERE id = ?", arguments: [id])
            .map(StoredValues.vendorID)
    }

    private static let partners = """
        SELECT id, vendor_id, name, origins, token_algorithms, token_audiences, token_requires_audience, token_issuer,
            token_requires_issuer, token_requires_origin, created_at, updated_at, version, customer_count,
            connection_count, active_recipe_count, member_count
        FROM partner
        """

    private static func record(_ db: Database, _ row: Row) throws -> PartnerRecord {
        let keys = try KeyRows.all(db, of: row[0])
        let partner = Partner(
            vendorID: try StoredValues.vendorID(row[1]), name: row[2], origins: try StoredValues.origins(row[3]),
            tokenRules: try tokenRules(row), keys: keys.map(\.key), team: try TeamUserRows.ids(db, of: row[0]))
        let counts = PartnerCounts(
            customers: row[13], members: row[16], connections: row[14], activeRecipes: row[15])
        return PartnerRecord(
            partner: partner, version: row[12], keys: keys, counts: counts, createdAt: UnixTime(row[10]),
            updatedAt: UnixTime(row[11]))
    }

    private static func tokenRules(_ row: Row) throws -> TokenRules {
        TokenRules(
            algorithms: try StoredValues.algorithms(row[4]), audiences: try StoredValues.texts(row[5] as String),
            requiresAudience: row[6], issuer: row[7], requiresIssuer: row[8], requiresOrigin: row[9])
    }
}

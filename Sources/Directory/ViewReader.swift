import Domain
import GRDB

/// Reads rows as the data plane's view shows them, within one snapshot of the file.
struct ViewReader {
    private let db: Database
    private var vendorIDs: [Int64: VendorID] = [:]
    private var originLists: [String: OriginList] = [:]

    /// Reads from `db` while its transaction lasts.
    init(_ db: Database) { self.db = db }

    /// Everything.
    static func wholeView(_ db: Database) throws -> DirectoryView {
        var reader = ViewReader(db)
        var view = DirectoryView()
        view.sequence = try DirectoryChange.lastSequence(db)
        try PartnerRows.each(db) { _, record in view.put(record.partner) }
        try reader.putCustomers(into: &view)
        try reader.putMembers(into: &view)
        return view
    }

    /// Brings the view to where the log ends; whole again when the log does not reach back to it. Nil when it is there already.
    static func successor(of view: DirectoryView, _ db: Database) throws -> DirectoryView? {
        guard let changes = try DirectoryChange.fetch(db, after: view.sequence) else { return try wholeView(db) }
        guard let last = changes.last else { return nil }
        var reader = ViewReader(db)
        var view = view
        for row in Set(changes.map(ChangedRow.init)) { try reader.refresh(row, in: &view) }
        view.sequence = last.sequence
        return view
    }

    private mutating func refresh(_ row: ChangedRow, in view: inout DirectoryView) throws {
        switch row.kind {
        case .partner: try refreshPartner(row.id, in: &view)
        case .customer: try refreshCustomer(CustomerID(row.id), in: &view)
        case .member: try refreshMember(MemberID(row.id), in: &view)
        }
    }

    private func refreshPartner(_ id: Int64, in view: inout DirectoryView) throws {
        if let record = try PartnerRows.find(db, id: id) {
            view.put(record.partner)
        } else if let retired = try PartnerRows.retiredVendorID(db, id: id) {
            view.removePartner(retired)
        }
    }

    private mutating func refreshCustomer(_ id: CustomerID, in view: inout DirectoryView) throws {
        let sql = Self.customers + " WHERE id = ?"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [id.rawValue])
        if let row = try rows.next() { view.put(try customer(row)) } else { view.removeCustomer(id) }
    }

    private func refreshMember(_ id: MemberID, in view: inout DirectoryView) throws {
        let sql = Self.members + " WHERE id = ?"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [id.rawValue])
        if let row = try rows.next() { view.put(try member(row)) } else { view.removeMember(id) }
    }

    private mutating func putCustomers(into view: inout DirectoryView) throws {
        let rows = try Row.fetchCursor(db, sql: Self.customers)
        while let row = try rows.next() { view.put(try customer(row)) }
    }

    private func putMembers(into view: inout DirectoryView) throws {
        let rows = try Row.fetchCursor(db, sql: Self.members)
        while let row = try rows.next() { view.put(try member(row)) }
    }

    private static let customers = """
        SELECT id, partner_id, external_id, name, origins, origin_mode, outer_ancestors, status FROM customer
        """

    private mutating func customer(_ row: Row) throws -> Customer {
        Customer(
            id: CustomerID(row[0]), vendorID: try vendorID(row[1]), externalID: try StoredValues.externalID(row[2]),
            name: row[3], origins: try origins(row[4]), originMode: try StoredValues.originMode(row[5]),
            outerAncestors: try origins(row[6]), status: try StoredValues.status(row[7]))
    }

    private static let members = "SELECT id, customer_id, external_id, name, email, role FROM member"

    private func member(_ row: Row) throws -> Member {
        Member(
            id: MemberID(row[0]), customerID: CustomerID(row[1]), externalID: try StoredValues.externalID(row[2]),
            name: row[3], email: row[4], role: try StoredValues.role(row[5]))
    }

    /// One value a partner, so that a million customers share their vendor ids' text.
    private mutating func vendorID(_ partner: Int64) throws -> VendorID {
        if let known = vendorIDs[partner] { return known }
        guard let vendorID = try PartnerRows.vendorID(db, id: partner) else { throw DirectoryError.notFound(.partner) }
        vendorIDs[partner] = vendorID
        return vendorID
    }

    /// Lists that many customers have alike are shared too; only so many are remembered.
    private mutating func origins(_ text: String) throws -> OriginList {
        guard !text.isEmpty else { return .empty }
        if let known = originLists[text] { return known }
        let list = try StoredValues.origins(text)
        if originLists.count < 4096 { originLists[text] = list }
        return list
    }
}

private struct ChangedRow: Hashable {
    let kind: DirectoryChange.Kind
    let id: Int64

    init(_ change: DirectoryChange) {
        kind = change.kind
        id = change.id
    }
}

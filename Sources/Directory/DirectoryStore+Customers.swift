import Domain
import GRDB

extension DirectoryStore {
    /// Creates a customer.
    public func createCustomer(_ new: NewCustomer, now: UnixTime) throws(DirectoryError) -> CustomerRecord {
        try new.record(id: CustomerID(0), at: now).check()
        return try write { db in
            let partner = try PartnerRows.id(db, of: new.vendorID)
            let sql = """
                INSERT INTO customer (external_id, name, origins, origin_mode, outer_ancestors, notification_email,
                    updated_at, created_at, partner_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
            let arguments = new.record(id: CustomerID(0), at: now).columns + [now.seconds, partner]
            return new.record(id: CustomerID(try db.insert(sql, arguments, orThrow: .externalIDTaken)), at: now)
        }
    }

    /// Changes a customer's fields.
    public func updateCustomer(
        _ id: CustomerID, _ changes: CustomerChanges, now: UnixTime
    ) throws(DirectoryError) -> CustomerRecord {
        try write { db in
            guard var record = try CustomerRows.find(db, id: id) else { throw DirectoryError.notFound(.customer) }
            changes.apply(to: &record)
            record.updatedAt = now
            try record.check()
            let sql = """
                UPDATE customer SET external_id = ?, name = ?, origins = ?, origin_mode = ?, outer_ancestors = ?,
                    notification_email = ?, updated_at = ?
                WHERE id = ?
                """
            try db.write(sql, record.columns + [id.rawValue], orThrow: .externalIDTaken)
            return record
        }
    }

    /// Deletes a customer with its members, for good.
    public func deleteCustomer(_ id: CustomerID) throws(DirectoryError) {
        try write { try $0.delete("DELETE FROM customer WHERE id = ?", [id.rawValue], orThrow: .customer) }
    }

    /// That partner's customers in order of creation.
    public func customers(of vendorID: VendorID) throws(DirectoryError) -> [CustomerRecord] {
        try read { try CustomerRows.all($0, of: try PartnerRows.id($0, of: vendorID)) }
    }

    /// The customer so named by that partner; another partner's is not found.
    public func customer(
        _ reference: Reference<CustomerID>, of vendorID: VendorID
    ) throws(DirectoryError) -> CustomerRecord {
        try read { db in
            let partner = try PartnerRows.id(db, of: vendorID)
            guard let record = try CustomerRows.find(db, reference, of: partner) else {
                throw DirectoryError.notFound(.customer)
            }
            return record
        }
    }
}

extension CustomerRecord {
    /// The values from `external_id` to `updated_at`, as both statements name them.
    fileprivate var columns: StatementArguments {
        [
            customer.externalID?.rawValue, customer.name, customer.origins.description, customer.originMode.rawValue,
            customer.outerAncestors.description, notificationEmail, updatedAt.seconds,
        ]
    }
}

import Domain
import GRDB

extension DirectoryStore {
    /// Adds the customer's recipe or takes its new state.
    public func putRecipe(
        _ id: String, _ new: NewRecipe, of customer: CustomerID, now: UnixTime
    ) throws(DirectoryError) -> Recipe {
        try new.check(id)
        return try write { db in
            _ = try Self.vendorID(db, of: customer)
            let former = try Self.recipe(db, id, of: customer)
            let recipe = new.recipe(id, after: former, at: now)
            if recipe != former { try Self.put(db, recipe, of: customer) }
            return recipe
        }
    }

    /// Forgets the customer's recipe.
    public func deleteRecipe(_ id: String, of customer: CustomerID) throws(DirectoryError) {
        try write { db in
            _ = try Self.vendorID(db, of: customer)
            let sql = "DELETE FROM recipe WHERE customer_id = ? AND id = ?"
            try db.delete(sql, [customer.rawValue, id], orThrow: .recipe)
        }
    }

    private static func recipe(_ db: Database, _ id: String, of customer: CustomerID) throws -> Recipe? {
        let sql = "SELECT name, running, created_at, updated_at FROM recipe WHERE customer_id = ? AND id = ?"
        return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [customer.rawValue, id]).map { row in
            Recipe(
                id: id, name: row[0], isRunning: row[1], createdAt: UnixTime(row[2]), updatedAt: UnixTime(row[3]))
        }
    }

    private static func put(_ db: Database, _ recipe: Recipe, of customer: CustomerID) throws {
        let sql = """
            INSERT INTO recipe (customer_id, id, name, running, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET name = excluded.name, running = excluded.running,
                updated_at = excluded.updated_at
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            customer.rawValue, recipe.id, recipe.name, recipe.isRunning, recipe.createdAt.seconds,
            recipe.updatedAt.seconds,
        ])
    }
}

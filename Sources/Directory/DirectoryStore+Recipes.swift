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
            let former = try RecipeRows.find(db, id, of: customer)
            let recipe = new.recipe(id, after: former, at: now)
            if recipe != former { try RecipeRows.put(db, recipe, of: customer) }
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

    /// A page of the customer's recipes in the order in which they were first reported.
    public func recipes(of customer: CustomerID, page: Page = .first) throws(DirectoryError) -> Listing<Recipe> {
        try read { db in
            _ = try Self.vendorID(db, of: customer)
            return try RecipeRows.all(db, of: customer, page)
        }
    }
}

/// Recipes as rows.
private enum RecipeRows {
    private static let columns = "id, name, running, created_at, updated_at"

    static func find(_ db: Database, _ id: String, of customer: CustomerID) throws -> Recipe? {
        let sql = "SELECT \(columns) FROM recipe WHERE customer_id = ? AND id = ?"
        return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [customer.rawValue, id]).map(recipe)
    }

    static func all(_ db: Database, of customer: CustomerID, _ page: Page) throws -> Listing<Recipe> {
        let total = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM recipe WHERE customer_id = ?", arguments: [customer.rawValue])
        let rows = try Row.fetchAll(
            db, sql: "SELECT \(columns) FROM recipe WHERE customer_id = ? ORDER BY created_at, id LIMIT ? OFFSET ?",
            arguments: [customer.rawValue, page.size, page.offset])
        return Listing(records: rows.map(recipe), total: total ?? 0)
    }

    static func put(_ db: Database, _ recipe: Recipe, of customer: CustomerID) throws {
        let sql = """
            INSERT INTO recipe (customer_id, \(columns)) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET name = excluded.name, running = excluded.running,
                updated_at = excluded.updated_at
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            customer.rawValue, recipe.id, recipe.name, recipe.isRunning, recipe.createdAt.seconds,
            recipe.updatedAt.seconds,
        ])
    }

    private static func recipe(_ row: Row) -> Recipe {
        Recipe(
            id: row[0], name: row[1], isRunning: row[2], createdAt: UnixTime(row[3]), updatedAt: UnixTime(row[4]))
    }
}

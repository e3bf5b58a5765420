import Domain
import GRDB

/// How the text of a search is looked for. What few customers have is looked up; what many have is quicker to compare on
/// the way, as the rows pass in their order.
struct CustomerSearch {
    /// Up to so many customers are few.
    static let few = 1_000

    /// Whether few customers have it.
    let isRare: Bool
    /// Whether the condition first gathers many rows of its own.
    let isCostly: Bool
    /// Holds for the customers that have it.
    let condition: SQLCondition

    /// Finds out how to look for the text; nil when no customer can have it.
    static func plan(_ db: Database, _ text: String?, of partner: Int64?) throws -> CustomerSearch? {
        guard let text, !text.isEmpty else { return .everybody }
        // No name is longer or holds a NUL, at which SQLite would cut the text off.
        guard text.utf8.count <= 1_024, !text.utf8.contains(0) else { return nil }
        let scope = CustomerScope(partner: partner)
        let lookup = text.unicodeScalars.count < 3 ? prefixLookup(text, scope) : trigramLookup(text)
        let count = "SELECT count(*) FROM (SELECT 1 FROM (\(lookup.sql)) LIMIT \(few + 1))"
        let found = try Int.fetchOne(db.cachedStatement(sql: count), arguments: lookup.arguments) ?? 0
        guard found > few else {
            return CustomerSearch(isRare: true, isCostly: false, condition: lookup.condition)
        }
        let comparison = comparison(text)
        return CustomerSearch(
            isRare: false, isCostly: comparison == nil, condition: comparison ?? lookup.condition)
    }

    private static let everybody = CustomerSearch(isRare: false, isCostly: false, condition: SQLCondition())

    /// The trigram table's phrase is the text itself, quoted.
    private static func trigramLookup(_ text: String) -> Lookup {
        let phrase = "\"" + escaped(text, "\"", with: "\"") + "\""
        return Lookup(
            sql: "SELECT rowid AS id FROM customer_search WHERE customer_search MATCH ?", arguments: [phrase])
    }

    /// Ranges of the indexes, one for each spelling of the text.
    private static func prefixLookup(_ text: String, _ scope: CustomerScope) -> Lookup {
        var lookup = Lookup(sql: "", arguments: [])
        for column in ["name", "external_id"] {
            for spelling in spellings(text) {
                var condition = scope.condition
                condition.add("\(column) COLLATE NOCASE >= ?", spelling)
                condition.add("\(column) COLLATE NOCASE < ?", spelling + "\u{10FFFF}")
                lookup.sql += lookup.sql.isEmpty ? "" : " UNION ALL "
                lookup.sql += "SELECT id FROM customer INDEXED BY \(scope.index(column)) \(condition.clause)"
                lookup.arguments += condition.arguments
            }
        }
        return lookup
    }

    /// `LIKE` and `NOCASE` know the two cases of ASCII letters only; nil where the text has others and is not short.
    private static func comparison(_ text: String) -> SQLCondition? {
        let isShort = text.unicodeScalars.count < 3
        guard isShort || text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let patterns = (isShort ? spellings(text) : [text]).map {
            (isShort ? "" : "%") + escaped($0, "\\%_", with: "\\") + "%"
        }
        let terms = patterns.map { _ in "name LIKE ? ESCAPE '\\' OR external_id LIKE ? ESCAPE '\\'" }
        var condition = SQLCondition()
        condition.add(
            "(" + terms.joined(separator: " OR ") + ")", StatementArguments(patterns.flatMap { [$0, $0] }))
        return condition
    }

    /// By scalars: SQLite sees a quote or a `%` where a mark that combines follows, and Swift another character.
    private static func escaped(_ text: String, _ special: String, with escape: Unicode.Scalar) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if special.unicodeScalars.contains(scalar) { escaped.append(escape) }
            escaped.append(scalar)
        }
        return String(escaped)
    }

    /// Every mixture of cases, as far as `NOCASE` does not see to it.
    private static func spellings(_ text: String) -> [String] {
        text.reduce([""]) { starts, character in
            let cases = character.isASCII ? [String(character)] : [character.lowercased(), character.uppercased()]
            return starts.flatMap { start in Set(cases).sorted().map { start + $0 } }
        }
    }
}

/// A statement that finds customers' numbers.
private struct Lookup {
    var sql: String
    var arguments: StatementArguments

    var condition: SQLCondition {
        var condition = SQLCondition()
        condition.add("id IN (\(sql))", arguments)
        return condition
    }
}

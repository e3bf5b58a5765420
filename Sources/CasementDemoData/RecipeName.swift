/// Names of recipes.
enum RecipeName {
    /// At most so many different ones, between the apps.
    static func some(_ count: Int, among apps: [DemoApp], using random: inout SeededRandom) -> [String] {
        let pairs = apps.flatMap { from in apps.filter { $0 != from || apps.count == 1 }.map { (from, $0) } }
        let names = pairs.flatMap { from, to in
            [
                "New \(from.name) \(from.record) to \(to.name)", "Nightly \(from.name) sync to \(to.name)",
                "Overdue \(from.name) \(from.record)s to \(to.name)",
            ]
        }
        return Array(names.shuffled(using: &random).prefix(count))
    }
}

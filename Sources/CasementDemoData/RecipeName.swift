/// Names of recipes.
enum RecipeName {
    /// At most so many different ones, between the apps.
    static func some(_ count: Int, among apps: [DemoApp], using random: inout SeededRandom) -> [String] {
        let pairs = apps.flatMap { from in apps.filter { $0 != from || apps.count == 1 }.map { (from.name, $0.name) } }
        let names = pairs.flatMap { from, to in
            [
                "New \(from) records to \(to)", "Tell \(to) when \(from) changes", "Nightly \(from) sync to \(to)",
                "Weekly digest of \(from) in \(to)",
            ]
        }
        return Array(names.shuffled(using: &random).prefix(count))
    }
}

/// A letter in a colour, for what has no picture: the same name gets the same colour everywhere.
struct Letter {
    /// How many colours the style sheet has.
    static let colours = 12

    private let name: String

    init(_ name: String) { self.name = name }

    /// `letter`, also as `initial`, the `colour`'s class in the style sheet, and the `name`.
    var values: ConsoleTemplates.Values {
        let letter = name.first { $0.isLetter || $0.isNumber } ?? "?"
        let sum = name.lowercased().utf8.reduce(UInt64(5381)) { ($0 &* 33) ^ UInt64($1) }
        return [
            "letter": letter.uppercased(), "initial": letter.uppercased(),
            "colour": "app-\(sum % UInt64(Self.colours))", "name": name,
        ]
    }
}

/// A set of field names, a bit each.
struct FieldNames: Sendable, ExpressibleByArrayLiteral {
    private var bits: UInt64 = 0

    init() {}
    init(arrayLiteral names: FieldName...) { for name in names { insert(name) } }

    func contains(_ name: FieldName) -> Bool { bits & Self.bit(name) != 0 }
    func meets(_ other: FieldNames) -> Bool { bits & other.bits != 0 }
    mutating func insert(_ name: FieldName) { bits |= Self.bit(name) }

    private static func bit(_ name: FieldName) -> UInt64 { 1 << UInt64(name.rawValue) }
}

import Domain

/// What is wrong with one field of a body or a query.
struct FieldFault: Error, Hashable, Sendable {
    /// Whether it can be read at all.
    enum Kind: Hashable, Sendable {
        /// Of the wrong type, or missing: 400.
        case malformed
        /// Well-formed, but refused by a rule: 422.
        case refused
    }

    /// The field's name; within lists and objects `checks[3].origin`.
    let name: String
    /// Whether it can be read at all.
    let kind: Kind
    /// Completes the sentence "the field …".
    let reason: String

    /// A fault of that field.
    init(_ name: String, _ kind: Kind, _ reason: String) {
        self.name = name
        self.kind = kind
        self.reason = reason
    }

    /// The same fault of a field that stands within another.
    func within(_ prefix: String) -> FieldFault { FieldFault(prefix + name, kind, reason) }

    /// `{name: reason}`; of several reasons for one name the first.
    static func json(_ faults: [FieldFault]) -> JSONText {
        var seen: Set<String> = []
        return .object(
            faults.filter { seen.insert($0.name).inserted }.map { ($0.name, .string($0.reason)) })
    }
}

/// Why a value is not of its field's type: what is wrong with it, or with values within it.
struct FieldComplaint: Error {
    /// Faults whose names are relative: empty for the value itself.
    let faults: [FieldFault]

    /// The value is of the wrong type; the reason completes "the field …".
    static func malformed(_ reason: String) -> FieldComplaint {
        FieldComplaint(faults: [FieldFault("", .malformed, reason)])
    }

    /// The value breaks a rule; the reason completes "the field …".
    static func refused(_ reason: String) -> FieldComplaint {
        FieldComplaint(faults: [FieldFault("", .refused, reason)])
    }
}

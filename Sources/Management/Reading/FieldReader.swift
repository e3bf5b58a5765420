import Directory
import Domain

/// What reading fields needs to know of the settings, and of the directory.
struct FieldRules: Sendable {
    /// How origins may be written.
    var origins = OriginParser()
    /// The hosts that may serve partners' keys.
    var jwksHosts: [String] = []
    /// The plans that there are, where that was looked up; nil: the directory will tell.
    var plans: Set<PlanID>?
}

/// Fields that are read together: a body, a query, or an object within a body.
protocol Fields: Sendable {
    /// Reads every field, also when one is wrong; nil only where the reader has noted a fault, or reads nothing.
    init?(reading fields: inout FieldReader)
}

/// A field as it was declared by reading it.
struct DeclaredField: Hashable, Sendable {
    /// Its name.
    let name: String
    /// What it may be in JSON.
    let shape: FieldShape
    /// Whether it must be sent.
    let isRequired: Bool
    /// Whether `null` clears it or means that it is not sent.
    let isNullable: Bool
    /// The fields of the objects within it.
    let within: [DeclaredField]
}

/// Takes fields from what was sent, and collects every fault. To take a field is to declare it: name, type and whether it
/// must be there stand in one place, and a reader of nothing gives the whole table.
struct FieldReader {
    /// The fields taken so far, in order.
    private(set) var declared: [DeclaredField] = []
    /// What is wrong so far.
    private(set) var faults: [FieldFault] = []
    /// What is known about values.
    let rules: FieldRules

    private let object: JSONObject

    private init(_ object: JSONObject, _ rules: FieldRules) {
        self.object = object
        self.rules = rules
    }

    /// The fields that are read as `Group`.
    static func declared<Group: Fields>(by group: Group.Type) -> [DeclaredField] {
        var reader = FieldReader(JSONObject(), FieldRules())
        _ = Group(reading: &reader)
        return reader.declared
    }

    /// The fields as they were sent, or everything that is wrong with them.
    static func read<Group: Fields>(
        _ group: Group.Type, from object: JSONObject, _ rules: FieldRules
    ) throws(APIProblem) -> Group {
        var reader = FieldReader(object, rules)
        let fields = Group(reading: &reader)
        guard reader.faults.isEmpty else { throw .fields(reader.faults) }
        guard let fields else { throw .internalError("\(group) is not read, and says not why") }
        return fields
    }

    /// The value of a field that may be left out, also by `null`.
    mutating func take<Value>(_ name: String, _ type: FieldType<Value>) -> Value? {
        declare(name, type, isNullable: true)
        switch object[name] {
        case nil, .null: return nil
        case .some(let json): return read(name, json, type)
        }
    }

    /// The value of a field that must be there.
    mutating func require<Value>(_ name: String, _ type: FieldType<Value>) -> Value? {
        declare(name, type, isRequired: true)
        guard let json = object[name] else {
            faults.append(FieldFault(name, .malformed, "is missing"))
            return nil
        }
        return read(name, json, type)
    }

    /// What an update does to a field that always has a value.
    mutating func change<Value>(_ name: String, _ type: FieldType<Value>) -> FieldChange<Value> {
        declare(name, type)
        return object[name].flatMap { read(name, $0, type) }.map { .set($0) } ?? .keep
    }

    /// What an update does to a field that `null` sets back to `standard`.
    mutating func change<Value>(
        _ name: String, _ type: FieldType<Value>, clearedTo standard: Value
    ) -> FieldChange<Value> {
        declare(name, type, isNullable: true)
        switch object[name] {
        case nil: return .keep
        case .null: return .set(standard)
        case .some(let json): return read(name, json, type).map { .set($0) } ?? .keep
        }
    }

    /// What an update does to a field that may have no value; `null` takes it away.
    mutating func change<Value>(clearing name: String, _ type: FieldType<Value>) -> FieldChange<Value?> {
        declare(name, type, isNullable: true)
        switch object[name] {
        case nil: return .keep
        case .null: return .set(nil)
        case .some(let json): return read(name, json, type).map { .set($0) } ?? .keep
        }
    }

    /// Whether the field has a value, right or wrong.
    func isGiven(_ name: String) -> Bool { object[name].map { $0 != .null } ?? false }

    /// Notes that a field does not go with the others.
    mutating func complain(_ name: String, _ kind: FieldFault.Kind, _ reason: String) {
        faults.append(FieldFault(name, kind, reason))
    }

    private mutating func read<Value>(_ name: String, _ json: JSONValue, _ type: FieldType<Value>) -> Value? {
        do throws(FieldComplaint) { return try type.read(json) } catch {
            faults += error.faults.map { $0.within(name) }
            return nil
        }
    }

    private mutating func declare<Value>(
        _ name: String, _ type: FieldType<Value>, isRequired: Bool = false, isNullable: Bool = false
    ) {
        declared.append(
            DeclaredField(
                name: name, shape: type.shape, isRequired: isRequired, isNullable: isNullable, within: type.within))
    }
}

/// What an update does to one field. Where the field may be absent, `.set(nil)` clears it.
public enum FieldChange<Value: Sendable>: Sendable {
    /// The field was not named: it stays.
    case keep
    /// The field takes this value.
    case set(Value)

    /// What the field is afterwards.
    public func applied(to former: Value) -> Value {
        switch self {
        case .keep: former
        case .set(let value): value
        }
    }
}

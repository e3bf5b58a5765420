/// A value that must not reach a log, an error or a page: it prints as dots.
public struct Secret<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let value: Value

    /// Puts a value behind dots.
    public init(_ value: Value) { self.value = value }

    /// Hands the value out, at the one place that needs it.
    public func reveal() -> Value { value }

    /// Always dots.
    public var description: String { "••••••" }
    /// Always dots.
    public var debugDescription: String { description }
    /// No children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret: Equatable where Value: Equatable {}
extension Secret: Hashable where Value: Hashable {}

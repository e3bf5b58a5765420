/// A moment as whole seconds since 1970-01-01T00:00:00Z: the only unit of time in records, claims and limits.
public struct UnixTime: Hashable, Comparable, Sendable {
    /// Seconds since the epoch; negative before it.
    public let seconds: Int64

    /// Wraps a count of seconds since the epoch.
    public init(_ seconds: Int64) { self.seconds = seconds }

    /// Orders moments from past to future.
    public static func < (left: UnixTime, right: UnixTime) -> Bool { left.seconds < right.seconds }

    /// The moment `span` seconds later, held at the ends of the range instead of trapping.
    public static func + (time: UnixTime, span: Int64) -> UnixTime {
        let (sum, overflow) = time.seconds.addingReportingOverflow(span)
        return UnixTime(overflow ? (span < 0 ? .min : .max) : sum)
    }

    /// The moment `span` seconds earlier, held at the ends of the range instead of trapping.
    public static func - (time: UnixTime, span: Int64) -> UnixTime {
        let (difference, overflow) = time.seconds.subtractingReportingOverflow(span)
        return UnixTime(overflow ? (span < 0 ? .max : .min) : difference)
    }
}

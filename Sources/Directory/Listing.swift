/// A page of a list, as pages are asked for.
public struct Page: Hashable, Sendable {
    /// The sizes that a page may have.
    public static let sizes = 1...100
    /// As much as fits on the largest page.
    public static let first = Page(checked: 1, sizes.upperBound)

    /// Counted from 1.
    public let number: Int
    /// At most so many records.
    public let size: Int

    /// Nil when the number is less than 1, or the size none of `sizes`.
    public init?(number: Int, size: Int = sizes.upperBound) {
        guard number >= 1, Self.sizes.contains(size) else { return nil }
        self.init(checked: number, size)
    }

    private init(checked number: Int, _ size: Int) {
        self.number = number
        self.size = size
    }

    /// How many records come before it, held at the end of the range instead of trapping.
    var offset: Int {
        let (product, overflow) = (number - 1).multipliedReportingOverflow(by: size)
        return overflow ? .max : product
    }
}

/// One page of records, and how many there are on all pages.
public struct Listing<Record> {
    /// The page's records, in order.
    public let records: [Record]
    /// How many there are on all pages.
    public let total: Int
}

extension Listing: Sendable where Record: Sendable {}
extension Listing: Equatable where Record: Equatable {}

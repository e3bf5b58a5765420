extension [UInt8] {
    /// The same bytes as they may arrive otherwise than whole: one by one, and in pieces of a size that the length decides.
    public var arrivals: [[SubSequence]] { [pieces(of: 1), pieces(of: 2 + count % 31)] }

    /// The bytes in pieces of this size, the last of them maybe smaller.
    public func pieces(of size: Int) -> [SubSequence] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}

import Domain

/// Whom a token is about: its `sub`, `<vendor_id>:<customer>` or `<vendor_id>:<customer>:<member>`.
public struct TokenSubject: Hashable, Sendable {
    /// The partner whose keys must verify the token.
    public let vendorID: VendorID
    /// The customer whose workspace is entered.
    public let customer: Reference<CustomerID>
    /// Who enters it; nil is its owner.
    public let member: Reference<MemberID>?

    /// Nil when the text is not of that form, or holds a byte that is not visible ASCII: everything else is to be
    /// percent-encoded.
    public init?(_ text: String) {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        let segments = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 3, omittingEmptySubsequences: false)
            .map(Substring.init)
        guard segments.count == 2 || segments.count == 3, let vendorID = VendorID(segments[0]),
            let customer = Reference<CustomerID>(segments[1])
        else { return nil }
        let member = segments.count == 3 ? Reference<MemberID>(segments[2]) : nil
        guard segments.count == 2 || member != nil else { return nil }
        self.vendorID = vendorID
        self.customer = customer
        self.member = member
    }
}

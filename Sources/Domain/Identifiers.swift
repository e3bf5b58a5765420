/// A partner's name in tokens and keys: 1 to 64 of `A-Z a-z 0-9 _ -`.
public struct VendorID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The text as it stands in a token's `sub`.
    public let rawValue: String

    /// Nil when the text is not 1 to 64 of the allowed characters.
    public init?(_ text: some StringProtocol) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.allows) else { return nil }
        rawValue = String(text)
    }

    /// The text as it stands in a token's `sub`.
    public var description: String { rawValue }

    /// Orders by bytes.
    public static func < (left: VendorID, right: VendorID) -> Bool { left.rawValue < right.rawValue }

    private static func allows(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

/// A positive number that the directory gave out once and never gives out again.
public protocol NumericID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number itself.
    var rawValue: Int64 { get }
    /// Wraps a number the directory gave out.
    init(_ rawValue: Int64)
}

extension NumericID {
    /// Reads canonical decimal digits: no sign, no leading zero, 1 to `Int64.max`; nil otherwise.
    public init?(decimal text: some StringProtocol) {
        guard let first = text.utf8.first, first != UInt8(ascii: "0"),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int64(text)
        else { return nil }
        self.init(number)
    }

    /// Decimal digits.
    public var description: String { String(rawValue) }

    /// Orders by number.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A customer's number: the one in the console's URL.
public struct CustomerID: NumericID {
    /// The number itself.
    public let rawValue: Int64
    /// Wraps a number the directory gave out.
    public init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// A member's number.
public struct MemberID: NumericID {
    /// The number itself.
    public let rawValue: Int64
    /// Wraps a number the directory gave out.
    public init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// A signing key's number.
public struct KeyID: NumericID {
    /// The number itself.
    public let rawValue: Int64
    /// Wraps a number the directory gave out.
    public init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// A plan's number.
public struct PlanID: NumericID {
    /// The number itself.
    public let rawValue: Int64
    /// Wraps a number the directory gave out.
    public init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// An API token's number: names it, opens nothing.
public struct APITokenID: NumericID {
    /// The number itself.
    public let rawValue: Int64
    /// Wraps a number the directory gave out.
    public init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of somebody on a partner's or the operator's team.
public struct TeamUserID: NumericID {
    /// The number itself.
    public let rawValue: Int64
    /// Wraps a number the directory gave out.
    public init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// A name that the partner chose for a customer or member: 1 to 255 bytes of UTF-8 without control characters.
public struct ExternalID: Hashable, Sendable, CustomStringConvertible {
    /// The text, not percent-encoded.
    public let rawValue: String

    /// Nil when empty, longer than 255 bytes, or holding a control character (C0, DEL or C1).
    public init?(_ text: some StringProtocol) {
        guard (1...255).contains(text.utf8.count), !text.unicodeScalars.contains(where: Self.isControl) else {
            return nil
        }
        rawValue = String(text)
    }

    /// The text, not percent-encoded.
    public var description: String { rawValue }

    /// Equal when the bytes are equal: canonically equivalent spellings are different ids.
    public static func == (left: ExternalID, right: ExternalID) -> Bool {
        left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
    }

    /// Hashes the bytes, as `==` compares them.
    public func hash(into hasher: inout Hasher) {
        var text = rawValue
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}

import Domain
import OpenSSLCrypto

/// The value of a session cookie: `<customer id>.<43 base64url characters of 256 random bits>`.
public struct SessionCookie: Hashable, Sendable {
    /// The customer, whose slot in Redis the record is in.
    public let customer: CustomerID
    private let random: RandomBits

    /// Reads a cookie's value; nil for anything but the canonical spelling.
    public init?(_ value: String) {
        var value = value
        guard let read = value.withUTF8({ Self(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = read
    }

    /// A new value that nobody can guess.
    public static func generate(for customer: CustomerID) -> SessionCookie {
        SessionCookie(customer: customer, random: .generate())
    }

    /// The text for `Set-Cookie`.
    public var value: Secret<String> { Secret("\(customer).\(Base64URL.encode(random.bytes))") }
    /// Base64url of the SHA-256 of the random bits: all that Redis ever sees. Computed anew at each call.
    public var hash: String { Base64URL.encode(SHA256.digest(random.bytes)) }

    private static let longest = 19 + 1 + RandomBits.textLength

    /// Reads a cookie's value; nil for anything but the canonical spelling, quotes and spaces included.
    public init?(_ value: UnsafeRawBufferPointer) {
        guard value.count <= Self.longest, let dot = value.firstIndex(of: UInt8(ascii: ".")),
            let random = RandomBits(UnsafeRawBufferPointer(rebasing: value[(dot + 1)...])),
            let number = Self.number(UnsafeRawBufferPointer(rebasing: value[..<dot]))
        else { return nil }
        self.init(customer: CustomerID(number), random: random)
    }

    /// A positive number in canonical decimal digits; nil for anything else.
    private static func number(_ digits: UnsafeRawBufferPointer) -> Int64? {
        guard let first = digits.first, first != UInt8(ascii: "0") else { return nil }
        var number: Int64 = 0
        for digit in digits {
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isPastEnd) = tens.addingReportingOverflow(Int64(digit &- UInt8(ascii: "0")))
            guard digit &- UInt8(ascii: "0") < 10, !isTooLarge, !isPastEnd else { return nil }
            number = sum
        }
        return number
    }

    private init(customer: CustomerID, random: RandomBits) {
        self.customer = customer
        self.random = random
    }
}

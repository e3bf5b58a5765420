import NIOCore

/// A request's name in logs, refusals and towards the application: `<its loop>-<its number there>`, both hexadecimal.
struct RequestID: Sendable, CustomStringConvertible {
    let loop: String
    let number: UInt64

    var description: String { loop + "-" + String(number, radix: 16) }
}

/// Names for requests, unique among loops and restarts, made without asking the kernel for each.
struct RequestIDs {
    private let loop = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    private var count: UInt64 = 0

    mutating func next() -> RequestID {
        count += 1
        return RequestID(loop: loop, number: count)
    }
}

extension ByteBuffer {
    /// The field line that tells the application the request's name.
    mutating func writeField(_ name: StaticString, _ id: RequestID) {
        writeStaticString(name)
        writeStaticString(": ")
        writeString(id.loop)
        writeStaticString("-")
        var shift = (UInt64.bitWidth - 1 - id.number.leadingZeroBitCount) / 4 * 4
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: id.number >> UInt64(shift)) & 15
            writeInteger(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            shift -= 4
        }
        writeStaticString("\r\n")
    }
}

import NIOCore

/// Writes commands as RESP arrays of bulk strings, straight into the buffer that leaves.
enum CommandEncoder {
    /// Appends the command; one without words cannot be written.
    static func encode(_ arguments: [RedisArgument], into buffer: inout ByteBuffer) throws(RedisError) {
        guard !arguments.isEmpty else { throw .commandInvalid }
        buffer.reserveCapacity(minimumWritableBytes: arguments.reduce(16) { $0 + $1.size })
        writeCount("*", arguments.reduce(0) { $0 + $1.wordCount }, to: &buffer)
        for argument in arguments {
            switch argument {
            case .text(let text): write(text, to: &buffer)
            case .bytes(let bytes):
                writeCount("$", bytes.count, to: &buffer)
                buffer.writeBytes(bytes)
                buffer.writeLineEnd()
            case .integer(let number):
                writeCount("$", Decimal(number).length, to: &buffer)
                buffer.write(Decimal(number))
                buffer.writeLineEnd()
            case .constant(let words): buffer.writeImmutableBuffer(words.encoded)
            }
        }
    }

    /// Appends one word.
    static func write(_ text: String, to buffer: inout ByteBuffer) {
        writeCount("$", text.utf8.count, to: &buffer)
        buffer.writeString(text)
        buffer.writeLineEnd()
    }

    private static func writeCount(_ type: Unicode.Scalar, _ count: Int, to buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt8(ascii: type))
        buffer.write(Decimal(Int64(count)))
        buffer.writeLineEnd()
    }
}

extension RedisArgument {
    /// How many words it stands for.
    fileprivate var wordCount: Int {
        switch self {
        case .text, .bytes, .integer: 1
        case .constant(let words): words.count
        }
    }

    /// How many bytes it takes at most.
    fileprivate var size: Int {
        switch self {
        case .text(let text): text.utf8.count + 25
        case .bytes(let bytes): bytes.count + 25
        case .integer: 30
        case .constant(let words): words.encoded.readableBytes
        }
    }
}

/// A number as decimal digits.
private struct Decimal {
    let isNegative: Bool
    let magnitude: UInt64
    let digits: Int

    init(_ number: Int64) {
        isNegative = number < 0
        magnitude = number.magnitude
        var (digits, rest) = (1, magnitude / 10)
        while rest > 0 { (digits, rest) = (digits + 1, rest / 10) }
        self.digits = digits
    }

    var length: Int { digits + (isNegative ? 1 : 0) }
}

extension ByteBuffer {
    fileprivate mutating func writeLineEnd() { writeInteger(UInt16(0x0D0A)) }

    fileprivate mutating func write(_ number: Decimal) {
        writeWithUnsafeMutableBytes(minimumWritableBytes: number.length) { room in
            if number.isNegative { room[0] = UInt8(ascii: "-") }
            var rest = number.magnitude
            for index in (number.length - number.digits..<number.length).reversed() {
                room[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            return number.length
        }
    }
}

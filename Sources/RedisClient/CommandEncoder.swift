import NIOCore

/// Writes commands as RESP arrays of bulk strings, straight into the buffer that leaves.
enum CommandEncoder {
    /// Appends the command; one without words cannot be written.
    static func encode(_ arguments: [RedisArgument], into buffer: inout ByteBuffer) throws(RedisError) {
        guard !arguments.isEmpty else { throw .commandInvalid }
        var (size, count) = (Room.longestCount, 0)
        for argument in arguments {
            size += argument.size
            count += argument.wordCount
        }
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { bytes in
            var room = Room(bytes)
            room.writeCount("*", count)
            for argument in arguments { room.write(argument) }
            return room.count
        }
    }

    /// Appends one word.
    static func write(_ text: String, to buffer: inout ByteBuffer) {
        let argument = RedisArgument.text(text)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: argument.size) { bytes in
            var room = Room(bytes)
            room.write(argument)
            return room.count
        }
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
        case .text(let text): text.utf8.count + Room.longestCount + 2
        case .bytes(let bytes): bytes.count + Room.longestCount + 2
        case .integer: 2 * Room.longestCount
        case .constant(let words): words.encoded.readableBytes
        }
    }
}

/// Memory that is known to be enough, and how much of it is written. Every write is within the bounds of the buffer.
private struct Room {
    /// A type byte, twenty characters and a line's end.
    static let longestCount = 23

    private let bytes: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(_ bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

    mutating func write(_ argument: RedisArgument) {
        switch argument {
        case .text(var text): text.withUTF8 { writeWord(UnsafeRawBufferPointer($0)) }
        case .bytes(let bytes): bytes.withUnsafeBytes { writeWord($0) }
        case .integer(let number):
            writeCount("$", Decimal(number).length)
            write(Decimal(number))
            writeLineEnd()
        case .constant(let words): words.encoded.withUnsafeReadableBytes { write($0) }
        }
    }

    mutating func writeCount(_ type: Unicode.Scalar, _ number: Int) {
        bytes[count] = UInt8(ascii: type)
        count += 1
        write(Decimal(Int64(number)))
        writeLineEnd()
    }

    private mutating func writeWord(_ word: UnsafeRawBufferPointer) {
        writeCount("$", word.count)
        write(word)
        writeLineEnd()
    }

    private mutating func write(_ more: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: bytes[count...]).copyMemory(from: more)
        count += more.count
    }

    private mutating func write(_ number: Decimal) {
        if number.isNegative { bytes[count] = UInt8(ascii: "-") }
        var rest = number.magnitude
        for index in (number.length - number.digits..<number.length).reversed() {
            bytes[count + index] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        count += number.length
    }

    private mutating func writeLineEnd() {
        bytes[count] = UInt8(ascii: "\r")
        bytes[count + 1] = UInt8(ascii: "\n")
        count += 2
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

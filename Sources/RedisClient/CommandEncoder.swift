import CHiredis
import NIOCore

/// Writes commands by hiredis's formatter, from one piece of memory that is used again.
struct CommandEncoder {
    private var bytes: [UInt8] = []
    private var lengths: [Int] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    /// Appends the command as a RESP array of bulk strings.
    mutating func encode(_ arguments: [RedisArgument], into buffer: inout ByteBuffer) throws(RedisError) {
        gather(arguments)
        guard let count = Int32(exactly: arguments.count), count > 0 else { throw .commandInvalid }
        var command: UnsafeMutablePointer<CChar>?
        let length = bytes.withUnsafeBytes { raw in
            point(into: raw.assumingMemoryBound(to: CChar.self))
            return redisFormatCommandArgv(&command, count, &pointers, lengths)
        }
        guard length > 0, let command else { throw .commandInvalid }
        defer { redisFreeCommand(command) }
        buffer.writeBytes(UnsafeRawBufferPointer(start: command, count: Int(length)))
    }

    private mutating func gather(_ arguments: [RedisArgument]) {
        bytes.removeAll(keepingCapacity: bytes.count <= 65_536)
        lengths.removeAll(keepingCapacity: true)
        for argument in arguments { lengths.append(argument.append(to: &bytes)) }
    }

    private mutating func point(into bytes: UnsafeBufferPointer<CChar>) {
        pointers.removeAll(keepingCapacity: true)
        var start = bytes.baseAddress
        for length in lengths {
            pointers.append(start)
            start = start.map { $0 + length }
        }
    }
}

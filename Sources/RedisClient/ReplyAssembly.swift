import CHiredis
import NIOCore

/// The parts of one reply, in the order hiredis met them: a flat list from which the value is built when it is whole.
final class ReplyAssembly {
    private enum Part {
        case string(Range<Int>)
        case error(Range<Int>)
        case integer(Int64)
        case array(Int)
        case null
    }

    private var parts: [Part] = []
    private var bytes = ByteBuffer()

    /// Bytes that the parts take.
    var heldBytes: Int { bytes.readableBytes + parts.count * MemoryLayout<Part>.stride }

    /// The functions that hiredis calls; each gives back the assembly itself, since no object of hiredis's is made.
    static var functions: redisReplyObjectFunctions {
        redisReplyObjectFunctions(
            createString: { task, text, count in
                ReplyAssembly.add(task) { $0.string(text, count, isError: task?.pointee.type == REDIS_REPLY_ERROR) }
            },
            createArray: { task, count in ReplyAssembly.add(task) { _ in .array(Int(max(count, 0))) } },
            createInteger: { task, number in ReplyAssembly.add(task) { _ in .integer(number) } },
            createNil: { task in ReplyAssembly.add(task) { _ in .null } },
            freeObject: { _ in })
    }

    /// Builds the value and empties the list.
    func take() -> Result<RedisValue, RedisError> {
        defer {
            parts.removeAll(keepingCapacity: parts.count <= 1024)
            bytes = ByteBuffer()
        }
        var index = 0
        do throws(RedisError) { return .success(try value(at: &index)) } catch { return .failure(error) }
    }

    private func value(at index: inout Int) throws(RedisError) -> RedisValue {
        let part = parts[index]
        index += 1
        switch part {
        case .string(let range): return .string(slice(range))
        case .error(let range): throw RedisError(reply: String(buffer: slice(range)))
        case .integer(let number): return .integer(number)
        case .null: return .null
        case .array(let count):
            var values: [RedisValue] = []
            values.reserveCapacity(count)
            for _ in 0..<count { values.append(try value(at: &index)) }
            return .array(values)
        }
    }

    private func slice(_ range: Range<Int>) -> ByteBuffer {
        // Every range was noted when its bytes were written, and nothing is ever taken out: the slice is there.
        bytes.getSlice(at: range.lowerBound, length: range.count) ?? ByteBuffer()
    }

    private func string(_ text: UnsafePointer<CChar>?, _ count: Int, isError: Bool) -> Part {
        if bytes.capacity == 0 { bytes.reserveCapacity(512) }
        let start = bytes.writerIndex
        bytes.writeBytes(UnsafeRawBufferPointer(start: text, count: count))
        return isError ? .error(start..<start + count) : .string(start..<start + count)
    }

    private static func add(
        _ task: UnsafePointer<redisReadTask>?, _ part: (ReplyAssembly) -> Part
    ) -> UnsafeMutableRawPointer? {
        guard let opaque = task?.pointee.privdata else { return nil }
        let assembly = Unmanaged<ReplyAssembly>.fromOpaque(opaque).takeUnretainedValue()
        assembly.parts.append(part(assembly))
        return opaque
    }
}

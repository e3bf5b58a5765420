import Domain
import HTTPWire
import NIOCore

/// Collects the body of a form, of a few KiB at most, and hands it over whole.
final class FormReader: BodyReceiver {
    /// The most that a form of ours holds, in bytes.
    static let limit = 16 * 1024

    private let exchange: Exchange
    private let completion: (FormFields) throws(Refusal) -> Void
    private var body = ByteBuffer()
    private var isTooLarge = false

    private init(_ exchange: Exchange, _ completion: @escaping (FormFields) throws(Refusal) -> Void) {
        self.exchange = exchange
        self.completion = completion
    }

    /// Whether the head says that a form follows.
    static func announces(_ head: RequestHead) -> Bool {
        guard let field = head.section.first(.contentType) else { return false }
        return head.section.withBytes(field.valueRange) { value in
            let type = UnsafeRawBufferPointer(
                rebasing: value[..<(value.firstIndex(of: UInt8(ascii: ";")) ?? value.count)])
            let trimmed = ASCII.trimmed(type, 0..<type.count)
            return ASCII.equalsFolding(
                UnsafeRawBufferPointer(rebasing: type[trimmed]), "application/x-www-form-urlencoded")
        }
    }

    /// Reads the form; a body that is no form, or too large, is `http_request_invalid`.
    static func read(_ exchange: Exchange, then completion: @escaping (FormFields) throws(Refusal) -> Void)
        throws(Refusal)
    {
        if case .length(let length) = exchange.head.framing, length > limit { throw tooLarge }
        exchange.receiveBody(with: FormReader(exchange, completion))
    }

    private static let tooLarge = Refusal(.httpRequestInvalid, "Send a form of at most 16 KiB.")

    func received(_ data: ByteBuffer) -> Bool {
        guard !isTooLarge else { return true }
        body.writeImmutableBuffer(data)
        if body.readableBytes > Self.limit {
            isTooLarge = true
            exchange.refuse(Self.tooLarge)
        }
        return true
    }

    func receivedAll() {
        RequestPath.guarded(exchange) { () throws(Refusal) in
            guard !isTooLarge else { return }
            try completion(FormFields(bytes: Array(body.readableBytesView)))
        }
    }

    func receivedRead() {}
    func cancelled() {}
    func clientWritabilityChanged(_ isWritable: Bool) {}
}

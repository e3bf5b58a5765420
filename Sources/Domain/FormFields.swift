/// Names and values of `application/x-www-form-urlencoded` text, read as WHATWG URL 5.1 says, in order, repeats kept.
public struct FormFields: Sendable {
    /// One `name=value`.
    public struct Field: Sendable {
        /// What stands before the first `=`, decoded.
        public let name: String
        /// What stands after it, decoded.
        public let value: String
        fileprivate let written: ArraySlice<UInt8>
    }

    /// Every pair, in order.
    public let fields: [Field]

    /// Every text is a form: a broken escape stands for itself, bytes that are no UTF-8 become U+FFFD.
    public init(_ text: some StringProtocol) { self.init(bytes: Array(text.utf8)) }

    /// The same from the bytes of the text.
    public init(bytes: [UInt8]) {
        fields = bytes.split(separator: UInt8(ascii: "&")).map { pair in
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            return Field(
                name: Self.decode(name), value: Self.decode(pair.dropFirst(name.count + 1)),
                written: pair)
        }
    }

    /// The one value under any of the names; nil for none. Two are `request_ambiguous`.
    public func one(_ names: [String]) throws(Refusal) -> String? {
        let found = fields.filter { names.contains($0.name) }
        guard found.count <= 1 else { throw Refusal(.requestAmbiguous, "Give \(names[0]) once, under one name.") }
        return found.first?.value
    }

    /// The pairs under none of the names, as they were written.
    public func others(than names: [String]) -> [String] {
        fields.filter { !names.contains($0.name) }.map { String(decoding: $0.written, as: UTF8.self) }
    }

    private static func decode(_ text: ArraySlice<UInt8>) -> String {
        guard text.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(decoding: text, as: UTF8.self)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "%"), let escaped = PercentEncoding.decodeBytes(text[index...].prefix(3)) {
                bytes += escaped
                index += 3
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

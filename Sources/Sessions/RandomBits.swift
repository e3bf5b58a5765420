import OpenSSLCrypto

/// 256 random bits in place, so that reading them out of a request allocates nothing. They are a secret: they print as dots.
struct RandomBits: Hashable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// How many characters spell them.
    static let textLength = 43

    /// New bits that nobody can guess.
    static func generate() -> RandomBits {
        var bits = RandomBits()
        let random = SecureRandom.bytes(MemoryLayout.size(ofValue: bits.words))
        withUnsafeMutableBytes(of: &bits.words) { $0.copyBytes(from: random) }
        return bits
    }

    private init() {}

    /// Reads base64url; nil for anything but the canonical spelling.
    init?(_ text: UnsafeRawBufferPointer) {
        guard text.count == Self.textLength,
            withUnsafeMutableBytes(
                of: &words, { Base64URL.decode(text.assumingMemoryBound(to: UInt8.self).span, into: $0) })
        else { return nil }
    }

    /// The 32 bytes.
    var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    static func == (left: RandomBits, right: RandomBits) -> Bool { left.words == right.words }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension RandomBits: CustomStringConvertible, CustomReflectable {
    var description: String { "••••••" }
    var customMirror: Mirror { Mirror(self, children: []) }
}

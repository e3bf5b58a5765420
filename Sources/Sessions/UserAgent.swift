/// A browser's `User-Agent` as records keep it.
enum UserAgent {
    private static let longest = 512

    /// The first 512 bytes.
    static func cut(_ text: String) -> String { String(decoding: text.utf8.prefix(longest), as: UTF8.self) }
}

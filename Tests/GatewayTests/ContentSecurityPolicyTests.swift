import NIOCore
import Testing

@testable import Gateway

@Suite("Content security policies")
struct ContentSecurityPolicyTests {
    @Test(
        "frame-ancestors is put in place, or at the end, of every policy",
        arguments: [
            ("", "frame-ancestors X"),
            ("default-src 'self'", "default-src 'self'; frame-ancestors X"),
            ("default-src 'self';", "default-src 'self'; frame-ancestors X"),
            ("default-src 'self' ; ", "default-src 'self'; frame-ancestors X"),
            ("frame-ancestors 'none'", "frame-ancestors X"),
            ("Frame-Ancestors *; img-src *", "frame-ancestors X; img-src *"),
            (
                "img-src *;  frame-ancestors https://a https://b; script-src 'self'",
                "img-src *;  frame-ancestors X; script-src 'self'"
            ),
            ("frame-ancestors a; x y; frame-ancestors b", "frame-ancestors X; x y"),
            ("default-src a, frame-ancestors b", "default-src a; frame-ancestors X, frame-ancestors X"),
            ("frame-ancestors", "frame-ancestors X"),
            ("x-frame-ancestors a", "x-frame-ancestors a; frame-ancestors X"),
            ("\tframe-ancestors\ta", "\tframe-ancestors X"), ("; ;", "frame-ancestors X"),
            ("a, ,", "a; frame-ancestors X,frame-ancestors X,frame-ancestors X"),
            // A mark that joins the separator before it in one Character.
            ("frame-ancestors \u{301}*; x", "frame-ancestors X; x"),
            ("a;\u{301}b é;\u{301} ;", "a;\u{301}b é;\u{301}; frame-ancestors X"),
            ("a,\u{301}b; frame-ancestors *", "a; frame-ancestors X,\u{301}b; frame-ancestors X"),
        ])
    func edit(value: String, edited: String) {
        #expect(String(buffer: Self.edit(Array(value.utf8))) == edited)
    }

    @Test("Bytes that are no text stay as they are")
    func bytes() {
        let edited = Self.edit([0x78, 0x20, 0xE9, 0xFF, 0x3B])
        #expect(Array(edited.readableBytesView) == [0x78, 0x20, 0xE9, 0xFF] + Array("; frame-ancestors X".utf8))
    }

    private static func edit(_ value: [UInt8]) -> ByteBuffer {
        var bytes = ByteBuffer(string: "; ")  // what stands before belongs to another field
        value.withUnsafeBytes { ContentSecurityPolicy.append($0, framedBy: "X", to: &bytes) }
        bytes.moveReaderIndex(forwardBy: 2)
        return bytes
    }

    @Test(
        "Answers under a session stay out of shared caches",
        arguments: [
            (nil, false, nil), (nil, true, "private, no-cache"), ("max-age=60", false, "max-age=60"),
            ("public, max-age=60", false, "private, max-age=60"),
            ("s-maxage=9, max-age=1", false, "private, max-age=1"),
            ("PUBLIC", false, "private"), ("private, public", false, "private"), ("no-store", true, "no-store"),
            ("public, max-age=9", true, "private, no-cache"), ("no-store, public", false, "no-store, public"),
            ("immutable, public,  s-maxage=\"1\"", false, "private, immutable"),
        ] as [(String?, Bool, String?)])
    func caching(value: String?, isHTML: Bool, edited: String?) {
        #expect(CacheControl.edit(value, isHTML: isHTML) == edited)
    }
}

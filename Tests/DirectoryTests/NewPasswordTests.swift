import Directory
import Domain
import OpenSSLCrypto
import Testing

struct NewPasswordTests {
    @Test("Twelve characters will do, whatever they are", arguments: ["correct hors", "ÅÅÅÅÅÅÅÅÅÅÅÅ", "👩‍🚀🐎🔋📎👩‍🚀🐎🔋📎👩‍🚀🐎🔋📎"])
    func accepted(text: String) throws {
        let hash = try NewPassword(text).hash()
        #expect(try PasswordHash(hash.reveal())?.verifies(text) == true)
    }

    @Test("A password that is too short or too long says so")
    func refused() throws {
        #expect(throws: DirectoryError.invalid(field: .password, reason: "must have at least 12 characters")) {
            try NewPassword("👩‍🚀🐎🔋📎👩‍🚀🐎🔋📎👩‍🚀🐎🔋")
        }
        #expect(throws: DirectoryError.invalid(field: .password, reason: "must have at most 1024 bytes")) {
            try NewPassword(String(repeating: "a", count: 1025))
        }
        _ = try NewPassword(String(repeating: "a", count: 1024))
    }

    @Test("It prints as dots")
    func hidden() throws {
        #expect(!"\(try NewPassword("correct horse"))".contains("horse"))
    }
}

import Testing

@testable import OpenSSLCrypto

@Suite("Passwords") struct PasswordHashTests {
    @Test(
        "scrypt gives the examples of RFC 7914",
        arguments: [
            (
                "", "", Scrypt(logN: 4, r: 1, p: 1),
                "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                    + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
            ),
            (
                "pleaseletmein", "SodiumChloride", Scrypt(logN: 14, r: 8, p: 1),
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                    + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
            ),
        ])
    func vectors(password: String, salt: String, scrypt: Scrypt, hex: String) throws {
        let digits = Array("0123456789abcdef")
        let derived = try scrypt.derive(64, from: password, salt: Array(salt.utf8))
        #expect(String(derived.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }) == hex)
    }

    @Test("A cost beyond the memory is an error of OpenSSL's, and leaves no other behind")
    func tooCostly() throws {
        let scrypt = Scrypt(logN: 20, r: 8, p: 1)
        let reason = "memory limit exceeded"
        for _ in 0..<2 {
            #expect(throws: CryptoError.openSSL(function: "EVP_PBE_scrypt", reasons: [reason])) {
                try scrypt.derive(32, from: "a", salt: [])
            }
        }
    }

    @Test("A hash knows its password, and no other", arguments: ["correct horse", "pass\0word", "", "пароль"])
    func roundTrip(password: String) throws {
        let hash = try PasswordHash.make(password)
        #expect(try hash.verifies(password))
        #expect(try !hash.verifies(password + "x"))
        let read = try #require(PasswordHash(hash.text))
        #expect(read == hash)
        #expect(try read.verifies(password))
        #expect(hash.text.hasPrefix("scrypt$15$8$1$"))
        #expect(!hash.text.contains("="))
    }

    @Test("The same password twice has two hashes")
    func salted() throws {
        #expect(try PasswordHash.make("a") != PasswordHash.make("a"))
    }

    @Test("A hash that was made by another program with these parameters verifies")
    func foreign() throws {
        let hash = try #require(PasswordHash(known))
        #expect(try hash.verifies("correct horse"))
        #expect(try !hash.verifies("Correct horse"))
    }

    @Test(
        "Text that is no such hash, or costs too little or too much, is refused",
        arguments: [
            "", "scrypt", "bcrypt$15$8$1$\(salt)$\(hash)", "scrypt$15$8$1$\(salt)", "scrypt$15$8$1$\(salt)$\(hash)$",
            "scrypt$13$8$1$\(salt)$\(hash)", "scrypt$17$8$1$\(salt)$\(hash)", "scrypt$16$8$1$\(salt)$\(hash)",
            "scrypt$15$16$1$\(salt)$\(hash)", "scrypt$15$7$1$\(salt)$\(hash)", "scrypt$15$8$0$\(salt)$\(hash)",
            "scrypt$15$8$5$\(salt)$\(hash)", "scrypt$015$8$1$\(salt)$\(hash)", "scrypt$+15$8$1$\(salt)$\(hash)",
            "scrypt$-15$8$1$\(salt)$\(hash)", "scrypt$15$8$99999999999999999999$\(salt)$\(hash)",
            "scrypt$15$8$1$\(salt)==$\(hash)", "scrypt$15$8$1$AAAA$\(hash)", "scrypt$15$8$1$\(salt)$AAAA",
            "scrypt$15$8$1$$\(hash)", " scrypt$15$8$1$\(salt)$\(hash)",
        ])
    func refused(text: String) { #expect(PasswordHash(text) == nil) }
}

private let salt = "AAECAwQFBgcICQoLDA0ODw"
private let hash = "XGYmKKxOsQaKKH4qoqICriSOmNsE1h0zJ-c0LbbscJc"
private let known = "scrypt$15$8$1$\(salt)$\(hash)"

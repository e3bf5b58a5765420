import Foundation
import OpenSSLCrypto
import Testing

@testable import CasementDemo

@Suite struct TokenSignerTests {
    @Test("A direct link's token names the account and verifies with the public key") func signs() async throws {
        let key = try PrivateKey.generate(.rsa(bits: 2048))
        let account = try #require(Account.named("BS-1/ann"))
        var claims = TokenClaims(vendor: "acme", account: account, now: Date(timeIntervalSince1970: 1_700_000_000))
        claims.origin = "http://na1.localhost:8083"
        let token = try await TokenSigner(pem: try key.pem()).sign(claims)
        let segments = token.split(separator: ".").map(String.init)
        #expect(segments.count == 3)

        let payload = try #require(Base64URL.decode(segments[1]))
        let read = try JSONDecoder().decode(ReadClaims.self, from: Data(payload))
        #expect(read == ReadClaims(sub: "acme:EBS-1:Eann", iat: 1_700_000_000, origin: "http://na1.localhost:8083"))

        let signature = try #require(Base64URL.decode(segments[2]))
        let message = Array((segments[0] + "." + segments[1]).utf8)
        #expect(try key.publicKey().verifies(signature, of: message, scheme: .rsaPKCS1(.sha256)))
    }

    @Test("No two tokens have the same jti") func jti() throws {
        let account = try #require(Account.all.first)
        let made = (0..<100).map { _ in TokenClaims(vendor: "acme", account: account, now: Date()).jti }
        #expect(Set(made).count == 100)
    }
}

private struct ReadClaims: Decodable, Equatable {
    let sub: String
    let iat: Int
    let origin: String
}

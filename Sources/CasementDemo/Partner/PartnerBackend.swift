import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The partner's backend: the only place that has the key. A real one would first ask who its own user is.
struct PartnerBackend: Sendable {
    /// The partner's vendor id.
    let vendor: String
    /// Signs with the partner's key.
    let signer: TokenSigner
    /// The gateway's origin.
    let gateway: String
    /// Speaks to the gateway.
    let client: HTTPClient

    /// A token that signs this account in, asking for this origin or leaving the choice to Casement.
    func directLinkToken(for account: Account, origin: String?) async throws -> String {
        var claims = TokenClaims(vendor: vendor, account: account, now: Date())
        claims.origin = origin
        claims.name = account.name
        claims.email = account.email
        return try await signer.sign(claims)
    }

    /// Ends the account's sessions without a browser; gives the gateway's status and its JSON answer.
    func signOut(_ account: Account) async throws -> (status: Int, body: String) {
        var claims = TokenClaims(vendor: vendor, account: account, now: Date())
        claims.purpose = "sign_out"
        var request = HTTPClientRequest(url: gateway + "/sign_out")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.headers.add(name: "Accept", value: "application/json")
        request.body = .bytes(ByteBuffer(string: FormText.body(["token": try await signer.sign(claims)])))
        let response = try await client.execute(request, timeout: .seconds(5))
        let body = try await response.body.collect(upTo: 16 * 1024)
        return (Int(response.status.code), String(buffer: body))
    }
}

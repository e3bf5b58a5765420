import CasementTesting
import NIOSSL
import Testing
import TokenVerification

@testable import CasementApp

@Suite("Fetching a JWK set")
struct JWKSFetcherTests {
    @Test("The keys of a listed host whose certificate is trusted are had")
    func keys() async throws {
        try await TLSHost.run(JWKSet.answer("a", "b")) { host in
            let keys = try await keys(of: host)
            #expect(keys.map(\.kid) == ["a", "b"])
        }
    }

    @Test("A host that is not listed, or whose certificate is not trusted, is not asked")
    func strangers() async throws {
        try await TLSHost.run(JWKSet.answer("a")) { host in
            #expect(await failure(of: host, hosts: ["host.example"]) == .hostNotListed("localhost"))
            #expect(await failure(of: host, hosts: []) == .hostNotListed("localhost"))
            #expect(await failure(of: host, trustRoots: .default) == .notTrusted)
        }
    }

    @Test("A redirect is not followed, and no status but 200 is taken", arguments: [301, 204, 404, 500])
    func statuses(status: Int) async throws {
        try await TLSHost.run("HTTP/1.1 \(status) X\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n") { host in
            #expect(await failure(of: host) == .status(status))
        }
    }

    @Test("An answer of more than 64 KiB is given up, told by its length or not")
    func size() async throws {
        let body = String(repeating: " ", count: 65_537)
        try await TLSHost.run(JWKSet.answer(body: body)) { host in
            #expect(await failure(of: host) == .tooLarge)
        }
        try await TLSHost.run("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n\(body)\r\n0\r\n\r\n") {
            host in
            #expect(await failure(of: host) == .tooLarge)
        }
    }

    @Test(
        "A host that gives no answer, or only a part of one, is given up in time",
        arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"keys\":["])
    func time(part: String) async throws {
        try await TLSHost.run(part) { host in
            #expect(await failure(of: host, timeLimit: .milliseconds(300)) == .timedOut)
        }
    }

    @Test("An answer that is no usable set is told as a registered key would be")
    func unusable() async throws {
        let many = (0..<21).map(String.init)
        let bodies: [(String, KeyProblem)] = [
            ("hello", .notAKey), (JWKSet.json([]), .noUsableKey), (JWKSet.json(many), .tooManyKeys),
        ]
        for (body, problem) in bodies {
            try await TLSHost.run(JWKSet.answer(body: body)) { host in
                #expect(await failure(of: host) == .unusable(problem))
            }
        }
    }

    @Test("An address that is not https, or that nobody listens at, is told")
    func addresses() async throws {
        let fetcher = JWKSFetcher(hosts: ["localhost"])
        await #expect(throws: JWKSFetchFailure.addressMalformed) { try await fetcher.fetch("http://localhost/") }
        await #expect(throws: JWKSFetchFailure.unreachable) { try await fetcher.fetch("https://localhost:1/") }
    }

    private func keys(
        of host: TLSHost, hosts: [String]? = nil, trustRoots: NIOSSLTrustRoots? = nil,
        timeLimit: Duration = .seconds(60)
    ) async throws -> [ImportedKey] {
        let fetcher = JWKSFetcher(
            hosts: hosts ?? ["LocalHost"], trustRoots: trustRoots ?? .file(host.certificate), timeLimit: timeLimit)
        return try await fetcher.fetch(host.url + "/jwks.json")
    }

    private func failure(
        of host: TLSHost, hosts: [String]? = nil, trustRoots: NIOSSLTrustRoots? = nil,
        timeLimit: Duration = .seconds(60)
    ) async -> JWKSFetchFailure? {
        do {
            _ = try await keys(of: host, hosts: hosts, trustRoots: trustRoots, timeLimit: timeLimit)
            return nil
        } catch {
            return error as? JWKSFetchFailure
        }
    }
}

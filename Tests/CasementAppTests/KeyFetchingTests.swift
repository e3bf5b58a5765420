import CasementTesting
import Directory
import Domain
import NIOSSL
import Testing

@testable import CasementApp

@Suite("Fetching partners' keys")
struct KeyFetchingTests {
    private let clock = ManualClock()
    private let requests = SharedKeyRequests()
    private let test: TestStore

    init() throws { test = try TestStore(at: clock.now) }

    @Test("Keys are fetched at once, shown, and fetched again every hour; they lapse a day after the last good fetch")
    func hourly() async throws {
        try await TLSHost.run(JWKSet.answer("a", "b")) { host in
            let follower = try test.follower()
            let job = try job(host, follower)
            try setSource(host)
            #expect(await job.turn() == .seconds(1))
            let partner = try #require(try follower.current().partner(test.acme))
            #expect(partner.keys.map(\.kid) == ["a", "b"])
            #expect(partner.keys.allSatisfy { $0.validUntil == clock.now + 86_400 })
            let first = clock.now
            clock.advance(by: 3599)
            _ = await job.turn()
            #expect(try source().triedAt == first)
            clock.advance(by: 1)
            _ = await job.turn()
            #expect(try source().fetchedAt == clock.now)
            #expect(try follower.current().partner(test.acme)?.keys.map(\.id) == partner.keys.map(\.id))
        }
    }

    @Test("A token that names an unknown key has them fetched, at most once a minute")
    func asked() async throws {
        try await TLSHost.run(JWKSet.answer("a")) { host in
            let job = try job(host, test.follower())
            try setSource(host)
            _ = await job.turn()
            let first = clock.now
            clock.advance(by: 59)
            requests.add(test.acme)
            _ = await job.turn()
            #expect(try source().triedAt == first)
            clock.advance(by: 1)
            _ = await job.turn()
            #expect(try source().triedAt == first + 60)
            clock.advance(by: 60)
            _ = await job.turn()
            #expect(try source().triedAt == first + 60)
        }
    }

    @Test("A failure is kept as a sentence, and the keys of the last good fetch stay")
    func failures() async throws {
        try await TLSHost.run(JWKSet.answer("a")) { host in
            try setSource(host)
            _ = try await job(host, test.follower()).turn()
            clock.advance(by: 3600)
            let follower = try test.follower()
            _ = try await job(host, follower, hosts: []).turn()
            let source = try source()
            #expect(source.error == "The operator lists no host localhost in keys.jwks_hosts.")
            #expect(source.fetchedAt == clock.now - 3600 && source.triedAt == clock.now)
            #expect(try follower.current().partner(test.acme)?.keys.map(\.kid) == ["a"])
        }
    }

    /// A job that may ask the host, unless other hosts are listed.
    private func job(_ host: TLSHost, _ follower: DirectoryFollower, hosts: [String]? = nil) throws -> KeyFetching {
        KeyFetching(
            directory: test.store,
            fetcher: JWKSFetcher(
                hosts: hosts ?? ["localhost"], trustRoots: .file(host.certificate), timeLimit: .seconds(60)),
            requests: requests, publisher: DirectoryPublisher(follower, show: { _ in }),
            clock: { [clock] in clock.now },
            logger: .silent)
    }

    private func setSource(_ host: TLSHost) throws {
        _ = try test.store.setJWKSSource(host.url + "/jwks.json", of: test.acme, by: .system, now: clock.now)
    }

    private func source() throws -> JWKSSource { try #require(try test.store.jwksSource(of: test.acme)) }
}

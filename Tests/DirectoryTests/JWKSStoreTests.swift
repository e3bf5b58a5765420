import Directory
import Domain
import Testing

struct JWKSStoreTests {
    let file: TemporaryFile
    let store: DirectoryStore
    let acme: VendorID
    let url = "https://keys.example/jwks.json"

    init() throws {
        file = try TemporaryFile()
        store = try DirectoryStore(path: file.path)
        acme = try vendor("acme")
        try store.partner(named: "acme", keys: [key("own", 9)])
        _ = try store.setJWKSSource(url, of: acme, by: author, now: now)
    }

    @Test("A partner has one URL, which nothing was fetched from yet")
    func setting() throws {
        let source = try #require(try store.jwksSource(of: acme))
        #expect((source.vendorID, source.url, source.error) == (acme, url, nil))
        #expect([source.fetchedAt, source.triedAt, source.askedAt] == [nil, nil, nil])
        try store.partner(named: "beta")
        #expect(try store.jwksSource(of: vendor("beta")) == nil)
        #expect(try store.jwksSources() == [source])
        #expect(throws: DirectoryError.notFound(.partner)) { try store.jwksSource(of: vendor("nobody")) }
    }

    @Test("Fetched keys stand beside the registered ones for 24 hours")
    func storing() throws {
        try fetch([key("a", 1), key(nil, 2)])
        let keys = try store.keys(of: acme)
        #expect(keys.map(\.source) == [.registered, .jwks, .jwks])
        #expect(keys.map(\.key.kid) == ["own", "a", nil])
        let lapse = now + 24 * 3600
        #expect(keys.map(\.key.validUntil) == [nil, lapse, lapse])
        #expect(keys[1].key.isLive(at: lapse - 1) && !keys[1].key.isLive(at: lapse))
        let source = try #require(try store.jwksSource(of: acme))
        #expect([source.fetchedAt, source.triedAt] == [now, now])
    }

    @Test("Fetched again, a key keeps its number, a vanished one goes, and one with other bytes is another")
    func fetchingAgain() throws {
        try fetch([key("a", 1), key("b", 2), key(nil, 3), key("c", 4)])
        let first = try fetched()
        try fetch([key(nil, 3), key("a", 1), key("c", 5)], at: later)
        let second = try fetched()
        #expect(second.map(\.key.kid) == ["a", nil, "c"])
        #expect(second[0].key.id == first[0].key.id && second[1].key.id == first[2].key.id)
        #expect(second[2].key.id > first[3].key.id)
        #expect(second.map(\.key.validUntil) == Array(repeating: later + 24 * 3600, count: 3))
        #expect(second.map(\.createdAt) == [now, now, later])
        try fetch([], at: later)
        #expect(try fetched().isEmpty)
        #expect(try store.keys(of: acme).map(\.key.kid) == ["own"])
    }

    @Test("A registered key wins over a fetched one of its kid, whichever came first")
    func registeredWins() throws {
        try fetch([key("own", 1), key("a", 2)])
        #expect(try fetched().map(\.key.kid) == ["a"])
        let registered = try store.addKey(key("a", 7), to: acme, by: author, now: now)
        #expect(try store.keys(of: acme).map(\.source) == [.registered, .registered])
        try fetch([key("a", 2)], at: later)
        #expect(try store.keys(of: acme).last == registered)
        try store.removeKey(registered.key.id, of: acme, by: author, now: later)
        try fetch([key("a", 2)], at: later)
        #expect(try fetched().map(\.key.kid) == ["a"])
    }

    @Test("Of keys that a set has twice, the first counts")
    func doubled() throws {
        try fetch([key("a", 1), key("a", 2), key(nil, 3), key(nil, 3)])
        #expect(try fetched().map(\.key.subjectPublicKeyInfo) == [[0x30, 1], [0x30, 3]])
        #expect(throws: DirectoryError.invalid(field: .kid, reason: "must have 1 to 255 bytes")) {
            try fetch([key("", 1)])
        }
        #expect(try fetched().count == 2)
    }

    @Test("After a failure the keys stay, and the reason is kept until the next success")
    func failure() throws {
        try fetch([key("a", 1)])
        let keys = try store.keys(of: acme)
        try store.noteFetchFailure(of: acme, from: url, reason: "answered 500", now: later)
        let failed = try #require(try store.jwksSource(of: acme))
        #expect((failed.error, failed.fetchedAt, failed.triedAt) == ("answered 500", now, later))
        #expect(try store.keys(of: acme) == keys)
        try fetch([key("a", 1)], at: later + 1)
        #expect(try store.jwksSource(of: acme)?.error == nil)
    }

    @Test("Another URL drops the keys of the former, the same one changes nothing")
    func changing() throws {
        try fetch([key("a", 1)])
        let source = try store.jwksSource(of: acme)
        #expect(try store.setJWKSSource(url, of: acme, by: author, now: later) == source)
        #expect(try fetched().count == 1)
        let other = try store.setJWKSSource("https://other.example/", of: acme, by: author, now: later)
        #expect((other.url, other.fetchedAt) == ("https://other.example/", nil))
        #expect(try store.jwksSource(of: acme) == other)
        #expect(try fetched().isEmpty)
    }

    @Test("What comes from a URL that is no longer the partner's is ignored")
    func stale() throws {
        let other = try store.setJWKSSource("https://other.example/", of: acme, by: author, now: now)
        try fetch([key("a", 1)])
        try store.noteFetchFailure(of: acme, from: url, reason: "answered 500", now: later)
        #expect(try store.jwksSource(of: acme) == other)
        #expect(try fetched().isEmpty)
        try store.deletePartner(acme, by: author, now: now)
        try fetch([key("a", 1)])
        #expect(try store.jwksSources().isEmpty)
    }

    @Test("A forgotten URL takes its keys with it, and no registered one")
    func removing() throws {
        try fetch([key("a", 1)])
        try store.removeJWKSSource(of: acme, by: author, now: later)
        #expect(try store.jwksSource(of: acme) == nil)
        #expect(try store.keys(of: acme).map(\.key.kid) == ["own"])
        #expect(throws: DirectoryError.notFound(.keySource)) {
            try store.removeJWKSSource(of: acme, by: author, now: later)
        }
    }

    @Test("A question is noted once until the next try")
    func asking() throws {
        try fetch([], at: now)
        try store.askForKeys(of: acme, now: later)
        try store.askForKeys(of: acme, now: later + 5)
        #expect(try store.jwksSource(of: acme)?.askedAt == later)
        try store.noteFetchFailure(of: acme, from: url, reason: "no answer", now: later + 10)
        try store.askForKeys(of: acme, now: later + 20)
        #expect(try store.jwksSource(of: acme)?.askedAt == later + 20)
        try store.removeJWKSSource(of: acme, by: author, now: later)
        try store.askForKeys(of: acme, now: later)
        try store.askForKeys(of: vendor("nobody"), now: later)
        #expect(try store.jwksSources().isEmpty)
    }

    @Test("A fetch is due at first, an hour after each try, and a minute after it when asked since")
    func due() throws {
        func isDue(_ seconds: Int64) throws -> Bool {
            try #require(try store.jwksSource(of: acme)).isDue(at: now + seconds)
        }
        #expect(try isDue(0))
        try fetch([], at: now)
        #expect(try [0, 59, 60, 3599, 3600].map(isDue) == [false, false, false, false, true])
        #expect(try isDue(-1), "the clock was put back")
        try store.askForKeys(of: acme, now: now + 5)
        #expect(try [5, 59, 60].map(isDue) == [false, false, true])
        try store.noteFetchFailure(of: acme, from: url, reason: "no answer", now: now + 60)
        #expect(try [60, 120, 3659, 3660].map(isDue) == [false, false, false, true])
        try store.askForKeys(of: acme, now: now + 300)
        #expect(try isDue(300))
    }

    @Test("The host of a URL is told in lower case")
    func host() throws {
        #expect(try JWKSSource.host(of: "HTTPS://Keys.Example:8443/a?b=c") == "keys.example")
    }

    @Test(
        "A URL that is not https, or has no host, or more than a URL needs, is refused",
        arguments: [
            "http://keys.example/", "https:///jwks", "https:keys.example", "keys.example", "https://a@keys.example/",
            "https://a:b@keys.example/", "https://keys.example/#x", "https://keys example/", "file:///etc/passwd",
        ])
    func refused(url: String) throws {
        let reason = "must be an https URL with a host, without user or fragment"
        #expect(throws: DirectoryError.invalid(field: .jwksURL, reason: reason)) {
            try store.setJWKSSource(url, of: acme, by: author, now: now)
        }
        #expect(try store.jwksSource(of: acme)?.url == self.url)
    }

    @Test("The trail tells who named the URL, and which keys came and went, not that they were fetched again")
    func trail() throws {
        try fetch([key("a", 1)])
        try fetch([key("a", 1)], at: later)
        try fetch([], at: later)
        try store.removeJWKSSource(of: acme, by: author, now: later)
        let sources = try file.trail(of: "jwks_url")
        #expect(sources.map(\.action) == ["jwks_url.create", "jwks_url.delete"])
        #expect(sources.map(\.after) == [#"{"url":"\#(url)"}"#, nil])
        let keys = try file.trail(of: "key").dropFirst()
        #expect(keys.map(\.action) == ["key.create", "key.delete"])
        #expect(keys.map(\.actor) == ["system", "system"])
    }

    private func fetch(_ keys: [NewSigningKey], at time: UnixTime = now) throws {
        try store.storeFetchedKeys(keys, of: acme, from: url, now: time)
    }

    private func fetched() throws -> [KeyRecord] { try store.keys(of: acme).filter { $0.source == .jwks } }
}

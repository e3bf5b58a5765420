import Domain
import Foundation
import Testing

@testable import CasementApp

@Suite struct SettingsTypeTests {
    @Test(
        "Times are digits and a unit",
        arguments: [
            ("90s", "90s"), ("10m", "10m"), ("12h", "12h"), ("120s", "2m"), ("3600s", "1h"), ("2d", "48h"),
        ])
    func times(text: String, shown: String) throws {
        let settings = try load("session: {idle_timeout: \(text)}")
        #expect(settings.report.first { $0.key == "session.idle_timeout" }?.value == shown)
    }

    @Test(
        "What is not a time is refused with the reason",
        arguments: [
            ("90", "is not a time: write it like 90s, 10m or 12h"),
            ("s", "is not a time: write it like 90s, 10m or 12h"),
            ("1.5h", "is not a time: write it like 90s, 10m or 12h"),
            ("1h30m", "is not a time: write it like 90s, 10m or 12h"),
            ("-1s", "is not a time: write it like 90s, 10m or 12h"),
            ("+1s", "is not a time: write it like 90s, 10m or 12h"),
            ("1500ms", "is not a time: write it like 90s, 10m or 12h"),
            ("1 s", "is not a time: write it like 90s, 10m or 12h"),
            ("99999999999999999999s", "is not a time: write it like 90s, 10m or 12h"),
            ("9223372036854775807h", "is not a time: write it like 90s, 10m or 12h"),
            ("٣s", "is not a time: write it like 90s, 10m or 12h"),
            ("0s", "is less than 1s"), ("4000d", "is more than ten years"),
        ])
    func wrongTimes(text: String, reason: String) {
        #expect(complaint("session.idle_timeout", text) == "\"\(text)\" \(reason)")
    }

    @Test("Leeway and drain may be nothing; timeouts may be parts of a second")
    func timesAtTheEdge() throws {
        let settings = try load("", ["CASEMENT_TOKEN_LEEWAY": "0s", "CASEMENT_GATEWAY_TIMEOUTS_HEAD": "1500ms"])
        #expect(settings.token.leeway == .zero)
        #expect(settings.gateway.timeouts.head == .milliseconds(1500))
        #expect(complaint("gateway.timeouts.head", "0s") == "\"0s\" is less than 1ms")
    }

    @Test(
        "Sizes are digits and a unit of 1024",
        arguments: [("2048", 2048), ("2048B", 2048), ("32KiB", 32_768), ("1MiB", 1_048_576)])
    func sizes(text: String, bytes: Int) throws {
        #expect(try load("gateway: {limits: {head_bytes: \(text)}}").gateway.limits.headBytes == bytes)
    }

    @Test("What is not a size is refused with the reason")
    func wrongSizes() {
        for text in ["32kb", "32 KiB", "KiB", "-1", "1e3", "9223372036854775807GiB"] {
            #expect(
                complaint("gateway.limits.head_bytes", text)
                    == "\"\(text)\" is not a size: write it like 512B, 32KiB or 8MiB")
        }
        #expect(complaint("gateway.limits.head_bytes", "1023") == "\"1023\" is less than 1KiB")
        #expect(complaint("gateway.limits.body_bytes", "none") == nil)
    }

    @Test("Counts, flags and words say what they take")
    func plain() throws {
        for text in ["0", "1025", "two", "-1", "1.0", "99999999999999999999"] {
            #expect(complaint("gateway.workers", text) == "\"\(text)\" is not a whole number from 1 to 1024")
        }
        #expect(complaint("gateway.api", "1") == "\"1\" is neither true nor false")
        #expect(complaint("gateway.upstream_host", "both") == "\"both\" is not one of public, upstream")
        #expect(complaint("log.format", "xml") == "\"xml\" is not one of text, json")
        #expect(complaint("directory.path", "a\nb") == "\"a\\nb\" has a control character")
        #expect(try load("gateway: {pinned_origin_writes: on}").gateway.pinnedOriginWrites)
    }

    @Test("The public URL is an https origin, or http on a loopback host")
    func publicURL() throws {
        for text in ["https://apps.example.com", "http://localhost:8080", "http://a.localhost", "http://127.0.0.9:1"] {
            #expect(try load("gateway: {public_url: '\(text)'}").gateway.publicURL.description == text)
        }
        #expect(
            try load("gateway: {public_url: 'https://Apps.example.com:443/'}").gateway.publicURL.description
                == "https://apps.example.com")
        for text in [
            "http://apps.example.com", "apps.example.com", "https://a.example/path", "https://*.a.example", "null",
        ] {
            let start = "\"\(text)\" is not an https origin, or an http one of a loopback host: "
            #expect(complaint("gateway.public_url", text)?.hasPrefix(start) == true, "\(text)")
        }
    }

    @Test("The public URL follows a loopback listener, and is asked for beside any other")
    func derivedPublicURL() throws {
        #expect(try load("gateway: {listen: '127.0.0.1:80'}").gateway.publicURL.description == "http://127.0.0.1")
        #expect(try load("gateway: {listen: '[::1]:81'}").gateway.publicURL.description == "http://localhost:81")
        #expect(
            problems("gateway: {listen: '0.0.0.0:80'}")
                == [
                    "gateway.public_url: is needed, because gateway.listen is not a loopback address with a port of its own"
                ])
        #expect(problems("gateway: {listen: '0.0.0.0:80', public_url: 'https://a.example'}") == [])
    }

    @Test("A secret comes from its key or from a file, never from both")
    func secrets() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "casement-\(UUID())").path
        try "hush-hush\n".write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }  // The system clears its temporary folder too.

        let settings = try load("admin: {token_file: '\(file)'}")
        #expect(settings.admin.token?.reveal() == "hush-hush")
        let values = Dictionary(settings.report.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        #expect(values["admin.token"] == "••••••" && values["admin.token_file"] == file)
        #expect(
            problems("admin: {token: a}", ["CASEMENT_ADMIN_TOKEN_FILE": file])
                == ["CASEMENT_ADMIN_TOKEN_FILE: admin.token_file: is given beside admin.token; give one of them"])
        #expect(complaint("redis.url_file", "/nonexistent") == "the file \"/nonexistent\" cannot be read as text")
        #expect(complaint("redis.url_file", file)?.hasPrefix("is not a Redis URL; write it like") == true)
        #expect(complaint("admin.token", "two words")?.contains("two words") == false)
    }

    @Test("A certificate and its key, sentinels and their name belong together")
    func pairs() {
        #expect(complaint("gateway.tls.key", "k.pem") == "needs gateway.tls.certificate beside it")
        #expect(complaint("redis.certificate", "c.pem") == "needs redis.key beside it")
        #expect(complaint("redis.sentinel.primary", "main") == "needs redis.sentinel.addresses beside it")
        #expect(
            problems("gateway: {upstream: 'http://a', upstreams: 'http://b'}")
                == ["c.yaml:1: gateway.upstreams: is given beside gateway.upstream; give one of them"])
    }
}

import Domain
import Foundation
import Logging
import RedisClient
import Testing

@testable import CasementApp

@Suite struct SettingsTests {
    @Test("Without a file and variables every setting has the default of the documentation")
    func defaults() throws {
        let settings = try load("")
        #expect(settings.gateway.listen.description == "127.0.0.1:8080")
        #expect(settings.gateway.publicURL.description == "http://127.0.0.1:8080")
        #expect(settings.gateway.upstreams.map(\.description) == ["http://127.0.0.1:8082"])
        #expect(settings.gateway.healthCheck == .init(path: nil, interval: .seconds(2), timeout: .seconds(2)))
        #expect(settings.gateway.hosts.isEmpty && settings.gateway.trustedProxies.isEmpty)
        #expect(settings.gateway.workers == ProcessInfo.processInfo.activeProcessorCount)
        #expect(settings.gateway.rewriteCookies && settings.gateway.rewriteLocation && settings.gateway.clearSiteData)
        #expect(settings.gateway.assertionAudience == "http://127.0.0.1:8080")
        #expect(!settings.gateway.pinnedOriginWrites && !settings.gateway.api)
        #expect(settings.gateway.limits == .init(headBytes: 32_768, headFields: 100, bodyBytes: nil))
        #expect(
            settings.gateway.timeouts
                == .init(
                    head: .seconds(10), keepAlive: .seconds(75), bodyIdle: .seconds(60), upstreamConnect: .seconds(2),
                    upstreamAnswer: .seconds(60), redisCommand: .milliseconds(500), drain: .seconds(30)))
        #expect(settings.admin.listen.description == "127.0.0.1:8081")
        #expect(settings.admin.token == nil)
        #expect(settings.admin.rateLimits == .init(requests: 60, bulk: 1000))
        #expect(settings.keys.jwksHosts.isEmpty)
        #expect(settings.directory.path == "casement.sqlite")
        #expect(settings.redis.url == .standard)
        #expect(settings.session == .init(idleTimeout: .seconds(3600), absoluteTimeout: .seconds(43_200)))
        #expect(settings.token == .init(maxAge: .seconds(600), leeway: .seconds(60), maxLifetime: .seconds(3600)))
        #expect(!settings.origins.allowHTTP)
        #expect(settings.log == .init(level: .info, format: .text))
        #expect(settings.notSupportedYet.isEmpty)
    }

    @Test("The table has every key of the documentation, once, each with a variable of its own and a sentence")
    func table() {
        let names = Settings.table.map(\.key)
        #expect(Set(names).count == names.count)
        #expect(Set(Settings.table.map(\.variable)).count == names.count)
        #expect(documentedKeys.filter { !names.contains($0) } == [])
        #expect(Settings.table.filter { !$0.help.hasSuffix(".") }.map(\.key) == [])
        #expect(Settings.table.allSatisfy { $0.place == .standard && $0.value == $0.standard })
    }

    @Test("Every shown default can be written back and means the same")
    func defaultsReadBack() throws {
        let secrets: Set = ["admin.token", "redis.url"]
        for entry in Settings.table where !secrets.contains(entry.key) && entry.key != "gateway.upstreams" {
            let settings = try load("", [entry.variable: entry.standard])
            #expect(settings.report.first { $0.key == entry.key }?.value == entry.standard, "\(entry.key)")
            #expect(settings.notSupportedYet.isEmpty, "\(entry.key)")
        }
    }

    @Test("A variable overrides the file, and the report says where each value comes from")
    func layers() throws {
        let yaml = "gateway:\n  listen: 127.0.0.1:9000\n  hosts: [a.example]\nlog:\n  level: debug\n"
        let settings = try load(yaml, ["CASEMENT_GATEWAY_LISTEN": "127.0.0.1:9001", "PATH": "/bin"])
        #expect(settings.gateway.listen.port == 9001)
        #expect(settings.gateway.hosts == ["a.example"])
        let places = Dictionary(settings.report.map { ($0.key, $0.place) }, uniquingKeysWith: { first, _ in first })
        #expect(places["gateway.listen"] == .environment(variable: "CASEMENT_GATEWAY_LISTEN"))
        #expect(places["gateway.hosts"] == .file(name: "c.yaml", line: 3))
        #expect(places["log.level"] == .file(name: "c.yaml", line: 5))
        #expect(places["log.format"] == .standard)
    }

    @Test("Names of variables are the key's words in capitals")
    func variables() {
        #expect(SettingsEntry.variable(of: "gateway.public_url") == "CASEMENT_GATEWAY_PUBLIC_URL")
        #expect(SettingsEntry.variable(of: "gateway.tls.certificate") == "CASEMENT_GATEWAY_TLS_CERTIFICATE")
    }

    @Test("An unknown variable is a warning that shows no value")
    func unknownVariable() throws {
        let warnings = try loadWithWarnings(
            "", ["CASEMENT_GATEWAY_LISTN": "hush", "CASEMENT_ZZZ": "hush", "CASEMENTX": "hush"]
        ).warnings
        #expect(
            warnings == [
                "CASEMENT_GATEWAY_LISTN is not a setting; did you mean CASEMENT_GATEWAY_LISTEN?",
                "CASEMENT_ZZZ is not a setting",
            ])
    }

    @Test("Every wrong key is reported at once, in the file and in variables")
    func allAtOnce() {
        let yaml = "gatway: {}\ngateway:\n  listen: nowhere\nsession:\n  idle_timeout: soon\nlog:\n  level: loud\n"
        #expect(
            problems(yaml, ["CASEMENT_TOKEN_LEEWAY": "-1s"]) == [
                "c.yaml:1: gatway: is not a setting; did you mean gateway?",
                "c.yaml:3: gateway.listen: \"nowhere\" is not host:port; write it like 127.0.0.1:8080",
                "c.yaml:5: session.idle_timeout: \"soon\" is not a time: write it like 90s, 10m or 12h",
                "CASEMENT_TOKEN_LEEWAY: token.leeway: \"-1s\" is not a time: write it like 90s, 10m or 12h",
                "c.yaml:7: log.level: \"loud\" is not one of trace, debug, info, notice, warning, error, critical",
            ])
    }

    @Test("A value that this build cannot honour is told apart from one it can")
    func notSupportedYet() throws {
        let yaml = """
            gateway:
              rewrite_cookies: true
            redis.cluster: true
            """
        #expect(
            try load(yaml).notSupportedYet.map(\.description) == [
                "c.yaml:3: redis.cluster: is not supported yet"
            ])
    }

    @Test("With TLS in front the public URL is https")
    func schemes() throws {
        let tls = "tls: {certificate: c.pem, key: k.pem}"
        #expect(try load("gateway: {\(tls)}\n").gateway.publicURL.description == "https://127.0.0.1:8080")
        #expect(
            problems("gateway: {\(tls), public_url: 'http://localhost:8080'}\n")
                == ["c.yaml:1: gateway.public_url: is http, but gateway.tls is set"])
        #expect(problems("gateway: {hsts: 90s}\n") == ["c.yaml:1: gateway.hsts: needs an https gateway.public_url"])
        #expect(try load("gateway: {hsts: 90s, public_url: 'https://a.example'}\n").gateway.hsts == .seconds(90))
    }

    @Test("Any free port has no public URL of its own")
    func anyFreePort() throws {
        let needed = "is needed, because gateway.listen is not a loopback address with a port of its own"
        #expect(problems("gateway: {listen: '127.0.0.1:0'}\n") == ["gateway.public_url: \(needed)"])
        let settings = try load("gateway: {listen: '127.0.0.1:0', public_url: 'http://localhost:9000'}\n")
        #expect(settings.gateway.listen.port == 0)
    }

    @Test("The report as JSON has the key, the value and where it comes from")
    func reportAsJSON() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let entry = try #require(try load("redis: {url: 'redis://u:hush@h'}").report.first { $0.key == "redis.url" })
        let json = String(decoding: try encoder.encode(entry), as: UTF8.self)
        #expect(json == #"{"key":"redis.url","origin":"file","value":"redis://h:6379/0"}"#)
    }
}

private let documentedKeys =
    [
        "listen", "public_url", "hosts", "upstream", "upstreams", "health_check.path",
        "health_check.interval", "health_check.timeout", "upstream_ca", "upstream_host", "tls.certificate",
        "tls.key",
        "hsts", "workers", "public_paths", "trusted_proxies", "pinned_origin_writes", "rewrite_cookies",
        "rewrite_location", "rewrite_websocket_origin", "clear_site_data", "assertion_audience", "api",
    ].map { "gateway.\($0)" } + [
        "admin.listen", "admin.public_url", "admin.token", "admin.token_file", "admin.rate_limits.requests",
        "admin.rate_limits.bulk", "directory.path", "redis.url",
        "redis.url_file", "redis.ca", "redis.certificate", "redis.key", "redis.cluster", "redis.wait_replicas",
        "session.idle_timeout", "session.absolute_timeout", "keys.jwks_hosts", "token.max_age", "token.leeway",
        "token.max_lifetime", "origins.allow_http", "log.level", "log.format",
    ]

import Domain
import Testing

@testable import CasementApp

@Suite struct SettingsNetworkTests {
    @Test(
        "Endpoints are a host and a port",
        arguments: [
            "127.0.0.1:8080", "0.0.0.0:0", "[::]:65535", "[::1]:1", "localhost:80", "my-host.example:443",
        ])
    func endpoints(text: String) { #expect(Endpoint(text)?.description == text) }

    @Test(
        "Anything else is no endpoint",
        arguments: [
            "8080", ":8080", "localhost", "localhost:", "localhost:65536", "localhost:-1", "localhost:+1", "::1:80",
            "[::1]",
            "[127.0.0.1]:80", "300.1.1.1:80", "1.2.3:80", "a..b:80", "a b:80", "a/b:80", "unix:/a", "[::1:80",
            "a:80:80", "é:80",
        ])
    func noEndpoints(text: String) { #expect(Endpoint(text) == nil) }

    @Test("Loopback is 127.0.0.0/8, ::1, localhost and names below it")
    func loopback() {
        for host in ["127.0.0.1", "127.9.9.9", "::1", "localhost", "A.LocalHost"] {
            #expect(Endpoint(host: host, port: 1).isLoopback, "\(host)")
        }
        for host in ["0.0.0.0", "128.0.0.1", "::", "7f00::1", "notlocalhost", "localhost.example"] {
            #expect(!Endpoint(host: host, port: 1).isLoopback, "\(host)")
        }
    }

    @Test("The application's address is a scheme, a host and perhaps a port")
    func upstreams() {
        #expect(Settings.Upstream("http://app")?.description == "http://app:80")
        #expect(Settings.Upstream("https://app/")?.description == "https://app:443")
        #expect(Settings.Upstream("http://[::1]:3000")?.description == "http://[::1]:3000")
        for text in [
            "app:80", "http://", "http://a/b", "http://u@a", "http://a:0", "http://a?b", "ftp://a", "HTTP://a",
        ] {
            #expect(Settings.Upstream(text) == nil, "\(text)")
        }
        #expect(
            complaint("gateway.upstream", "app")
                == "\"app\" is not the application's address; write it like http://127.0.0.1:8082")
    }

    @Test("Several addresses are of one scheme, each once, instead of the one")
    func several() throws {
        let gateway = try load("gateway: {upstreams: [http://a, 'http://b:81']}\n").gateway
        #expect(gateway.upstreams.map(\.description) == ["http://a:80", "http://b:81"] && !gateway.isUpstreamTLS)
        #expect(try load("gateway.upstreams: https://a,https://b\n").gateway.isUpstreamTLS)
        #expect(
            complaint("gateway.upstreams", "http://a,https://b")
                == "has http and https addresses; give all the same scheme")
        #expect(complaint("gateway.upstreams", "http://a,http://b,http://a/") == "names http://a:80 twice")
        #expect(complaint("gateway.upstreams", "http://a,") == "has an empty entry")
        for key in ["gateway.upstreams", "gateway.upstream"] {
            #expect(complaint(key, key.hasSuffix("s") ? " " : "none") == "names no address")
        }
        let report = try load("gateway.upstreams: http://a\n").report
        #expect(report.first { $0.key == "gateway.upstream" }?.value == "none")
        #expect(report.first { $0.key == "gateway.upstreams" }?.value == "http://a:80")
    }

    @Test("Health checks ask for a path, in their own time or not at all")
    func healthChecks() throws {
        let yaml = "gateway.health_check: {path: '/health?a=b', interval: 500ms, timeout: 5s}\n"
        #expect(
            try load(yaml).gateway.healthCheck
                == .init(path: "/health?a=b", interval: .milliseconds(500), timeout: .seconds(5)))
        #expect(try load("gateway.health_check.interval: none\n").gateway.healthCheck.interval == nil)
        for path in ["health", "http://a/health", "/a b", "/a#b", "/é"] {
            #expect(
                complaint("gateway.health_check.path", path) == "\"\(path)\" is not a path; write it like /health")
        }
        #expect(complaint("gateway.health_check.interval", "0s") == "\"0s\" is less than 100ms")
    }

    @Test("Hosts of keys are listed by name, whatever the port")
    func keyHosts() throws {
        let settings = try load("keys: {jwks_hosts: [Keys.example, 127.0.0.1]}\n")
        #expect(settings.keys.jwksHosts == ["keys.example", "127.0.0.1"])
        for text in ["*", "https://keys.example", "keys.example:443", "keys.example/jwks", "*.example"] {
            #expect(
                complaint("keys.jwks_hosts", text)
                    == "\"\(text)\" is not a host; write it like keys.example.com")
        }
    }

    @Test("An address range holds what shares its first bits")
    func ranges() throws {
        let ten = try #require(AddressRange("10.0.0.0/8"))
        #expect(ten.contains([10, 255, 0, 1]) && !ten.contains([11, 0, 0, 1]) && !ten.contains([]))
        let odd = try #require(AddressRange("192.168.4.0/22"))
        #expect(odd.contains([192, 168, 7, 255]) && !odd.contains([192, 168, 8, 0]))
        let all = try #require(AddressRange("::/0"))
        #expect(all.contains([UInt8](repeating: 255, count: 16)) && !all.contains([1, 2, 3, 4]))
        #expect(AddressRange("10.1.2.3")?.description == "10.1.2.3")
        #expect(AddressRange("2001:DB8::/32")?.description == "2001:db8::/32")
        for text in [
            "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8", "::/129", "a", "", "10.0.0.0/8/8",
        ] {
            #expect(AddressRange(text) == nil, "\(text)")
        }
        #expect(
            complaint("gateway.trusted_proxies", "10.0.0.1, 10.0.0.1/8")
                == "\"10.0.0.1/8\" is not an address or a network; write it like 10.0.0.1 or 10.0.0.0/8")
    }

    @Test(
        "Anything else is no Redis URL, and is not quoted",
        arguments: [
            "h:6379", "http://h", "redis://", "redis://h/x", "redis://h/-1", "redis://h/1/2", "redis://h?db=1",
            "redis://u:%zz@h",
            "unix://run/r.sock", "unix://", "unix:///a?db=x", "unix:///a?x=1", "redis://hush:hush@@:1",
        ])
    func noRedis(text: String) {
        #expect(
            complaint("redis.url", text)
                == "is not a Redis URL; write it like redis://user:password@host:6379/0, the same with rediss, or unix:///path?db=0"
        )
    }

    @Test("A public path is whole segments that mean one thing")
    func publicPaths() {
        for path in ["/public", "/a/b.css", "/%41", "/~a"] { #expect(complaint("gateway.public_paths", path) == nil) }
        for path in ["/", "public", "/public/", "//a", "/a/../b", "/.", "/a//b"] {
            #expect(
                complaint("gateway.public_paths", path)
                    == "\"\(path)\" is not a path of whole segments; write it like /public, without a trailing slash")
        }
        for path in ["/a;b", "/a%2Fb", "/a%2e", "/%", "/a b", "/é", "/a?b", "/a%00", "/%25", "/a%5Cb"] {
            #expect(
                complaint("gateway.public_paths", path)
                    == "\"\(path)\" has a character or escape that no public path may have")
        }
    }

    @Test("Hosts that are served are names with an optional port, or any")
    func hosts() {
        for host in ["a.example", "a.example:8443", "127.0.0.1", "[::1]:80", "*"] {
            #expect(complaint("gateway.hosts", host) == nil)
        }
        for host in ["*.example", "https://a", "a/b", "a:b"] {
            #expect(complaint("gateway.hosts", host) == "\"\(host)\" is not a host, host:port or *")
        }
    }
}

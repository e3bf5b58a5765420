import Domain
import Gateway
import HTTPWire
import NIOCore
import Testing

@testable import CasementApp

@Suite("The settings as the gateway gets them")
struct SettingsGatewayTests {
    @Test("Every limit and time is the one that was set")
    func limits() throws {
        let yaml = """
            gateway:
              limits: {head_bytes: 2KiB, head_fields: 7, body_bytes: 9B}
              timeouts: {head: 1s, keep_alive: 2s, body_idle: 3s, upstream_connect: 4s, upstream_answer: 5s, drain: 6s}
            """
        let configuration = try configuration(yaml)
        let timeouts = configuration.timeouts
        let times = [
            timeouts.head, timeouts.keepAlive, timeouts.bodyIdle, timeouts.upstreamConnect, timeouts.upstreamAnswer,
            timeouts.drain,
        ]
        #expect(times == (1...6).map { .seconds($0) })
        #expect(configuration.headLimits == HeadLimits(bytes: 2048, fields: 7) && configuration.bodyLimit == 9)
    }

    @Test("So is every address, and how they are checked")
    func upstreams() throws {
        let yaml =
            "gateway: {upstreams: ['http://a', 'http://b:81'], health_check: {path: /up, interval: 7s, timeout: 8s}}"
        let several = try configuration(yaml)
        #expect(several.upstreams.map(\.description) == ["a:80", "b:81"])
        let check = try #require(several.healthCheck)
        #expect((check.path, check.interval, check.timeout) == ("/up", .seconds(7), .seconds(8)))
        #expect(try configuration("gateway.health_check.interval: none\n").healthCheck == nil)
    }

    private func configuration(_ yaml: String) throws -> GatewayConfiguration {
        let settings = try load(yaml)
        return GatewayConfiguration(settings.gateway, settings.origins)
    }
}

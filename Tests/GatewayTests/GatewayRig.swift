import CasementTesting
import Domain
import Gateway
import Logging
import NIOCore
import RedisClient
import Sessions
import SignIn
import Synchronization

/// A gateway in this process with all it needs around it: a scripted application, a Redis database, a clock that stands.
struct GatewayRig: Sendable {
    let gateway: Gateway
    let clock: ManualClock
    let directory: TestDirectory
    let upstream: ScriptedUpstream?
    /// Where the sessions and the tickets are.
    let redis: RedisAddress
    /// The partners whose keys were asked for, in order.
    let wanted: Wanted
    /// What the gateway must show; nil: it is talked to plainly.
    var certificate: TestCertificate?
    /// The keys of assertions that it started with.
    let assertions: AssertionKeys

    /// What a test changes of the usual rig.
    struct Options {
        var publicURL = "https://gw.example"
        var configure: (inout GatewayConfiguration) -> Void = { _ in }
        var limits = SessionLimits()
        var redisURL: String?
        /// A gateway is stopped once: its loops answer nothing afterwards.
        var isStoppedByTest = false
        /// Long, so that a busy machine decides no test; those about Redis's failure take the gateway's own.
        var redisTimeout = TimeAmount.seconds(8)
        var upstream: Endpoint?
        /// Where the gateway logs; nil: nowhere.
        var log: TestLog?
        /// The gateway speaks TLS, and shows this.
        var certificate: TestCertificate?
        /// The application is reached by TLS and shows this.
        var upstreamCertificate: TestCertificate?
        var script: ScriptedUpstream.Script = { _ in ScriptedUpstream.Answer() }
    }

    /// Starts everything, runs `body`, and ends everything whatever happened.
    static func run(_ options: Options = Options(), _ body: (GatewayRig) async throws -> Void) async throws {
        if let address = options.upstream { return try await run(options, address, nil, body) }
        try await ScriptedUpstream.run(options.script, certificate: options.upstreamCertificate) { upstream in
            try await run(options, upstream.address, upstream, body)
        }
    }

    /// The same with an application that answers by a script.
    static func run(
        script: @escaping ScriptedUpstream.Script, configure: @escaping (inout GatewayConfiguration) -> Void = { _ in },
        _ body: (GatewayRig) async throws -> Void
    ) async throws {
        try await run(Options(configure: configure, script: script), body)
    }

    /// The same with an application that the test plays itself.
    static func byHand(
        _ options: Options = Options(), isStoppedByTest: Bool = false, certificate: TestCertificate? = nil,
        upstreamCertificate: TestCertificate? = nil,
        configure: @escaping (inout GatewayConfiguration) -> Void = { _ in },
        _ body: (GatewayRig, WireListener) async throws -> Void
    ) async throws {
        let listener = try await WireListener.start(upstreamCertificate)
        let result: Result<Void, any Error>
        do {
            var options = options
            options.configure = configure
            options.isStoppedByTest = options.isStoppedByTest || isStoppedByTest
            options.upstream = listener.address
            options.certificate = options.certificate ?? certificate
            options.upstreamCertificate = options.upstreamCertificate ?? upstreamCertificate
            result = .success(try await run(options) { try await body($0, listener) })
        } catch {
            result = .failure(error)
        }
        await listener.stop()
        try result.get()
    }

    private static func run(
        _ options: Options, _ address: Endpoint, _ upstream: ScriptedUpstream?,
        _ body: (GatewayRig) async throws -> Void
    ) async throws {
        let redis = try options.redisURL == nil ? SharedRedis() : nil
        let redisAddress = try RedisAddress(options.redisURL ?? redis?.url ?? "")
        let clock = ManualClock()
        let directory = try TestDirectory()
        let wanted = Wanted()
        let assertions = try AssertionKeys.made()
        var configuration = GatewayConfiguration(
            listen: Endpoint(host: "127.0.0.1", port: 0),
            publicURL: PublicURL(try OriginParser().origin(options.publicURL)), upstreams: [address])
        configuration.healthCheck = nil
        configuration.timeouts = .patient
        if let certificate = options.certificate {
            configuration.certificate = try ServerCertificate(chain: certificate.chain, key: certificate.key)
        }
        if let certificate = options.upstreamCertificate {
            configuration.upstreams = [Endpoint(host: "localhost", port: address.port)]
            configuration.upstreamTrust = try UpstreamTrust(authorities: certificate.chain)
        }
        options.configure(&configuration)
        let gateway = try await Gateway.start(
            Gateway.Parts(
                configuration: configuration, signIn: SignInDecider.Rules(audience: options.publicURL),
                view: directory.view, assertions: assertions,
                makeSessions: { [limits = options.limits, timeout = options.redisTimeout] loop in
                    SessionStore(
                        redis: RedisClient(server: RedisServer(redisAddress), eventLoop: loop, commandTimeout: timeout),
                        limits: limits)
                }, wantsKeys: { wanted.add($0) },
                logger: options.log?.logger ?? Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                clock: { clock.now }))
        let rig = GatewayRig(
            gateway: gateway, clock: clock, directory: directory, upstream: upstream, redis: redisAddress,
            wanted: wanted, certificate: options.certificate, assertions: assertions)
        let result: Result<Void, any Error>
        do { result = .success(try await body(rig)) } catch { result = .failure(error) }
        if !options.isStoppedByTest { try await gateway.stop() }
        withExtendedLifetime(redis) {}
        try result.get()
    }

    /// The application's requests so far.
    var requests: [ScriptedUpstream.Request] { upstream?.requests ?? [] }

    /// Opens a connection to the gateway; by TLS where it shows a certificate.
    func connect() async throws -> WireConnection {
        try await Wire.connect(to: gateway.address.port, trusting: certificate)
    }

    /// Runs `body` with a connection that is closed after it.
    func withConnection<Value>(_ body: (WireConnection) async throws -> Value) async throws -> Value {
        let connection = try await connect()
        let result: Result<Value, any Error>
        do { result = .success(try await body(connection)) } catch { result = .failure(error) }
        await connection.close()
        return try result.get()
    }

    /// Sends raw text on a connection of its own and takes one answer.
    func raw(_ text: String, toHead: Bool = false) async throws -> WireAnswer {
        try await withConnection { connection in
            try await connection.write(text)
            return try await connection.readAnswer(toHead: toHead)
        }
    }

    /// Sends a request on a connection of its own and takes the answer.
    func ask(_ request: WireRequest) async throws -> WireAnswer {
        try await raw(request.text, toHead: request.method == "HEAD")
    }

    func get(_ target: String, _ lines: String..., cookie: String? = nil) async throws -> WireAnswer {
        try await ask(WireRequest("GET", target, lines, cookie: cookie))
    }

    func send(
        _ method: String, _ target: String, _ lines: String..., cookie: String? = nil, body: String? = nil
    ) async throws -> WireAnswer {
        try await ask(WireRequest(method, target, lines, cookie: cookie, body: body))
    }
}

/// Remembers the partners whose keys a gateway asked for.
final class Wanted: Sendable {
    private let log = Mutex<[VendorID]>([])

    /// All so far, in order.
    var partners: [String] { log.withLock { $0.map(\.rawValue) } }

    /// Takes one more.
    func add(_ partner: VendorID) { log.withLock { $0.append(partner) } }
}

extension GatewayConfiguration.Timeouts {
    /// Long, so that a busy machine decides no test; those about a time that runs out set it themselves.
    static var patient: Self {
        var timeouts = Self()
        for time in [\Self.head, \.keepAlive, \.bodyIdle, \.upstreamConnect, \.upstreamAnswer, \.frameRest] {
            timeouts[keyPath: time] = .seconds(120)
        }
        timeouts.drain = .seconds(3)
        return timeouts
    }
}

/// A request as text.
struct WireRequest: Sendable {
    var method: String
    var target: String
    var lines: [String]
    var body: String?

    /// A request to the public host; a body comes as a form of known length.
    init(_ method: String, _ target: String, _ lines: [String] = [], cookie: String? = nil, body: String? = nil) {
        self.method = method
        self.target = target
        self.lines = lines + (cookie.map { ["Cookie: \($0)"] } ?? [])
        self.body = body
    }

    var text: String {
        var head = ["\(method) \(target) HTTP/1.1"]
        if !names.contains("host") { head.append("Host: gw.example") }
        head += lines
        if let body {
            if !names.contains("content-type") { head.append("Content-Type: application/x-www-form-urlencoded") }
            if !names.contains("transfer-encoding") { head.append("Content-Length: \(body.utf8.count)") }
        }
        return head.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
    }

    private var names: Set<String> { Set(lines.map { $0.prefix { $0 != ":" }.lowercased() }) }
}

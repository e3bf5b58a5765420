import CasementTesting
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import RedisClient

@Suite("A line to what is published", .enabled(if: RedisServerProcess.isInstalled))
struct RedisSubscriptionTests {
    @Test("What is published comes in order, and a sign of life after it")
    func published() async throws {
        let server = try RedisServerProcess()
        let line = try await Line(server.url)
        try await line.waits { $0.contains("opened") }
        for number in 0..<100 { _ = try await line.publish("\(number)") }
        #expect(try await line.confirm())
        let heard = line.heard.filter { $0 != "opened" && $0 != "current" }
        #expect(heard == (0..<100).map { "\($0)" })
        #expect(line.heard.last == "current")
        try await line.close()
    }

    @Test("Signs of life are asked for by themselves")
    func signs() async throws {
        let server = try RedisServerProcess()
        let line = try await Line(server.url)
        try await line.waits { $0.filter { $0 == "current" }.count > 3 }
        try await line.close()
    }

    @Test("A lost line is told of and made again")
    func lost() async throws {
        let server = try RedisServerProcess()
        let line = try await Line(server.url)
        try await line.waits { $0.contains("opened") }
        server.kill()
        try await line.waits { $0.contains("lost") }
        #expect(try await !line.confirm())
        try server.start()
        try await line.waits { $0.filter { $0 == "opened" }.count == 2 }
        _ = try await line.publish("again")
        try await line.waits { $0.contains("again") }
        try await line.close()
    }

    @Test("A line that says nothing is given up")
    func silent() async throws {
        let server = try RedisServerProcess()
        let line = try await Line(server.url, timeout: .milliseconds(300))
        try await line.waits { $0.contains("opened") }
        server.pause()
        try await line.waits { $0.contains("lost") }
        server.resume()
        try await line.waits { $0.filter { $0 == "opened" }.count == 2 }
        try await line.close()
    }

    @Test("A closed line says no more")
    func closed() async throws {
        let server = try RedisServerProcess()
        let line = try await Line(server.url)
        try await line.waits { $0.contains("opened") }
        try await line.close()
        let heard = line.heard
        server.kill()
        #expect(try await !line.confirm())
        #expect(line.heard == heard)
    }

    /// A line on its loop, and all that it told.
    private struct Line: Sendable {
        private final class Log: Sendable { let events = Mutex<[String]>([]) }

        private let redis: OnLoop
        private let subscription: NIOLoopBound<RedisSubscription>
        private let log = Log()

        init(_ url: String, timeout: TimeAmount = .seconds(8)) async throws {
            let redis = try await OnLoop(url, timeout: timeout)
            self.redis = redis
            subscription = try await redis.loop.submit { [log] in
                let line = redis.client.value.subscription(to: "news", interval: .milliseconds(20)) { event in
                    log.events.withLock { $0.append(Self.word(event)) }
                }
                line.open()
                return NIOLoopBound(line, eventLoop: redis.loop)
            }.get()
        }

        var heard: [String] { log.events.withLock { $0 } }

        func publish(_ text: String) async throws -> RedisValue {
            try await redis.send("PUBLISH", "news", .text(text))
        }

        func confirm() async throws -> Bool {
            let (loop, subscription) = (redis.loop, subscription)
            return try await loop.flatSubmit {
                let promise = loop.makePromise(of: Bool.self)
                subscription.value.confirm { promise.succeed($0) }
                return promise.futureResult
            }.get()
        }

        func close() async throws {
            try await redis.loop.submit { [subscription] in subscription.value.close() }.get()
            try await redis.close()
        }

        /// Waits until what was told is so; gives up after a minute.
        func waits(_ isSo: ([String]) -> Bool) async throws {
            let end = ContinuousClock.now + .seconds(60)
            while !isSo(heard) {
                try #require(ContinuousClock.now < end, "\(heard.suffix(5))")
                try await Task.sleep(for: .milliseconds(5))
            }
        }

        private static func word(_ event: RedisSubscription.Event) -> String {
            switch event {
            case .opened: "opened"
            case .published(let text): String(buffer: text)
            case .current: "current"
            case .lost: "lost"
            }
        }
    }
}

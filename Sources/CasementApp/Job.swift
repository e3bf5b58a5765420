import Logging
import ServiceLifecycle

/// Something that is done again and again while Casement serves.
protocol Job: Sendable {
    /// Does it once, and says how long to wait until the next time; nil: there will be nothing more to do.
    mutating func turn() async -> Duration?
}

/// Takes a job's turns, one after another, until the order to stop.
struct JobService<Work: Job>: Service {
    private let job: Work

    /// A service that does nothing yet.
    init(_ job: Work) { self.job = job }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var job = job
            while !Task.isCancelled, let pause = await job.turn() {
                try? await Task.sleep(for: pause)  // woken early only to end
            }
        }
        try? await gracefulShutdown()  // a service that returns early would end the others
    }
}

extension Logger {
    /// Tells that a turn failed. One that the order to stop cut short has not.
    func turnFailed(_ message: Logger.Message, _ error: any Error, level: Logger.Level = .error) {
        if !Task.isCancelled { log(level: level, message, metadata: ["error": "\(error)"]) }
    }
}

/// How long a job waits before it tries again what has just failed.
struct Backoff: Sendable {
    private static let first = Duration.milliseconds(250)
    private static let most = Duration.seconds(8)

    private var pause = first

    /// The next wait: a quarter of a second, then doubled each time, at most eight seconds.
    mutating func next() -> Duration {
        defer { pause = min(pause * 2, Self.most) }
        return pause
    }

    /// Starts from the first wait again, after a success.
    mutating func reset() { pause = Self.first }
}

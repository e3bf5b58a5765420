import Foundation
import Synchronization

/// A real `redis-server` in a private folder, on a Unix socket and a loopback port, with an append-only file.
///
/// It ends with this object, and with this process however that ends.
public final class RedisServerProcess: Sendable {
    /// Why the server is not there.
    public enum Failure: Error {
        /// It did not answer within ten seconds; with the end of its log.
        case notReady(log: String)
        /// No free port could be had.
        case noPort
    }

    /// Whether the program is installed; tests that need it are disabled, visibly, where it is not.
    public static var isInstalled: Bool { program != nil }

    /// `redis://127.0.0.1:<port>`, the same after every restart; without a password.
    public let url: String
    /// `unix:///…`, without a password.
    public let socketURL: String
    /// The port on 127.0.0.1.
    public let port: Int

    private let folder: URL
    private let options: [String]
    private let process = Mutex<LeashedProcess?>(nil)

    /// Starts a server; `options` are added to its command line, such as `["--requirepass", "secret"]`.
    public init(options: [String] = []) throws {
        folder = URL.temporaryDirectory.appending(path: "casement-redis-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try Self.freePort()
        url = "redis://127.0.0.1:\(port)"
        socketURL = "unix://\(folder.path)/redis.sock"
        self.options = options
        try start()
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(at: folder)  // a leftover in the temporary folder harms no one
    }

    /// Starts it again on the same port with the same files, and waits until it answers.
    public func start() throws {
        try process.withLock { running in
            if running == nil { running = try LeashedProcess(Self.program ?? "redis-server", arguments) }
        }
        guard awaitAnswer() else { throw Failure.notReady(log: String(log.suffix(2000))) }
    }

    /// Ends it as a crash would: `kill -9`.
    public func kill() { end(with: SIGKILL) }

    /// Ends it in an orderly way.
    public func terminate() { end(with: SIGTERM) }

    /// Holds it still, as an overloaded or cut-off server: connections stay, nothing is answered.
    public func pause() { process.withLock { $0?.signal(SIGSTOP) } }

    /// Lets it go on.
    public func resume() { process.withLock { $0?.signal(SIGCONT) } }

    private func end(with signal: Int32) {
        process.withLock { running in
            running?.end(with: signal)
            running = nil
        }
    }

    private var arguments: [String] {
        [
            "--dir", folder.path, "--port", String(port), "--bind", "127.0.0.1",
            "--unixsocket", "\(folder.path)/redis.sock", "--logfile", "\(folder.path)/log",
            "--appendonly", "yes", "--appendfsync", "everysec",
        ] + options
    }

    private var log: String { (try? String(contentsOf: folder.appending(path: "log"), encoding: .utf8)) ?? "no log" }

    private func awaitAnswer() -> Bool {
        for _ in 0..<2000 {
            if let answer = LoopbackSocket.ask(port: port, "PING\r\n"),
                answer.hasPrefix("+PONG") || answer.hasPrefix("-NOAUTH")
            {
                return true
            }
            usleep(5000)
        }
        return false
    }

    private static func freePort() throws -> Int {
        guard let port = LoopbackSocket.freePort() else { throw Failure.noPort }
        return port
    }

    private static var program: String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":").map { "\($0)/redis-server" }
            .first(where: FileManager.default.isExecutableFile)
    }
}

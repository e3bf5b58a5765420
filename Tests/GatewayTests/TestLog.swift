import Logging
import Synchronization

/// What a gateway logged: of each event the message, and `key=value` in the order of the keys.
final class TestLog: Sendable {
    private let log = Mutex<[String]>([])

    /// All so far, in order.
    var lines: [String] { log.withLock { $0 } }

    /// The lines that begin so.
    func lines(of message: String) -> [String] { lines.filter { $0.hasPrefix(message) } }

    /// Writes here.
    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: TestLog
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
            log.log.withLock { $0.append(event.message.description + fields.joined()) }
        }
    }
}

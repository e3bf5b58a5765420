import Foundation
import Logging

/// How a line of the log is written.
public enum LoggingFormat: String, Hashable, Sendable, CaseIterable {
    /// `time level message key=value …`; a value with a space or a sign that could mislead is quoted.
    case text
    /// One JSON object a line: `time`, `level`, `message`, and the metadata beside them.
    case json
}

/// Writes each event as one line: a constant message, the data as metadata in the order of its keys.
public struct LoggingHandler: LogHandler {
    /// The least level that is written.
    public var logLevel: Logger.Level
    /// What every line of this logger carries.
    public var metadata: Logger.Metadata = [:]
    /// Where more comes from at each line; an event's own data wins over both.
    public var metadataProvider: Logger.MetadataProvider?

    private let format: LoggingFormat
    private let now: @Sendable () -> Date
    private let write: @Sendable (String) -> Void

    /// Writes lines, each with its newline, to standard error, or wherever `write` puts them.
    public init(
        level: Logger.Level, format: LoggingFormat, metadataProvider: Logger.MetadataProvider? = nil,
        now: @escaping @Sendable () -> Date = { Date() },
        write: @escaping @Sendable (String) -> Void = standardError
    ) {
        logLevel = level
        self.format = format
        self.metadataProvider = metadataProvider
        self.now = now
        self.write = write
    }

    /// One value of `metadata`.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes the event, whatever its level: the logger has compared that.
    public func log(event: LogEvent) {
        var fields = metadata
        for more in [metadataProvider?.get(), event.metadata, event.error.map { ["error": "\($0)"] }] {
            fields.merge(more ?? [:]) { _, newer in newer }
        }
        let line = LoggingLine(
            time: now().formatted(Self.timeStyle), level: event.level, message: event.message.description,
            fields: fields.sorted { $0.key < $1.key })
        write(line.written(as: format) + "\n")
    }

    private static let timeStyle = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

/// Standard error, in one write, so that lines of several threads do not mix.
@Sendable public func standardError(_ line: String) { FileHandle.standardError.write(Data(line.utf8)) }

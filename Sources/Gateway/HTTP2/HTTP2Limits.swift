import HTTPWire
import NIOCore
import NIOHTTP2

/// What a client may have open, waiting and wrong on one HTTP/2 connection. NIOHTTP2 keeps count, and ends a connection that
/// goes beyond with GOAWAY.
enum HTTP2Limits {
    /// Requests at once; more are refused without being looked at (RFC 9113 5.1.2).
    private static let streams = 100
    /// Bytes of a request's body that may come before the gateway takes them, for each stream.
    private static let window = 65_535
    /// Bytes of an answer that may wait for the client, for each stream, before the application is read no further.
    private static let waiting = (low: 32 * 1024, high: 64 * 1024)

    /// A list of fields may be twice as long as a head, in RFC 9113's count: what is too much for a head but not for this
    /// is refused by an answer, not by the end of the connection.
    static func connection(_ head: HeadLimits) -> NIOHTTP2Handler.ConnectionConfiguration {
        var limits = NIOHTTP2Handler.ConnectionConfiguration()
        limits.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: streams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: 2 * head.bytes),
        ]
        limits.headerBlockValidation = .disabled  // HTTP2RequestHead judges, so that a bad head can be answered
        limits.contentLengthValidation = .enabled
        limits.targetWindowSize = window
        limits.maximumSequentialContinuationFrames = 5
        limits.maximumSequentialEmptyDataFrames = 1
        limits.maximumRecentlyResetStreams = streams
        limits.maximumConnectionGlitches = 100
        limits.controlFrameRateLimit.maximumCount = 200
        limits.controlFrameRateLimit.windowLength = .seconds(30)
        return limits
    }

    /// Of each stream, and of what goes wrong on all of them together.
    static var stream: NIOHTTP2Handler.StreamConfiguration {
        var limits = NIOHTTP2Handler.StreamConfiguration()
        limits.targetWindowSize = window
        limits.outboundBufferSizeLowWatermark = waiting.low
        limits.outboundBufferSizeHighWatermark = waiting.high
        limits.streamResetFrameRateLimit.maximumCount = 200
        limits.streamResetFrameRateLimit.windowLength = .seconds(30)
        limits.streamErrorRateLimit.maximumCount = 50
        limits.streamErrorRateLimit.windowLength = .seconds(30)
        return limits
    }
}

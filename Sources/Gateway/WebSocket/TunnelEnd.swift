import HTTPWire

/// Who ends a tunnel, or why the gateway does; the raw value says so in the log.
enum TunnelEnd: String {
    case client
    case application
    case sessionEnded = "session_ended"
    case draining
    /// Nothing has come either way for too long.
    case idle

    /// What the gateway tells each side (RFC 6455 7.4.1); nil where one side ended it itself.
    var farewell: CloseFrame? {
        switch self {
        case .client, .application: nil
        case .sessionEnded: CloseFrame(code: 1008, reason: "session ended")
        case .draining: CloseFrame(code: 1001, reason: "going away")
        case .idle: CloseFrame(code: 1001, reason: "idle for too long")
        }
    }
}

import Domain
import HTTPWire
import NIOCore

/// The head of a request as the server behind gets it: stripped of what is ours, with who is asking added.
struct OutboundHead {
    let bytes: ByteBuffer
    let method: RequestHead.Method
    let framing: BodyFraming
    /// Whether it may be sent again when a pooled connection turns out to be dead (RFC 9110 9.2.2).
    let isRepeatable: Bool
    /// The handshake that it carries; nil for an ordinary request.
    let webSocket: WebSocketRequest?

    /// What is the same in every head towards one server, whoever asks, written once.
    struct Surroundings: Sendable {
        let versionAndHost: ByteBuffer
        let forwarded: ByteBuffer
        /// Whether cookies that are not ours pass, there and back.
        let passesCookies: Bool
        /// What a handshake's Origin becomes; nil: it stays.
        let webSocketOrigin: String?

        init(
            host: String, scheme: String, publicAuthority: String, passesCookies: Bool, webSocketOrigin: String? = nil
        ) {
            var bytes = ByteBuffer(staticString: " HTTP/1.1\r\n")
            bytes.writeField("Host", host)
            versionAndHost = bytes
            bytes = ByteBuffer()
            bytes.writeField("X-Forwarded-Proto", scheme)
            bytes.writeField("X-Forwarded-Host", publicAuthority)
            forwarded = bytes
            self.passesCookies = passesCookies
            self.webSocketOrigin = webSocketOrigin
        }
    }

    init(
        _ head: RequestHead, _ surroundings: Surroundings, requestID: RequestID, clientAddress: String,
        identity: ByteBuffer?, webSocket: WebSocketRequest? = nil
    ) {
        let section = head.section
        var bytes = ByteBuffer()
        bytes.reserveCapacity(section.bytes.readableBytes + 1024)
        Self.append(section, head.methodRange, to: &bytes)
        bytes.writeStaticString(" ")
        Self.append(section, head.pathAndQueryRange, to: &bytes)
        bytes.writeImmutableBuffer(surroundings.versionAndHost)
        let origin = webSocket == nil ? nil : surroundings.webSocketOrigin
        section.copyLines(into: &bytes) { field in
            Self.passes(field) && !head.connection.names(field, of: section) && (origin == nil || field.name != .origin)
        }
        if surroundings.passesCookies { Self.appendCookies(section, to: &bytes) }
        bytes.writeFraming(head.framing)
        if webSocket != nil { bytes.writeUpgradeToWebSocket() }
        if let origin, section.first(.origin) != nil { bytes.writeField("Origin", origin) }
        bytes.writeField("X-Forwarded-For", clientAddress)
        bytes.writeImmutableBuffer(surroundings.forwarded)
        bytes.writeField("X-Request-Id", requestID)
        identity.map { _ = bytes.writeImmutableBuffer($0) }
        bytes.writeStaticString("\r\n")
        self.bytes = bytes
        self.webSocket = webSocket
        method = head.method
        framing = head.framing
        isRepeatable = head.framing == .none && [.get, .head, .options].contains(head.method)
    }

    private static func passes(_ field: Field) -> Bool {
        switch field.name {
        case .connection, .keepAlive, .proxyAuthenticate, .proxyAuthorization, .proxyConnection, .te, .trailer,
            .transferEncoding, .upgrade, .http2Settings:
            false
        case .underscored, .xCasement, .forwarded, .xForwarded, .xForwardedFor, .xRealIP, .xRequestID: false
        case .host, .expect, .cookie, .contentLength: false
        case .other, .accept, .accessControlRequestHeaders, .accessControlRequestMethod, .cacheControl,
            .contentSecurityPolicy, .contentType, .location, .origin, .purpose, .referer, .secFetchDest, .secFetchMode,
            .secFetchSite, .secPurpose, .secWebSocketAccept, .secWebSocketKey, .secWebSocketVersion, .setCookie,
            .strictTransportSecurity, .userAgent, .xFrameOptions, .xRequestedWith:
            true
        }
    }

    /// The cookies that are not ours, as they came.
    private static func appendCookies(_ section: FieldSection, to bytes: inout ByteBuffer) {
        guard let field = section.first(.cookie) else { return }
        var isFirst = true
        section.withBytes(field.valueRange) { value in
            CookiePair.forEach(in: value) { pair in
                guard !pair.written.isEmpty, !CookieNames.isOurs(pair.firstWord) else { return }
                bytes.writeStaticString(isFirst ? "Cookie: " : "; ")
                bytes.writeBytes(UnsafeRawBufferPointer(rebasing: pair.written))
                isFirst = false
            }
        }
        if !isFirst { bytes.writeStaticString("\r\n") }
    }

    private static func append(_ section: FieldSection, _ range: Range<Int>, to bytes: inout ByteBuffer) {
        section.withBytes(range) { _ = bytes.writeBytes($0) }
    }
}

extension ByteBuffer {
    /// The field that frames the body: ours, whatever the fields that arrived say of it.
    mutating func writeFraming(_ framing: BodyFraming) {
        switch framing {
        case .length(let length): writeField("Content-Length", String(length))
        case .chunked: writeStaticString("Transfer-Encoding: chunked\r\n")
        case .none, .untilClose: break
        }
    }

    /// The fields that ask for a WebSocket on this hop, or grant it (RFC 6455 4.1).
    mutating func writeUpgradeToWebSocket() { writeStaticString("Connection: Upgrade\r\nUpgrade: websocket\r\n") }

    /// A field line whose value is visible ASCII already, written in one go.
    mutating func writeField(_ name: StaticString, _ value: String) {
        var value = value
        _ = value.withUTF8 { value in
            writeWithUnsafeMutableBytes(minimumWritableBytes: name.utf8CodeUnitCount + value.count + 4) { room in
                room.copyMemory(from: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
                var end = name.utf8CodeUnitCount
                room[end] = UInt8(ascii: ":")
                room[end + 1] = UInt8(ascii: " ")
                UnsafeMutableRawBufferPointer(rebasing: room[(end + 2)...]).copyMemory(
                    from: UnsafeRawBufferPointer(value))
                end += 2 + value.count
                room[end] = UInt8(ascii: "\r")
                room[end + 1] = UInt8(ascii: "\n")
                return end + 2
            }
        }
    }

    /// A field line with every byte outside 0x21–0x7E and every `%` percent-encoded; none for what is unknown or empty.
    mutating func writeField(_ name: StaticString, encoded value: String?) {
        guard let value, !value.isEmpty else { return }
        writeField(name, PercentEncoding.encode(value) { (0x21...0x7E).contains($0) })
    }
}

import Domain
import HTTPWire
import OpenSSLCrypto

/// A request to upgrade to a WebSocket, found well-formed (RFC 6455 4.2.1).
struct WebSocketRequest: Sendable {
    /// What `Sec-WebSocket-Accept` has to say.
    let accept: String

    /// Nil for a request that asks for no WebSocket: another protocol in Upgrade need not be heeded (RFC 9110 7.8). One
    /// that asks for it in any other way than the RFC's is refused, so that nobody behind reads it differently.
    init?(_ head: RequestHead) throws(Refusal) {
        guard Self.asksForWebSocket(head.section) else { return nil }
        let section = head.section
        guard head.method == .get, head.minorVersion == 1, head.framing == .none,
            Self.isUpgrade(head.connection, section)
        else { throw Self.malformed }
        guard section.count(.secWebSocketVersion) == 1, section.value(.secWebSocketVersion, is: "13") else {
            throw Refusal(.httpRequestInvalid, "Open WebSockets in version 13 of the protocol.")
        }
        guard section.count(.secWebSocketKey) == 1, let field = section.first(.secWebSocketKey),
            section.withBytes(field.valueRange, Self.isKey)
        else { throw Self.malformed }
        accept = try Self.accept(for: section.text(field.valueRange))
    }

    /// Whether the application's 101 grants what was asked for (RFC 6455 4.1).
    func isGranted(by head: ResponseHead) -> Bool {
        head.minorVersion == 1 && head.statedFraming == nil && Self.isUpgrade(head.connection, head.section)
            && head.section.count(.secWebSocketAccept) == 1 && head.section.value(.secWebSocketAccept) == accept
    }

    private static let malformed = Refusal(
        .httpRequestInvalid, "Open WebSockets as RFC 6455 says: GET, one Upgrade, one key, and no body.")

    /// Upgrade says `websocket` and nothing else, once, and Connection makes it part of this hop's request alone.
    private static func isUpgrade(_ connection: ConnectionOptions, _ section: FieldSection) -> Bool {
        guard connection.upgrade, !connection.fieldNames.contains(where: { $0.hasPrefix("sec-websocket-") }),
            section.count(.upgrade) == 1, let field = section.first(.upgrade)
        else { return false }
        return section.withBytes(field.valueRange) { ASCII.equalsFolding($0, "websocket") }
    }

    private static func asksForWebSocket(_ section: FieldSection) -> Bool {
        guard section.has(.upgrade) else { return false }
        for field in section.fields where field.name == .upgrade {
            var isAsked = false
            section.withBytes(field.valueRange) { value in
                ASCII.forEachListElement(value) { element in
                    let protocolName = UnsafeRawBufferPointer(rebasing: value[element])
                    if ASCII.hasPrefixFolding(protocolName, "websocket") { isAsked = true }
                }
            }
            if isAsked { return true }
        }
        return false
    }

    /// 16 bytes in base64.
    private static func isKey(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count == 24 && bytes[22] == UInt8(ascii: "=") && bytes[23] == UInt8(ascii: "=")
            && bytes[..<22].allSatisfy(isBase64)
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }

    private static func accept(for key: String) throws(Refusal) -> String {
        let text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        do throws(CryptoError) {
            let digest = Base64URL.encode(try SHA1.digest(Array(text.utf8)))
            return digest.replacing("-", with: "+").replacing("_", with: "/") + "="
        } catch {
            throw Refusal(.internalError)  // OpenSSL is set up without SHA-1: no handshake can be checked
        }
    }
}

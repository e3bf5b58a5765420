import HTTPWire
import NIOCore

/// The head of the answer as the browser gets it.
struct AnswerHead {
    /// What `frame-ancestors` names; nil without a session, where the framing fields of the answer stay.
    let frameAncestors: String?
    let cookies: SetCookies
    /// Nil where locations stay as they are.
    let locations: LocationMap?
    /// What keeps browsers to https; the application's own word stays where the gateway sends none.
    let transportSecurity: TransportSecurity

    func bytes(_ head: ResponseHead, isChunked: Bool, keepsAlive: Bool) -> ByteBuffer {
        let section = head.section
        var bytes = ByteBuffer()
        bytes.reserveCapacity(section.bytes.readableBytes + 256)
        bytes.writeStaticString("HTTP/1.1 ")
        section.withBytes(head.statusRange) { _ = bytes.writeBytes($0) }
        if head.statusRange.count == 3 { bytes.writeStaticString(" ") }
        bytes.writeStaticString("\r\n")
        section.copyLines(into: &bytes) { passes($0, head) }
        appendCookies(section, to: &bytes)
        appendLocations(section, to: &bytes)
        if let frameAncestors { appendPolicies(head, frameAncestors, to: &bytes) }
        bytes.writeString(transportSecurity.line)
        if head.status == 101 { bytes.writeUpgradeToWebSocket() }
        if isChunked { bytes.writeStaticString("Transfer-Encoding: chunked\r\n") }
        if !keepsAlive { bytes.writeStaticString("Connection: close\r\n") }
        bytes.writeStaticString("\r\n")
        return bytes
    }

    private func passes(_ field: Field, _ head: ResponseHead) -> Bool {
        if field.name != .contentLength, head.connection.names(field, of: head.section) { return false }
        switch field.name {
        case .connection, .keepAlive, .proxyAuthenticate, .proxyAuthorization, .proxyConnection, .te, .trailer,
            .transferEncoding, .upgrade, .http2Settings:
            return false
        case .contentSecurityPolicy, .xFrameOptions, .cacheControl: return frameAncestors == nil
        case .strictTransportSecurity: return !transportSecurity.isSent
        case .setCookie: return cookies == .kept && !setsOurs(field, head.section)
        case .location: return mapped(field, head.section) == nil
        case .contentLength: return head.status != 204
        case .other, .underscored, .accept, .accessControlRequestHeaders, .accessControlRequestMethod, .contentType,
            .cookie,
            .expect, .forwarded, .host, .origin, .purpose, .referer, .secFetchDest, .secFetchMode,
            .secFetchSite, .secPurpose, .secWebSocketAccept, .secWebSocketKey, .secWebSocketVersion, .userAgent,
            .xForwarded, .xForwardedFor, .xRealIP, .xRequestID, .xRequestedWith, .xCasement:
            return true
        }
    }

    /// A cookie of our name is ours alone to set. One without a name comes back as its value alone.
    private func setsOurs(_ field: Field, _ section: FieldSection) -> Bool {
        section.withBytes(field.valueRange) { value in
            let pair = value.prefix { $0 != UInt8(ascii: ";") }.drop { $0 == UInt8(ascii: "=") || ASCII.isBlank($0) }
            return CookieNames.isOurs(CookiePair(pair).name)
        }
    }

    private func appendCookies(_ section: FieldSection, to bytes: inout ByteBuffer) {
        guard cookies == .framed, section.has(.setCookie) else { return }
        for field in section.fields where field.name == .setCookie && !setsOurs(field, section) {
            section.withBytes(field.valueRange) { FramedCookie.append($0, to: &bytes) }
        }
    }

    private func appendLocations(_ section: FieldSection, to bytes: inout ByteBuffer) {
        guard section.has(.location) else { return }
        for field in section.fields where field.name == .location {
            mapped(field, section).map { bytes.writeField("Location", $0) }
        }
    }

    private func mapped(_ field: Field, _ section: FieldSection) -> String? {
        locations?.mapped(section.text(field.valueRange))
    }

    private func appendPolicies(_ head: ResponseHead, _ sources: String, to bytes: inout ByteBuffer) {
        let section = head.section
        for field in section.fields where field.name == .contentSecurityPolicy {
            bytes.writeStaticString("Content-Security-Policy: ")
            section.withBytes(field.valueRange) { ContentSecurityPolicy.append($0, framedBy: sources, to: &bytes) }
            bytes.writeStaticString("\r\n")
        }
        if !section.has(.contentSecurityPolicy) {
            bytes.writeStaticString("Content-Security-Policy: ")
            bytes.writeFrameAncestors(sources)
            bytes.writeStaticString("\r\n")
        }
        if let caching = caching(head) { bytes.writeField("Cache-Control", caching) }
    }

    /// A 304 without a type may be about a page, whose stored `no-cache` it would overwrite (RFC 9111 3.2): there only
    /// what is as strict is passed on, and else what the browser stored stands.
    private func caching(_ head: ResponseHead) -> String? {
        let value = cacheControl(head.section)
        if head.status == 304, head.section.first(.contentType) == nil, !CacheControl.isStrict(value) { return nil }
        return CacheControl.edit(value, isHTML: isHTML(head.section))
    }

    private func cacheControl(_ section: FieldSection) -> String? {
        guard section.has(.cacheControl) else { return nil }
        return section.fields.filter { $0.name == .cacheControl }.map { section.text($0.valueRange) }
            .joined(separator: ", ")
    }

    private func isHTML(_ section: FieldSection) -> Bool {
        guard let field = section.first(.contentType) else { return false }
        return section.withBytes(field.valueRange) {
            ASCII.hasPrefixFolding($0, "text/html") || ASCII.hasPrefixFolding($0, "application/xhtml+xml")
        }
    }
}

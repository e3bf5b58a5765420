/// The field names that a gateway acts upon; every other name is `other` and passes as it came.
public enum FieldName: UInt8, CaseIterable, Sendable {
    case other
    /// A name with `_`, which some servers read as `-`: never passed on.
    case underscored
    case accept
    case accessControlRequestHeaders
    case accessControlRequestMethod
    case cacheControl
    case connection
    case contentLength
    case contentSecurityPolicy
    case contentType
    case cookie
    case expect
    case forwarded
    case host
    case http2Settings
    case keepAlive
    case location
    case origin
    case proxyAuthenticate
    case proxyAuthorization
    case proxyConnection
    case purpose
    case referer
    case secFetchDest
    case secFetchMode
    case secFetchSite
    case secPurpose
    case secWebSocketAccept
    case secWebSocketKey
    case secWebSocketVersion
    case setCookie
    case strictTransportSecurity
    case te
    case trailer
    case transferEncoding
    case upgrade
    case userAgent
    case xForwardedFor
    case xFrameOptions
    case xRealIP
    case xRequestID
    case xRequestedWith
    /// Every other name that begins with `x-forwarded-`.
    case xForwarded
    /// Every name that begins with `x-casement-`.
    case xCasement

    /// The name in lower case; empty for those that stand for many.
    public var text: StaticString {
        switch self {
        case .other, .underscored, .xForwarded, .xCasement: ""
        case .accept: "accept"
        case .accessControlRequestHeaders: "access-control-request-headers"
        case .accessControlRequestMethod: "access-control-request-method"
        case .cacheControl: "cache-control"
        case .connection: "connection"
        case .contentLength: "content-length"
        case .contentSecurityPolicy: "content-security-policy"
        case .contentType: "content-type"
        case .cookie: "cookie"
        case .expect: "expect"
        case .forwarded: "forwarded"
        case .host: "host"
        case .http2Settings: "http2-settings"
        case .keepAlive: "keep-alive"
        case .location: "location"
        case .origin: "origin"
        case .proxyAuthenticate: "proxy-authenticate"
        case .proxyAuthorization: "proxy-authorization"
        case .proxyConnection: "proxy-connection"
        case .purpose: "purpose"
        case .referer: "referer"
        case .secFetchDest: "sec-fetch-dest"
        case .secFetchMode: "sec-fetch-mode"
        case .secFetchSite: "sec-fetch-site"
        case .secPurpose: "sec-purpose"
        case .secWebSocketAccept: "sec-websocket-accept"
        case .secWebSocketKey: "sec-websocket-key"
        case .secWebSocketVersion: "sec-websocket-version"
        case .setCookie: "set-cookie"
        case .strictTransportSecurity: "strict-transport-security"
        case .te: "te"
        case .trailer: "trailer"
        case .transferEncoding: "transfer-encoding"
        case .upgrade: "upgrade"
        case .userAgent: "user-agent"
        case .xForwardedFor: "x-forwarded-for"
        case .xFrameOptions: "x-frame-options"
        case .xRealIP: "x-real-ip"
        case .xRequestID: "x-request-id"
        case .xRequestedWith: "x-requested-with"
        }
    }

    /// Whether the field belongs to one connection and is never passed on (RFC 9110 7.6.1).
    public var isHopByHop: Bool {
        switch self {
        case .connection, .keepAlive, .proxyAuthenticate, .proxyAuthorization, .proxyConnection, .te, .trailer,
            .transferEncoding, .upgrade, .http2Settings:
            true
        case .other, .underscored, .accept, .accessControlRequestHeaders, .accessControlRequestMethod, .cacheControl,
            .contentLength, .contentSecurityPolicy, .contentType, .cookie, .expect, .forwarded, .host, .location,
            .origin,
            .purpose, .referer, .secFetchDest, .secFetchMode, .secFetchSite, .secPurpose, .secWebSocketAccept,
            .secWebSocketKey, .secWebSocketVersion, .setCookie, .strictTransportSecurity, .userAgent, .xForwardedFor,
            .xFrameOptions, .xRealIP, .xRequestID, .xRequestedWith, .xForwarded, .xCasement:
            false
        }
    }
}

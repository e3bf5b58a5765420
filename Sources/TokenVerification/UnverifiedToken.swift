import Domain
import OpenSSLCrypto

/// A compact JWS whose form is right and whose signature nobody has looked at: enough to find the partner, no more.
public struct UnverifiedToken: Sendable {
    /// The most bytes a token may have.
    public static let maxLength = 8192

    /// Whom the token says it is about.
    public let subject: TokenSubject

    let header: TokenHeader
    let claims: JSONObject
    let signature: [UInt8]
    let signingInput: ArraySlice<UInt8>

    /// The header's `alg`, if it is one that can verify a token at all.
    public var algorithm: SignatureAlgorithm? { header.algorithm }
    /// The header's `kid` as sent: at most 255 bytes, but of any characters.
    public var keyID: String? { header.keyID }

    /// Checks `tokenForm`, `forbiddenAlgorithm` and `subjectForm`, in this order.
    public init(_ compact: String) throws(CheckFailure) { try self.init(bytes: Array(compact.utf8)) }

    /// Checks `tokenForm`, `forbiddenAlgorithm` and `subjectForm`, in this order.
    public init(bytes compact: [UInt8]) throws(CheckFailure) {
        let (firstDot, secondDot) = try Self.dots(in: compact)
        header = try TokenHeader(Self.object(compact, 0..<firstDot, "header"))
        claims = try Self.object(compact, firstDot + 1..<secondDot, "payload")
        signature = try Self.decode(compact, secondDot + 1..<compact.count, "signature")
        signingInput = compact[..<secondDot]
        try header.requireNothingForbidden()
        guard case .string(let text) = claims["sub"], let subject = TokenSubject(text) else {
            throw CheckFailure(
                .subjectForm, .claimInvalid,
                "Make sub <vendor_id>:<customer> or <vendor_id>:<customer>:<member>, each a number or E and the "
                    + "percent-encoded external id.", claim: "sub")
        }
        self.subject = subject
    }

    private static func dots(in compact: [UInt8]) throws(CheckFailure) -> (Int, Int) {
        guard compact.count <= maxLength else {
            throw CheckFailure(.tokenForm, .tokenMalformed, "Send a token of at most 8 KiB.")
        }
        let dot = UInt8(ascii: ".")
        guard let first = compact.firstIndex(of: dot), let second = compact[(first + 1)...].firstIndex(of: dot),
            !compact[(second + 1)...].contains(dot)
        else {
            throw CheckFailure(
                .tokenForm, .tokenMalformed, "Send a compact JWS: three segments with dots between them.")
        }
        return (first, second)
    }

    private static func object(_ compact: [UInt8], _ range: Range<Int>, _ part: String) throws(CheckFailure)
        -> JSONObject
    {
        let bytes = try decode(compact, range, part)
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes)
        } catch {
            throw CheckFailure(.tokenForm, .tokenMalformed, "The token's \(part) \(error).")
        }
        guard case .object(let object) = value else {
            throw CheckFailure(.tokenForm, .tokenMalformed, "Make the token's \(part) a JSON object.")
        }
        return object
    }

    private static func decode(_ compact: [UInt8], _ range: Range<Int>, _ part: String) throws(CheckFailure) -> [UInt8]
    {
        guard let bytes = Base64URL.decode(compact.span.extracting(range)) else {
            throw CheckFailure(
                .tokenForm, .tokenMalformed,
                "Write the token's \(part) in base64url, without = and in its one canonical form.")
        }
        return bytes
    }
}

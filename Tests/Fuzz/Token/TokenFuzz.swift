import Domain
import OpenSSLCrypto

@testable import TokenVerification

/// Reads the input as a token.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let compact = compact([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
    guard let token = try? UnverifiedToken(bytes: compact) else { return 0 }
    checkSegments(token, compact)
    checkHeader(token)
    checkSubject(token.subject)
    return 0
}

/// Three lines are the segments before base64url, so that mutations reach what they say; anything else is a token as it is.
private func compact(_ input: [UInt8]) -> [UInt8] {
    let lines = input.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
    guard lines.count == 3 else { return input }
    return Array(lines.map { Base64URL.encodedBytes(Array($0)) }.joined(separator: ".".utf8))
}

/// Three segments, each the one spelling of its bytes.
private func checkSegments(_ token: UnverifiedToken, _ compact: [UInt8]) {
    precondition(compact.count <= UnverifiedToken.maxLength, "longer than allowed")
    let segments = compact.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    precondition(segments.count == 3, "not three segments")
    for segment in segments {
        guard let bytes = Base64URL.decode(String(decoding: segment, as: UTF8.self)) else {
            preconditionFailure("a segment that is not base64url")
        }
        precondition(Base64URL.encodedBytes(bytes).elementsEqual(segment), "a second spelling of a segment")
    }
    precondition(Base64URL.encodedBytes(token.signature).elementsEqual(segments[2]), "another signature")
    precondition(token.signingInput.elementsEqual(segments[..<2].joined(separator: ".".utf8)), "another signing input")
}

private func checkHeader(_ token: UnverifiedToken) {
    let name = token.header.algorithmName.lowercased()
    precondition(name != "none" && !name.hasPrefix("hs"), "an algorithm without a public key")
    precondition(token.keyID.map { $0.utf8.count <= 255 } ?? true, "a kid too long")
    precondition(token.algorithm.map { $0.rawValue == token.header.algorithmName } ?? true, "another algorithm")
}

/// Written out, it is read as the same.
private func checkSubject(_ subject: TokenSubject) {
    let text = "\(subject.vendorID):\(subject.customer.encoded)" + (subject.member.map { ":\($0.encoded)" } ?? "")
    precondition(TokenSubject(text) == subject, "a subject is written as another")
}

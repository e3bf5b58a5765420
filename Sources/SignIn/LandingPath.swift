import Domain

/// Where a sign-in leads: a path on this host, ready for `Location`.
public struct LandingPath: Hashable, Sendable, CustomStringConvertible {
    /// Path, query and fragment in visible ASCII; begins with exactly one `/`.
    public let description: String

    /// Checks what was asked for: missing is `/`, a plain relative one gets its `/`; `path_invalid` for all that could
    /// lead away from this host.
    public init(_ asked: String?) throws(CheckFailure) {
        guard let asked, !asked.isEmpty else {
            description = "/"
            return
        }
        let rooted = try Self.rooted(asked)
        let path = rooted.prefix { $0 != "?" && $0 != "#" }
        guard let decoded = PercentEncoding.decodeBytes(path.utf8), Self.staysHere(decoded) else {
            throw CheckFailure(.path, .pathInvalid)
        }
        description = Self.visible(rooted)
    }

    private static func rooted(_ asked: String) throws(CheckFailure) -> String {
        if asked.utf8.first == UInt8(ascii: "/") { return asked }
        let firstSegment = asked.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !firstSegment.contains(":") else { throw CheckFailure(.path, .pathInvalid) }
        return "/" + asked
    }

    /// Once decoded and without dot segments (RFC 3986 5.2.4) it has one `/` in front, no backslash and no control.
    private static func staysHere(_ path: [UInt8]) -> Bool {
        guard path.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }) else { return false }
        let resolved = withoutDotSegments(path)
        return resolved.first == UInt8(ascii: "/") && !resolved.starts(with: "//".utf8)
    }

    private static func withoutDotSegments(_ path: [UInt8]) -> [UInt8] {
        var kept: [ArraySlice<UInt8>] = []
        let segments = path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            if segment.elementsEqual(".".utf8) {
                if isLast { kept.append([]) }
            } else if segment.elementsEqual("..".utf8) {
                _ = kept.popLast()
                if isLast { kept.append([]) }
            } else {
                kept.append(segment)
            }
        }
        return kept.reduce(into: []) { $0 += [UInt8(ascii: "/")] + $1 }
    }

    /// Every byte outside visible ASCII percent-encoded; escapes that are there stay.
    private static func visible(_ text: String) -> String {
        if text.utf8.allSatisfy(isVisible) { return text }
        return text.split(separator: "%", omittingEmptySubsequences: false)
            .map { PercentEncoding.encode($0, keeping: isVisible) }
            .joined(separator: "%")
    }

    private static func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}

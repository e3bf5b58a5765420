import Domain
import HTTPWire

/// Whose path a request names: the gateway's own, a public one, or the application's.
enum Route: Hashable, Sendable {
    /// `/direct_link`, and `/direct_link/…`
    case directLink
    /// `POST /sign_out`
    case signOut
    /// `GET /users/sign_out`
    case signOutLink
    /// `/casement/session`
    case session
    /// `/casement/enter`
    case enter
    /// `/casement/workspace/…`
    case workspace
    /// `/.well-known/casement/jwks.json`
    case keySet
    /// `/api`, and `/api/…`, where they are ours
    case api
    /// Ours by its prefix, and nothing is there.
    case nothing
    /// The application's, without a session.
    case publicPath
    /// The application's, behind a session.
    case application
}

/// Decides the route from the raw path, byte for byte, on whole segments.
struct Router: Sendable {
    private let publicPrefixes: [[UInt8]]
    private let servesAPI: Bool

    init(publicPaths: [String], servesAPI: Bool = false) {
        self.servesAPI = servesAPI
        publicPrefixes = publicPaths.map { path in
            let bytes = Array(path.utf8)
            return bytes.count > 1 && bytes.last == UInt8(ascii: "/") ? bytes.dropLast() : bytes
        }
    }

    func route(_ head: RequestHead) -> Route {
        head.section.withBytes(head.pathRange) { path in
            if let own = own(path) { return own }
            return isPublic(path) ? .publicPath : .application
        }
    }

    private func own(_ path: UnsafeRawBufferPointer) -> Route? {
        guard path.count > 1 else { return nil }
        switch path[1] {
        case UInt8(ascii: "a"):
            return servesAPI && (ASCII.equals(path, "/api") || Self.hasPrefix(path, "/api/")) ? .api : nil
        case UInt8(ascii: "d"):
            return ASCII.equals(path, "/direct_link") || Self.hasPrefix(path, "/direct_link/") ? .directLink : nil
        case UInt8(ascii: "s"):
            return ASCII.equals(path, "/sign_out") ? .signOut : nil
        case UInt8(ascii: "u"):
            return ASCII.equals(path, "/users/sign_out") ? .signOutLink : nil
        case UInt8(ascii: "c"):
            return Self.hasPrefix(path, "/casement/") ? casement(path) : nil
        case UInt8(ascii: "."):
            guard Self.hasPrefix(path, "/.well-known/casement/") else { return nil }
            return ASCII.equals(path, "/.well-known/casement/jwks.json") ? .keySet : .nothing
        case UInt8(ascii: "r"):
            return ASCII.equals(path, "/r/embedding-client.js") ? .nothing : nil
        default:
            return nil
        }
    }

    private func casement(_ path: UnsafeRawBufferPointer) -> Route {
        if ASCII.equals(path, "/casement/session") { return .session }
        if ASCII.equals(path, "/casement/enter") { return .enter }
        return Self.hasPrefix(path, "/casement/workspace/") ? .workspace : .nothing
    }

    private func isPublic(_ path: UnsafeRawBufferPointer) -> Bool {
        publicPrefixes.contains { Self.covers($0, path) } && !PublicPath.isSuspect(path)
    }

    private static func covers(_ prefix: [UInt8], _ path: UnsafeRawBufferPointer) -> Bool {
        guard path.starts(with: prefix) else { return false }
        return path.count == prefix.count || prefix == [UInt8(ascii: "/")] || path[prefix.count] == UInt8(ascii: "/")
    }

    private static func hasPrefix(_ path: UnsafeRawBufferPointer, _ prefix: StaticString) -> Bool {
        path.count >= prefix.utf8CodeUnitCount
            && ASCII.equals(UnsafeRawBufferPointer(rebasing: path[..<prefix.utf8CodeUnitCount]), prefix)
    }
}

/// Spellings of a path that two servers may read differently: never public.
enum PublicPath {
    static func isSuspect(_ path: UnsafeRawBufferPointer) -> Bool {
        path.contains(UInt8(ascii: ";")) || path.contains(UInt8(ascii: "\\")) || hasSuspectEscape(path)
            || hasSuspectSegment(path)
    }

    /// An empty segment, a closing slash included, or one of dots; `/` alone is plain.
    private static func hasSuspectSegment(_ path: UnsafeRawBufferPointer) -> Bool {
        guard path.count > 1 else { return false }
        return path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .contains { $0.isEmpty || $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    }

    /// `%2e`, `%2f`, `%5c`, `%00`, `%25`, or an escape that is none.
    private static func hasSuspectEscape(_ path: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while let percent = path[index...].firstIndex(of: UInt8(ascii: "%")) {
            guard percent + 2 < path.count,
                let byte = PercentEncoding.decodeBytes(path[percent...(percent + 2)])?.first,
                ![UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "\\"), 0, UInt8(ascii: "%")].contains(byte)
            else { return true }
            index = percent + 3
        }
        return false
    }
}

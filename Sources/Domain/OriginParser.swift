/// Reads origins and lists of them as people write them; what it accepts serialises as the WHATWG URL standard does.
public struct OriginParser: Sendable {
    /// The most entries that a list may have, before duplicates are removed.
    public static let maximumEntries = 64
    /// The most bytes of a list, as written and as serialised.
    public static let maximumBytes = 4096

    private let allowHTTP: Bool

    /// A parser that takes plain `http` for loopback hosts only, or for every host.
    public init(allowHTTP: Bool = false) { self.allowHTTP = allowHTTP }

    /// Reads one origin as an entry of a list is read, but without comma or wildcard: the origin asked for.
    public func origin(_ text: String) throws(OriginProblem) -> Origin {
        let bytes = Self.trimmed(Array(text.utf8)[...])
        guard !bytes.contains(UInt8(ascii: ",")) else { throw Self.problem(bytes, .comma) }
        switch try entry(bytes) {
        case .origin(let origin): return origin
        case .wildcard: throw Self.problem(bytes, .wildcardNotAllowed)
        }
    }

    /// Reads a comma-separated list and names every wrong entry; an empty text is the empty list.
    public func list(_ text: String) throws(OriginListProblem) -> OriginList {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.maximumBytes else { throw Self.tooLong(text) }
        guard bytes.contains(where: { $0 != UInt8(ascii: " ") }) else { return .empty }
        let list = OriginList(entries: try entries(bytes))
        guard list.description.utf8.count <= Self.maximumBytes else { throw Self.tooLong(text) }
        return list
    }

    private func entries(_ bytes: [UInt8]) throws(OriginListProblem) -> [OriginList.Entry] {
        let parts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(Self.trimmed)
        var problems: [OriginProblem] = []
        var seen: Set<OriginList.Entry> = []
        var entries: [OriginList.Entry] = []
        for part in parts.prefix(Self.maximumEntries) {
            do throws(OriginProblem) {
                let read = try entry(part)
                if seen.insert(read).inserted { entries.append(read) }
            } catch {
                problems.append(error)
            }
        }
        if parts.count > Self.maximumEntries {
            problems.append(Self.problem(parts[Self.maximumEntries], .tooManyEntries))
        }
        guard problems.isEmpty else { throw OriginListProblem(problems: problems) }
        return entries
    }

    private func entry(_ bytes: ArraySlice<UInt8>) throws(OriginProblem) -> OriginList.Entry {
        do throws(OriginProblem.Reason) {
            return try OriginText(bytes).entry(allowHTTP: allowHTTP)
        } catch {
            throw Self.problem(bytes, error)
        }
    }

    /// Without the spaces around it: these are forgiven, tabs and line ends are not.
    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let space = UInt8(ascii: " ")
        guard let first = bytes.firstIndex(where: { $0 != space }), let last = bytes.lastIndex(where: { $0 != space })
        else { return [] }
        return bytes[first...last]
    }

    private static func problem(_ bytes: ArraySlice<UInt8>, _ reason: OriginProblem.Reason) -> OriginProblem {
        OriginProblem(entry: String(decoding: bytes, as: UTF8.self), reason: reason)
    }

    private static func tooLong(_ text: String) -> OriginListProblem {
        OriginListProblem(problems: [OriginProblem(entry: text, reason: .tooLong)])
    }
}

import Domain

/// Reads the input as a list of origins, as a partner's settings have it, and as the one origin asked for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    let strict = list(text, OriginParser())
    let lax = list(text, OriginParser(allowHTTP: true))
    precondition(strict == nil || strict == lax, "what https allows, http does not")
    for entry in strict?.entries ?? [] {
        precondition(entry.origin.scheme == .https || entry.origin.isLoopback, "plain http")
    }
    return 0
}

/// The list, if it is accepted.
private func list(_ text: String, _ parser: OriginParser) -> OriginList? {
    let one = try? parser.origin(text)
    do throws(OriginListProblem) {
        let list = try parser.list(text)
        checkText(list, parser)
        list.entries.forEach(checkEntry)
        let isOne = list.entries.count == 1 && !text.utf8.contains(UInt8(ascii: ",")) && !text.contains("*")
        precondition(isOne ? list.entries == one.map { [.origin($0)] } : one == nil, "alone read as something else")
        return list
    } catch {
        precondition(one == nil, "accepted alone, refused in a list")
        precondition(!error.problems.isEmpty, "refused for nothing")
        let sentences = error.description.unicodeScalars
        precondition(sentences.allSatisfy { $0.properties.generalCategory != .control }, "a control in a sentence")
        return nil
    }
}

/// Written out, it is read as the same, and nothing in it ends a directive, a header or an entry.
private func checkText(_ list: OriginList, _ parser: OriginParser) {
    let text = list.description
    precondition(text.utf8.count <= OriginParser.maximumBytes, "too long")
    precondition(text.utf8.allSatisfy { isHostByte($0) || "/:*,".utf8.contains($0) }, "a character of no origin")
    precondition(list.entries.count <= OriginParser.maximumEntries, "too many entries")
    precondition(Set(list.entries).count == list.entries.count, "an entry twice")
    precondition((try? parser.list(text)) == list, "read back as another")
    precondition(OriginList(stored: text) == list, "read back from the store as another")
}

private func checkEntry(_ entry: OriginList.Entry) {
    let origin = entry.origin
    checkHost(origin.host)
    precondition(origin.port != origin.scheme.defaultPort, "the scheme's own port")
    precondition(Origin(stored: origin.description) == origin, "read back as another")
    switch entry {
    case .origin: precondition(entry.allows(origin), "not allowed by itself")
    case .wildcard:
        precondition(!origin.isIPv4 && (origin.host.contains(".") || origin.host == "localhost"), "a wildcard on all")
        precondition(!entry.allows(origin), "a wildcard allows its own base")
        let port = origin.port.map { ":\($0)" } ?? ""
        for (host, isAllowed) in [("a.\(origin.host)", true), ("a\(origin.host)", false)] {
            guard let other = Origin(stored: "\(origin.scheme)://\(host)\(port)") else {
                preconditionFailure("no origin")
            }
            precondition(entry.allows(other) == isAllowed, "a wildcard cuts within labels")
        }
    }
}

/// Lower-case A-labels or four decimal numbers (RFC 1123 2.1).
private func checkHost(_ host: String) {
    let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    precondition(host.utf8.count <= 253 && host.utf8.allSatisfy(isHostByte), "no host")
    precondition(labels.allSatisfy { (1...63).contains($0.count) }, "a label of another length")
    let numbers = labels.map { UInt8(String(Substring($0))).map { "\($0)" } }
    guard labels.last?.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) == true else { return }
    precondition(labels.count == 4 && numbers.map { $0 ?? "" }.joined(separator: ".") == host, "no IPv4 address")
}

private func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
}

extension OriginList.Entry {
    /// The origin, or the base of the wildcard.
    fileprivate var origin: Origin {
        switch self {
        case .origin(let origin), .wildcard(let origin): origin
        }
    }
}

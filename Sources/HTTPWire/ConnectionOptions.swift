/// What the Connection fields of a head ask for (RFC 9110 7.6.1).
public struct ConnectionOptions: Sendable {
    /// `close` was among them.
    public private(set) var close = false
    /// `keep-alive` was among them.
    public private(set) var keepAlive = false
    /// `upgrade` was among them.
    public private(set) var upgrade = false
    /// Names of fields, in lower case, that belong to this connection only.
    public private(set) var fieldNames: [String] = []

    init(_ section: FieldSection) throws(HeadProblem) {
        guard section.has(.connection) else { return }
        var valid = true
        for field in section.fields where field.name == .connection {
            section.withBytes(field.valueRange) { bytes in
                ASCII.forEachListElement(bytes) { range in
                    valid = valid && take(UnsafeRawBufferPointer(rebasing: bytes[range]))
                }
            }
        }
        guard valid else { throw .connection }
    }

    /// Whether the field is named here, and so must not be passed on.
    public func names(_ field: Field, of section: FieldSection) -> Bool {
        guard !fieldNames.isEmpty else { return false }
        let name = section.text(field.nameRange).lowercased()
        return fieldNames.contains(name)
    }

    private mutating func take(_ option: UnsafeRawBufferPointer) -> Bool {
        guard option.allSatisfy(ASCII.isTokenCharacter) else { return false }
        if option.isEmpty { return true }
        if ASCII.equalsFolding(option, "close") {
            close = true
        } else if ASCII.equalsFolding(option, "keep-alive") {
            keepAlive = true
        } else if ASCII.equalsFolding(option, "upgrade") {
            upgrade = true
        } else {
            fieldNames.append(String(decoding: option, as: UTF8.self).lowercased())
        }
        return true
    }
}

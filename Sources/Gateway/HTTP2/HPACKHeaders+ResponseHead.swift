import HTTPWire
import NIOCore
import NIOHPACK

extension HPACKHeaders {
    /// The head's fields but those of an HTTP/1.1 connection (RFC 9113 8.2.2), behind the status. NIOHPACK takes text alone:
    /// a value that is no UTF-8 goes out as the UTF-8 of its ISO 8859-1.
    init(_ head: ResponseHead) {
        let section = head.section
        self.init()
        reserveCapacity(section.fields.count + 1)
        add(name: ":status", value: String(head.status))
        for field in section.fields where !field.name.isHopByHop {
            add(
                name: section.lowercasedName(field), value: section.text(field.valueRange),
                indexing: field.name.indexing)
        }
    }
}

extension HPACKHeaders {
    /// The longest payload of a frame that every client takes (RFC 9113 4.2).
    private static let leastFrameLimit = 16_384
    /// So many bytes fit whatever becomes of them: twice as many in UTF-8, and up to 30 bits for each (RFC 7541 B).
    private static let certainlyShort = 2048

    /// Whether the fields, of a head with this many bytes, can be sent: NIOHTTP2 writes them into one frame, or gives the
    /// connection up.
    func fitOneFrame(headBytes: Int) -> Bool {
        guard headBytes > Self.certainlyShort else { return true }
        var encoder = HPACKEncoder(allocator: ByteBufferAllocator())
        var bytes = ByteBuffer()
        do { try encoder.encode(headers: self, to: &bytes) } catch { return false }
        let longerReferences = 2 * count  // to a table that holds more than this one
        return bytes.readableBytes + longerReferences <= Self.leastFrameLimit
    }
}

extension FieldName {
    /// What may be guessed must not be found out by what it is compressed to (RFC 7541 7.1).
    fileprivate var indexing: HPACKIndexing { self == .setCookie ? .neverIndexed : .indexable }

    /// Every name's text, by its number.
    fileprivate static let texts = allCases.map { "\($0.text)" }
}

extension FieldSection {
    fileprivate func lowercasedName(_ field: Field) -> String {
        let known = FieldName.texts[Int(field.name.rawValue)]
        return known.isEmpty ? text(field.nameRange).lowercased() : known
    }
}

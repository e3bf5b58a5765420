import HTTPWire
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

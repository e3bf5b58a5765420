import HTTPWire
import NIOCore

extension FieldSection {
    /// Ends the process unless start line, field lines and empty line make up the head without a gap, each field as
    /// RFC 9112 5 spells it and under its own name.
    public func check(startLineEnd: Int) {
        let text = Array(bytes.readableBytesView)
        var end = startLineEnd
        for field in fields {
            precondition(text[end...].starts(with: "\r\n".utf8), "a line does not end where the next begins")
            precondition(field.lineRange.lowerBound == end + 2, "a gap between two lines")
            field.check(text)
            end = field.lineRange.upperBound - 2
        }
        precondition(text[end...].elementsEqual("\r\n\r\n".utf8), "the head does not end with its empty line")
    }
}

extension Field {
    fileprivate func check(_ text: [UInt8]) {
        let colon = nameRange.upperBound
        precondition(nameRange.lowerBound == lineRange.lowerBound, "a name does not begin its line")
        precondition(!nameRange.isEmpty && text[nameRange].allSatisfy(Self.isTokenCharacter), "a name is no token")
        precondition(name == FieldName(spelt: text[nameRange]), "a name is taken for another")
        precondition(text[colon] == UInt8(ascii: ":"), "no colon after a name")
        let blanks = [text[colon + 1..<valueRange.lowerBound], text[valueRange.upperBound..<lineRange.upperBound - 2]]
        precondition(blanks.joined().allSatisfy(Self.isBlank), "a value's place leaves out more than blanks")
        let value = text[valueRange]
        precondition(![value.first, value.last].contains { $0.map(Self.isBlank) ?? false }, "a value has blank ends")
        precondition(value.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }, "a value holds a control character")
    }

    private static let tokenCharacters = Set(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    private static func isTokenCharacter(_ byte: UInt8) -> Bool { tokenCharacters.contains(byte) }
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

extension FieldName {
    /// The name by its definition, without the reader's table.
    fileprivate init(spelt text: ArraySlice<UInt8>) {
        let lower = String(decoding: text, as: UTF8.self).lowercased()
        if lower.contains("_") {
            self = .underscored
        } else if lower.hasPrefix("x-casement-") {
            self = .xCasement
        } else if let known = Self.known[lower] {
            self = known
        } else {
            self = lower.hasPrefix("x-forwarded-") ? .xForwarded : .other
        }
    }

    private static let known = Dictionary(
        uniqueKeysWithValues: allCases.map { ("\($0.text)", $0) }.filter { !$0.0.isEmpty })
}

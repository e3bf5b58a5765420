/// The Bidi rule (RFC 5893 section 2) over a whole domain, stricter than its letter and without tables of classes.
enum OriginDirection {
    /// Whether right-to-left labels are well formed, and every other label beside them is plain ASCII after a letter.
    static func isOrderly(_ domain: String.UnicodeScalarView) -> Bool {
        guard domain.contains(where: isRightToLeft) else { return true }
        return domain.split(separator: ".").allSatisfy { label in
            label.contains(where: isRightToLeft) ? isOrderlyRightToLeft(label) : isOrderlyASCII(label)
        }
    }

    /// One set of digits (rule 4), and nothing but marks after the last letter or digit (rule 3).
    private static func isOrderlyRightToLeft(_ label: Substring.UnicodeScalarView) -> Bool {
        guard let last = label.last(where: { !isMark($0) }), last != "-" else { return false }
        return !(label.contains(where: isEuropeanDigit) && label.contains(where: isArabicDigit))
    }

    private static func isOrderlyASCII(_ label: Substring.UnicodeScalarView) -> Bool {
        guard let first = label.first, ("a"..."z").contains(first) else { return false }
        return label.allSatisfy(\.isASCII) && label.last != "-"
    }

    /// Whether the scalar lies in a block whose characters run from right to left, or stand among those that do.
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }

    private static func isEuropeanDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("0"..."9").contains(scalar) || (0x06F0...0x06F9).contains(scalar.value)
    }

    private static func isArabicDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .decimalNumber && isRightToLeft(scalar) && !isEuropeanDigit(scalar)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}

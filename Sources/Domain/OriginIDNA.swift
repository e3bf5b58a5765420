import CIDN2

/// UTS 46, non-transitional, by libidn2; where its tables are older or its checks fewer than the URL standard's, refused.
enum OriginIDNA {
    /// The A-labels of a host; `host` has no NUL.
    static func ascii(_ host: [UInt8]) throws(OriginProblem.Reason) -> [UInt8] {
        guard !String(decoding: host, as: UTF8.self).unicodeScalars.contains(capitalSharpS) else { throw .hostIDNA }
        let ascii = try convert(host, by: idn2_to_ascii_8z)
        if OriginHost.hasALabel(ascii) { try checkLabels(of: ascii) }
        return ascii
    }

    /// Mapped to `ss` by older tables and to `ß` by newer ones.
    private static let capitalSharpS: Unicode.Scalar = "\u{1E9E}"

    /// An A-label stands only for what maps to itself, so upper case or a look-alike hidden in one is refused.
    private static func checkLabels(of ascii: [UInt8]) throws(OriginProblem.Reason) {
        let unicode = try convert(ascii, by: idn2_to_unicode_8z8z)
        guard try convert(unicode, by: idn2_to_ascii_8z) == ascii else { throw .hostIDNA }
        let scalars = String(decoding: unicode, as: UTF8.self).unicodeScalars
        guard !scalars.contains(where: isSymbol), OriginDirection.isOrderly(scalars) else { throw .hostIDNA }
    }

    /// Symbols are valid by some versions of the tables and not by others.
    private static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: true
        default: false
        }
    }

    private typealias Conversion = (
        UnsafePointer<CChar>?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, CInt
    ) -> CInt

    private static func convert(_ host: [UInt8], by conversion: Conversion) throws(OriginProblem.Reason) -> [UInt8] {
        var output: UnsafeMutablePointer<CChar>?
        defer { idn2_free(output) }
        let input = host.map { CChar(bitPattern: $0) } + [0]
        let flags = CInt(bitPattern: IDN2_NONTRANSITIONAL.rawValue)
        guard conversion(input, &output, flags) == IDN2_OK.rawValue, let output else { throw .hostIDNA }
        return Array(String(cString: output).utf8)
    }
}

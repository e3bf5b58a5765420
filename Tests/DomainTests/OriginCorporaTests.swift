import CasementTesting
import Domain
import Foundation
import Testing

@Suite("Origins of the public corpora", .enabled(if: Corpora.areThere))
struct OriginCorporaTests {
    @Test("URL cases: what is accepted is the case's origin, and every failure is refused")
    func urls() throws {
        try run("urltestdata.json") { fields in
            guard let input = fields["input"] as? String else { return nil }
            let failed = fields["failure"] as? Bool == true
            return (input, failed ? nil : fields["origin"] as? String ?? Self.origin(of: fields))
        }
    }

    @Test("IDNA cases: what is accepted is the case's output", arguments: ["toascii.json", "IdnaTestV2.json"])
    func idna(_ file: String) throws {
        try run(file) { fields in
            guard let host = fields["input"] as? String else { return nil }
            return ("https://\(host)/", (fields["output"] as? String).map { "https://\($0)" })
        }
    }

    private func run(_ file: String, _ read: ([String: Any]) -> (input: String, origin: String?)?) throws {
        let cases = try #require(JSONSerialization.jsonObject(with: Self.json(file)) as? [Any])
            .compactMap { $0 as? [String: Any] }.compactMap(read)
        #expect(cases.count > 50)
        var accepted = 0
        for (input, expected) in cases {
            let list = try? OriginParser(allowHTTP: true).list(input)
            let origin = try? OriginParser(allowHTTP: true).origin(input)
            // A text of spaces alone is an empty list, which names no origin.
            if let list, !list.entries.isEmpty { #expect(list.description == expected, "\(input)") }
            if let origin {
                accepted += 1
                #expect(origin.description == expected, "\(input)")
                #expect(list?.description == origin.description, "\(input)")
                #expect(OriginList(stored: origin.description) == list, "\(input)")
            }
        }
        #expect(accepted > 0)
        print(
            "corpus: \(file) cases \(cases.count), accepted \(accepted), refused \(cases.count - accepted), crashed 0")
    }

    /// The origin of a case that gives only the parts of its URL.
    private static func origin(of fields: [String: Any]) -> String? {
        guard let scheme = fields["protocol"] as? String, let host = fields["host"] as? String else { return nil }
        return "\(scheme)//\(host)"
    }

    /// The file, with each escape of half a surrogate pair, which no Swift string can hold, made U+FFFD.
    private static func json(_ file: String) throws -> Data {
        let (high, low) = (#"\\u[dD][89abAB][0-9a-fA-F]{2}"#, #"\\u[dD][c-fC-F][0-9a-fA-F]{2}"#)
        let text = String(decoding: try Corpora.data(file), as: UTF8.self)
        let whole = text.replacingOccurrences(
            of: "\(high)(?!\(low))|(?<!\(high))\(low)", with: #"\\uFFFD"#, options: .regularExpression)
        return Data(whole.utf8)
    }
}

import CasementTesting
import Domain
import Foundation
import OpenSSLCrypto
import Testing

@testable import TokenVerification

@Suite("JSON parsing corpus", .enabled(if: Corpora.areThere)) struct JSONCorpusTests {
    private struct Case {
        let name: String
        let bytes: [UInt8]
        var mustBeRefused: Bool { name.hasPrefix("n_") }
        /// Nobody has to accept what names a member twice (RFC 8259 4), and we do not.
        var mustBeAccepted: Bool { name.hasPrefix("y_") && !name.contains("duplicated_key") }
    }

    private func cases() throws -> [Case] {
        let folder = Corpora.folder.appending(path: "json_parsing/test_parsing")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        return try names.sorted().map { Case(name: $0, bytes: Array(try Data(contentsOf: folder.appending(path: $0)))) }
    }

    @Test("The parser accepts every y_ text and refuses every n_ text")
    func parser() throws {
        let cases = try cases()
        var accepted = 0
        for text in cases {
            let isAccepted = (try? JSONParser.parse(text.bytes)) != nil
            accepted += isAccepted ? 1 : 0
            #expect(!(text.mustBeRefused && isAccepted), "\(text.name)")
            #expect(!(text.mustBeAccepted && !isAccepted), "\(text.name)")
        }
        report("parser", cases.count, accepted: accepted)
    }

    @Test("As header, and as payload of a correctly signed token, every n_ text is malformed")
    func tokens() throws {
        let cases = try cases()
        let signer = try Fixture.key(.p256).signer()
        var accepted = 0
        for text in cases {
            let tokens = [
                try signer.sign(header: text.bytes, payload: Array(Fixture.token.payload.utf8), algorithm: .es256),
                try signer.sign(payload: text.bytes),
            ]
            for token in tokens {
                let verdict = refusal { try UnverifiedToken(token) }
                accepted += verdict == nil ? 1 : 0
                #expect(!text.mustBeRefused || verdict == .malformed, "\(text.name)")
            }
            if text.mustBeAccepted, case .object = try JSONParser.parse(text.bytes) {
                #expect(
                    refusal { try UnverifiedToken(tokens[1]) } == Verdict(.subjectForm, .claimInvalid, "sub"),
                    "\(text.name)")
            }
        }
        report("token header and payload", 2 * cases.count, accepted: accepted)
    }

    private func report(_ what: String, _ count: Int, accepted: Int) {
        print(
            "corpus: json_parsing as \(what): cases \(count), accepted \(accepted), refused \(count - accepted), crashed 0"
        )
    }
}

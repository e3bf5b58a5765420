import CasementTesting
import Domain
import Foundation
import OpenSSLCrypto
import Testing

@testable import TokenVerification

/// The published examples are signatures over any text, so they are checked below the rules for claims.
@Suite("JOSE examples", .enabled(if: Corpora.areThere)) struct JOSECorpusTests {
    @Test("Asymmetric signatures verify with the keys beside them; HMAC, none and b64 are refused")
    func examples() throws {
        var (accepted, refused) = (0, 0)
        for group in try JOSEGroup.all() {
            for signature in group.signatures {
                if try isAccepted(signature, keys: group.keys) { accepted += 1 } else { refused += 1 }
                let mustPass = !signature.isForbidden
                #expect(try isAccepted(signature, keys: group.keys) == mustPass, "\(group.name) \(signature.algorithm)")
                var changed = signature
                changed.bytes[changed.bytes.count / 2] ^= 1
                #expect(try !isAccepted(changed, keys: group.keys), "\(group.name) \(signature.algorithm)")
            }
        }
        #expect(accepted >= 10 && refused >= 8)
        print("corpus: jose_rfc: cases \(accepted + refused), accepted \(accepted), refused \(refused), crashed 0")
    }

    @Test(
        "No compact example becomes a token, and those whose payload is an object are refused for their algorithm or sub"
    )
    func compact() throws {
        for group in try JOSEGroup.all() {
            for text in group.compacts {
                let verdict = refusal { try UnverifiedToken(text) }
                let expected: [Verdict] = [.malformed, .forbidden, Verdict(.subjectForm, .claimInvalid, "sub")]
                #expect(verdict.map(expected.contains) ?? false, "\(group.name)")
            }
        }
    }

    private func isAccepted(_ signature: JOSESignature, keys: [[String: Any]]) throws -> Bool {
        let header = try TokenHeader(object(signature.header))
        guard refusal({ try header.requireNothingForbidden() }) == nil, let algorithm = header.algorithm else {
            return false
        }
        for key in keys {
            let text = try JSONSerialization.data(withJSONObject: publicHalf(key))
            guard let imported = try? ImportedKey.read(String(decoding: text, as: UTF8.self)).first,
                algorithm.agrees(with: imported.kind)
            else { continue }
            let publicKey = try PublicKey(subjectPublicKeyInfo: imported.subjectPublicKeyInfo)
            if try publicKey.verifies(signature.bytes, of: signature.input, scheme: algorithm.scheme) { return true }
        }
        return false
    }

    private func object(_ json: [String: Any]) throws -> JSONObject {
        let value = try JSONParser.parse(Array(try JSONSerialization.data(withJSONObject: json)))
        guard case .object(let object) = value else { throw CocoaError(.coderReadCorrupt) }
        return object
    }

    private func publicHalf(_ key: [String: Any]) -> [String: Any] {
        key.filter { !["d", "p", "q", "dp", "dq", "qi"].contains($0.key) }
    }
}

import CasementTesting
import Foundation
import OpenSSLCrypto

/// One signature of the JOSE examples, whichever serialisation it was in.
struct JOSESignature {
    let header: [String: Any]
    let input: [UInt8]
    var bytes: [UInt8]

    var algorithm: String { header["alg"] as? String ?? "" }
    var isForbidden: Bool { algorithm.hasPrefix("HS") || algorithm == "none" || header["b64"] != nil }
}

/// The signatures and keys that belong together: those of one document, or of the files of one section.
struct JOSEGroup {
    let name: String
    var keys: [[String: Any]] = []
    var compacts: [String] = []
    var signatures: [JOSESignature] = []

    static func all() throws -> [JOSEGroup] {
        let root = Corpora.folder.appending(path: "jose_rfc")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()
        var groups: [String: JOSEGroup] = [:]
        for path in paths where !path.contains("LICENSE") {
            guard let data = try? Data(contentsOf: root.appending(path: path)) else { continue }  // a folder
            let name = groupName(of: path)
            groups[name, default: JOSEGroup(name: name)].add(try linked(data, beside: root.appending(path: path)))
        }
        return groups.values.sorted { $0.name < $1.name }
    }

    /// Some files were symbolic links and hold just the name of the file that they stand for.
    private static func linked(_ data: Data, beside file: URL) throws -> Data {
        let name = String(decoding: data.prefix(64), as: UTF8.self)
        guard name.hasSuffix(".jwk") else { return data }
        return try Data(contentsOf: file.deletingLastPathComponent().appending(path: name))
    }

    /// `vectors/rfc7520_4.8.1.jwk` belongs to `vectors/rfc7520_4.8`; a document of the cookbook stands alone.
    private static func groupName(of path: String) -> String {
        guard path.hasPrefix("vectors/") else { return path }
        return path.split(separator: ".").prefix(2).joined(separator: ".")
    }

    private mutating func add(_ data: Data) {
        if let json = try? JSONSerialization.jsonObject(with: data) {
            visit(json)
        } else {
            addCompact(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    private mutating func visit(_ json: Any) {
        if let text = json as? String { return addCompact(text) }
        if let array = json as? [Any] { return array.forEach { visit($0) } }
        guard let object = json as? [String: Any] else { return }
        if object["kty"] != nil { return keys.append(object) }
        if let payload = object["payload"] as? String {
            for signed in object["signatures"] as? [[String: Any]] ?? [object] { addSigned(signed, payload: payload) }
        }
        for value in object.values { visit(value) }
    }

    private mutating func addSigned(_ object: [String: Any], payload: String) {
        guard let text = object["signature"] as? String, let bytes = Base64URL.decode(text) else { return }
        let protected = object["protected"] as? String ?? ""
        var header = object["header"] as? [String: Any] ?? [:]
        if let decoded = Base64URL.decode(protected), let json = Self.json(decoded) { header.merge(json) { $1 } }
        signatures.append(JOSESignature(header: header, input: Array("\(protected).\(payload)".utf8), bytes: bytes))
    }

    private mutating func addCompact(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]).flatMap(Self.json), header["enc"] == nil else {
            return
        }
        compacts.append(text)
        guard let bytes = Base64URL.decode(parts[2]), !bytes.isEmpty else { return }
        signatures.append(JOSESignature(header: header, input: Array("\(parts[0]).\(parts[1])".utf8), bytes: bytes))
    }

    private static func json(_ bytes: [UInt8]) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
    }
}

import Domain
import HTTPTypes
import HummingbirdTesting
import NIOCore

/// An answer, its JSON read.
struct Reply: Sendable {
    let status: Int
    let fields: HTTPFields
    let body: String
    let json: JSONValue

    init(_ response: TestResponse) {
        status = response.status.code
        fields = response.headers
        body = String(buffer: response.body)
        // An answer that is no JSON has no members, which every test notices.
        json = (try? JSONParser.parse(Array(body.utf8))) ?? .null
    }

    /// The code of a refusal.
    var code: String? { json["code"]?.text }

    /// The names of the wrong fields.
    var faults: [String: String] {
        guard case .object(let object) = json["fields"] else { return [:] }
        return object.names.reduce(into: [:]) { $0[$1] = object[$1]?.text }
    }

    /// The elements of a list.
    var result: [JSONValue] { json["result"]?.elements ?? [] }
}

extension JSONValue {
    subscript(name: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[name]
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var number: Int64? {
        guard case .number(let number) = self else { return nil }
        return number.whole
    }

    var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }
}

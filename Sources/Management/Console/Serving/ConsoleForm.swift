import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// A form that a page of the console's own sent: only a body with the token of the cookie becomes one.
struct ConsoleForm: Sendable {
    /// The most bytes that are read.
    static let maxBytes = 256 * 1024

    private let form: FormFields

    /// Reads the whole form and holds its token against the one that our own pages showed: `forbidden` where it is another,
    /// or where the browser says that another site sent the form.
    init(of request: Request, provenBy token: FormToken?) async throws(APIProblem) {
        guard Self.isForm(request.headers[.contentType]) else { throw .mediaTypeUnsupported }
        let site = request.headers[.secFetchSite]
        guard site == nil || site == "same-origin" else { throw .forbidden }
        let bytes: ByteBuffer
        do { bytes = try await request.body.collect(upTo: Self.maxBytes) } catch is NIOTooManyBytesError {
            throw .bodyTooLarge
        } catch {
            throw .requestInvalid("Send the whole form.")
        }
        form = FormFields(String(buffer: bytes))
        guard let token, token.isGiven(in: form.value(FormToken.field)) else { throw .forbidden }
    }

    /// The value of a field, its edges trimmed; nil when it is absent or empty. Of several the first counts.
    subscript(name: String) -> String? { form.value(name) }

    /// The value of a field as it was typed.
    func verbatim(_ name: String) -> String { form.fields.first { $0.name == name }?.value ?? "" }

    /// Every value of a field, in order.
    func all(_ name: String) -> [String] { form.fields.filter { $0.name == name }.map(\.value) }

    /// Whether a box is checked.
    func isChecked(_ name: String) -> Bool { self[name] != nil }

    private static func isForm(_ type: String?) -> Bool {
        let essence = type?.split(separator: ";", maxSplits: 1).first
        return essence?.trimmingSpace().lowercased() == "application/x-www-form-urlencoded"
    }
}

extension ConsoleForm {
    /// How a field of a form becomes a member of the JSON object that the API's bodies are read from.
    enum Member {
        /// A text; an empty one is no member.
        case text(String)
        /// A text; an empty one is `null`.
        case clearable(String)
        /// A whole number; an empty text is no member.
        case number(String)
        /// A box: `true` or `false`.
        case box(String)
        /// Every value under the name.
        case list(String)
        /// Whatever stands here.
        case fixed(String, JSONValue)
    }

    /// The form as a body of the API, so that one set of rules judges both.
    func object(_ members: [Member]) -> JSONObject {
        var object = JSONObject()
        for member in members {
            switch member {
            case .text(let name):
                if let text = self[name] { object.append(name, .string(text)) }
            case .clearable(let name): object.append(name, self[name].map { .string($0) } ?? .null)
            case .number(let name):
                if let text = self[name] { object.append(name, Self.number(text)) }
            case .box(let name): object.append(name, .bool(isChecked(name)))
            case .list(let name): object.append(name, .array(all(name).map { .string($0) }))
            case .fixed(let name, let value): object.append(name, value)
            }
        }
        return object
    }

    /// A number as JSON has it; what is none stays a text, which the rules refuse.
    private static func number(_ text: String) -> JSONValue {
        guard !text.isEmpty, text.utf8.count < 19, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = try? JSONParser.parse(Array(text.utf8))  // leading zeros are no number
        else { return .string(text) }
        return number
    }
}

extension HTTPField.Name {
    /// Which site sent a request (Fetch Metadata 2.3).
    static var secFetchSite: HTTPField.Name { HTTPField.Name("Sec-Fetch-Site") ?? .via }  // never nil: it is a token
}

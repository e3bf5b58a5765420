import Domain
import Hummingbird
import NIOCore

/// A request's body as it was read: JSON by its type, or nothing at all.
struct RequestBodyText: Sendable {
    /// The most bytes that are read.
    static let maxBytes = 1_048_576

    private let bytes: [UInt8]

    /// Reads the whole body of a request.
    init(of request: Request) async throws(APIProblem) {
        do {
            bytes = Array(buffer: try await request.body.collect(upTo: Self.maxBytes))
        } catch is NIOTooManyBytesError {
            throw .bodyTooLarge
        } catch {
            throw .requestInvalid("Send the whole body.")
        }
        guard bytes.isEmpty || Self.isJSON(request.headers[.contentType]) else { throw .mediaTypeUnsupported }
    }

    /// The members of `Body`; those of other names are ignored.
    func read<Body: BodyFields>(_ body: Body.Type, _ rules: FieldRules) throws(APIProblem) -> Body {
        try FieldReader.read(body, from: bytes.isEmpty && body.mayBeMissing ? JSONObject() : try object(), rules)
    }

    private func object() throws(APIProblem) -> JSONObject {
        let value: JSONValue
        do throws(JSONProblem) { value = try JSONParser.parse(bytes) } catch {
            throw .requestInvalid("Send a JSON object: the body \(error).")
        }
        guard case .object(let object) = value else { throw .requestInvalid("Send a JSON object: the body is none.") }
        return object
    }

    /// `application/json` with whatever parameters (RFC 8259 11 defines none).
    private static func isJSON(_ type: String?) -> Bool {
        let essence = type?.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).first
        return essence?.lowercased().filter { $0 != " " && $0 != "\t" } == "application/json"
    }
}

import Domain
import HTTPWire

/// What pages of other origins may ask of `/casement/session` and `/sign_out` (Fetch standard, CORS protocol).
enum CrossOrigin {
    /// Answers a preflight: any well-formed origin may ask, because the request itself is judged by its session.
    static func preflight(_ exchange: Exchange) throws(Refusal) {
        guard let text = exchange.head.section.value(.origin) else {
            return exchange.answer(Answer(204, fields: [("Allow", methods)]))
        }
        guard let origin = try? exchange.loop.rules.origins.origin(text), origin.description == text else {
            throw Refusal(.originMismatch)  // a page without a plain origin of its own
        }
        exchange.answer(
            Answer(
                204,
                fields: allow(text) + [
                    ("Access-Control-Allow-Methods", methods), ("Access-Control-Allow-Headers", "Content-Type"),
                    ("Cache-Control", "no-store"),
                ]))
    }

    /// What the answer to the request itself says; a page that is neither ours nor the pinned one is refused.
    static func fields(for source: WriteRule.Source) throws(Refusal) -> [(name: String, value: String)] {
        switch source {
        case .unnamed, .own: []
        case .pinned(let origin): allow(origin)
        case .foreign: throw Refusal(.originMismatch)
        }
    }

    private static let methods = "GET, POST, DELETE"

    private static func allow(_ origin: String) -> [(name: String, value: String)] {
        [
            ("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Credentials", "true"), ("Vary", "Origin"),
        ]
    }
}

import Domain
import HTTPWire

/// `/.well-known/casement/jwks.json`: the keys by which the application verifies assertions.
enum KeySet {
    static func serve(_ exchange: Exchange) {
        switch exchange.head.method {
        case .get, .head:
            exchange.answer(
                Answer(
                    200, json: exchange.loop.identities.jwks,
                    fields: [("Cache-Control", "public, max-age=\(AssertionKeys.copyLifetime)")]))
        case .post, .put, .delete, .options, .trace, .other:
            exchange.refuse(Refusal(.methodNotAllowed), fields: [("Allow", "GET, HEAD")])
        }
    }
}

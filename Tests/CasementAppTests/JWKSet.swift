/// JWK sets of one Ed25519 key under several names, and how a host serves them.
enum JWKSet {
    /// The set as JSON.
    static func json(_ kids: [String]) -> String { "{\"keys\":[\(kids.map(key).joined(separator: ","))]}" }

    /// An answer that has the set as its body.
    static func answer(_ kids: String...) -> String { answer(body: json(kids)) }

    /// An answer with any body.
    static func answer(body: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// The public key of RFC 8037 A.2.
    private static func key(_ kid: String) -> String {
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"\(kid)\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"
    }
}

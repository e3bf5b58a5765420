import Domain
import HTTPWire
import Logging
import Metrics

/// The one place where a refusal becomes an answer, a log line and a count.
struct RefusalAnswer {
    let refusal: Refusal
    let requestID: RequestID

    /// A page in a frame, JSON for `Accept: application/json`; `fields` carry cookies to clear and the like.
    func answer(asJSON: Bool, fields: [(name: String, value: String)] = []) -> Answer {
        let fields = [("Cache-Control", "no-store")] + extraFields + fields
        return asJSON
            ? Answer(refusal.code.status, json: json, fields: fields)
            : Answer(refusal.code.status, page: page, fields: fields)
    }

    /// One line with constant words: the data are its metadata, and no secret is among them.
    func log(to logger: Logger, clientAddress: String, detail: String?) {
        var metadata: Logger.Metadata = [
            "code": "\(refusal.code.rawValue)", "request_id": "\(requestID)", "client": "\(clientAddress)",
        ]
        metadata["claim"] = refusal.claim.map { "\($0)" }
        metadata["detail"] = detail.map { "\($0)" }
        logger.info("request refused", metadata: metadata)
        GatewayMetrics.refused(refusal.code)
    }

    /// Whether the request asks for JSON.
    static func wantsJSON(_ head: RequestHead?) -> Bool {
        head?.section.value(.accept)?.lowercased().contains("application/json") ?? false
    }

    private var extraFields: [(name: String, value: String)] {
        refusal.code == .sessionStoreUnavailable || refusal.code == .rateLimited ? [("Retry-After", "1")] : []
    }

    private var json: JSONText {
        var members: [(String, JSONText)] = [
            ("code", .string(refusal.code.rawValue)), ("message", .string(refusal.message)),
            ("request_id", .string("\(requestID)")),
        ]
        if let claim = refusal.claim { members.append(("claim", .string(claim))) }
        return .object(members)
    }

    private var page: Page {
        let claim = refusal.claim.map { "<p>Claim: <code>\(HTML.escape($0))</code></p>" } ?? ""
        return Page(
            title: refusal.code.title,
            body: """
                <p>\(HTML.escape(refusal.message))</p>\(claim)
                <p class="facts"><code>\(refusal.code.rawValue)</code><small>Request \(HTML.escape("\(requestID)"))</small></p>
                """, .anyoneMayFrame)
    }
}

extension Refusal.Code {
    /// What a person reads first.
    fileprivate var title: String {
        switch status {
        case 401: "Not signed in"
        case 403: "Not allowed here"
        case 404: "Nothing here"
        case 429, 503: "Try again in a moment"
        case 500, 502, 504: "The application cannot answer"
        default: "This request cannot be taken"
        }
    }
}

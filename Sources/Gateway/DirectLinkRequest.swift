import Domain
import HTTPWire
import Sessions
import SignIn

/// Sorts out what a direct link asks for, before anything is looked at (product rules of the direct link).
struct DirectLinkRequest {
    private static let tokenNames = ["workato_dl_token", "token"]
    private static let originNames = ["origin"]

    let fields: SignInFields

    /// The shape that every direct link must have; its token is not touched.
    static func checkShape(_ head: RequestHead) throws(Refusal) {
        guard head.method == .get || head.method == .post else {
            throw Refusal(.httpRequestInvalid, "Open a direct link by GET, or post its fields as a form.")
        }
        try Navigation.check(head, opening: "a direct link")
        if head.method == .post, !FormReader.announces(head) {
            throw Refusal(.httpRequestInvalid, "Post the fields as application/x-www-form-urlencoded.")
        }
    }

    /// The fields of a GET, or with `form` those of a POST; each once and under one name.
    init(_ head: RequestHead, form: FormFields?) throws(Refusal) {
        let target = Target(head)
        let query = FormFields(target.query)
        let pathNames = target.landing == nil ? ["workato_dl_path", "path"] : ["workato_dl_path"]
        var own: [String] { Self.tokenNames + Self.originNames + pathNames }
        if form != nil, !query.fields.isEmpty, query.fields.contains(where: { own.contains($0.name) }) {
            throw Refusal(.requestAmbiguous, "Post the fields in the form only, none of them in the address.")
        }
        let source = form ?? query
        let asked = try source.one(pathNames)
        if target.landing != nil, asked != nil {
            throw Refusal(.requestAmbiguous, "Give the path in the address or as a field, not both.")
        }
        fields = SignInFields(
            token: try source.one(Self.tokenNames),
            path: target.landing.map { $0 + Self.query(query.others(than: own)) } ?? asked,
            origin: try source.one(Self.originNames), isForFrame: Self.context(head) == .embedded)
    }

    /// A tab of its own says so by `Sec-Fetch-Dest: document`; everything else is a frame.
    static func context(_ head: RequestHead) -> SessionContext {
        head.section.value(.secFetchDest, is: "document") ? .direct : .embedded
    }

    private static func query(_ pairs: [String]) -> String {
        pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }

    /// `/direct_link?query`, or `/direct_link/<path>?query` with the path to land on.
    private struct Target {
        let landing: String?
        let query: Substring

        init(_ head: RequestHead) {
            let path = head.section.text(head.pathRange)
            query = head.pathAndQuery.dropFirst(path.count + 1)
            landing = path.count > "/direct_link".count ? String(path.dropFirst("/direct_link".count)) : nil
        }
    }
}

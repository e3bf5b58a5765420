import Domain
import HTTPTypes
import Hummingbird

/// A request to the console, before anybody knows from whom.
struct ConsoleRequest: Sendable {
    /// Everything that outlives the request.
    let backend: ManagementBackend
    /// Where it comes from, and how it is named.
    let origin: RequestOrigin
    /// Its fields.
    let fields: HTTPFields
    /// Its path, not decoded.
    let path: String
    /// Its query as it was written.
    let queryText: String
    /// The parameters of its query.
    let query: FormFields
    /// What stands in the places of its path, not decoded.
    let places: [String: Substring]
    /// The time.
    let now: UnixTime

    init(_ request: Request, places: [String: Substring], origin: RequestOrigin, backend: ManagementBackend) {
        let target = RequestTarget(request)
        self.backend = backend
        self.origin = origin
        self.places = places
        fields = request.headers
        path = String(target.path)
        queryText = String(target.query)
        query = FormFields(target.query)
        now = backend.parts.clock()
    }

    /// The value of a parameter, its edges trimmed; nil when it is absent or empty. Of several the first counts.
    func parameter(_ name: String) -> String? { query.value(name) }

    /// The cookies of ours that came along.
    var cookies: PresentedConsoleCookies { PresentedConsoleCookies(fields[.cookie], consoleCookies) }

    /// How the console's cookies are named and set.
    var consoleCookies: ConsoleCookieNames { ConsoleCookieNames(adminURL: backend.parts.adminURL) }
}

extension FormFields {
    /// The first value under a name, its edges trimmed; nil when it is absent or empty.
    func value(_ name: String) -> String? {
        let value = fields.first { $0.name == name }?.value.trimmingSpace()
        return value?.isEmpty ?? true ? nil : value
    }
}

extension StringProtocol {
    /// Without spaces, tabs and line ends at its edges.
    func trimmingSpace() -> String {
        let isSpace = { (character: Character) in character.isWhitespace }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}

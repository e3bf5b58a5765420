import Hummingbird

/// A request's target (RFC 9112 3.2) split at its `?`, neither part decoded.
struct RequestTarget {
    /// What stands before the first `?`.
    let path: Substring
    /// What stands after it.
    let query: Substring

    init(_ request: Request) {
        let target = request.head.path ?? ""
        path = target.prefix { $0 != "?" }
        query = target.dropFirst(path.count).dropFirst()
    }
}

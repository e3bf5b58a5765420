/// The methods that addresses of the API take.
enum HTTPMethod: String, Hashable, Sendable, CaseIterable {
    case get = "GET"
    /// As GET, without the body; everywhere that GET is.
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
}

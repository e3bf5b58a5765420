/// A line of a table of addresses.
protocol RouteLine: Sendable {
    /// The method; GET stands for HEAD, too.
    var method: HTTPMethod { get }
    /// The address.
    var pattern: RoutePattern { get }
}

/// All addresses of one kind: from it come routing, 405 with `Allow` and, for the API, rates and the comparison with its
/// document.
struct RouteTable<Line: RouteLine>: Sendable {
    /// A request's route, and what stands in the places of its path.
    struct Match: Sendable {
        /// The line of the table.
        let route: Line
        /// By name, not decoded.
        let places: [String: Substring]
    }

    /// Every route.
    let routes: [Line]

    /// The route for a method and a raw path: `not_found`, or `method_not_allowed` where the address takes other methods.
    func match(method: String, path: some StringProtocol) throws(APIProblem) -> Match {
        let segments = RoutePattern.split(path)
        let matching = routes.compactMap { route in route.pattern.match(segments).map { (route: route, places: $0) } }
        guard let literals = matching.map(\.route.pattern.literals).max() else { throw .notFound }
        let meant = matching.filter { $0.route.pattern.literals == literals }
        let sought = method == HTTPMethod.head.rawValue ? HTTPMethod.get.rawValue : method
        guard let found = meant.first(where: { $0.route.method.rawValue == sought }) else {
            throw .methodNotAllowed(Self.allowed(meant.map(\.route.method)))
        }
        return Match(route: found.route, places: found.places)
    }

    private static func allowed(_ methods: [HTTPMethod]) -> [HTTPMethod] {
        HTTPMethod.allCases.filter { methods.contains($0 == .head ? .get : $0) }
    }
}

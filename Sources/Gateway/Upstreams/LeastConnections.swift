/// Gives each request to the server that has the fewest in flight, in turn where several have as few.
struct LeastConnections {
    private var turn = 0

    /// The server to take of the numbers below `count`; `load` tells how many requests one has in flight, nil of one that
    /// is not to be taken. Nil when none is.
    mutating func choose(below count: Int, load: (Int) -> Int?) -> Int? {
        var best: (server: Int, load: Int)?
        for step in 0..<count {
            let server = (turn + step) % count
            if let load = load(server), load < best?.load ?? .max { best = (server, load) }
        }
        guard let best else { return nil }
        turn = (best.server + 1) % count
        return best.server
    }
}

import NIOCore

/// Something of a client's that deadlines, draining and the end must reach.
protocol Client: AnyObject {
    /// What it holds of others' bytes.
    var held: Held { get }
    /// Acts upon what has taken too long.
    func endIfOverdue(at now: NIODeadline)
    /// Takes no new request, and ends once what runs has ended.
    func drain()
    /// Ends at once, so that nobody takes a part for the whole.
    func abort()
}

/// The clients of one loop.
final class ClientRegister {
    private var clients: [ObjectIdentifier: any Client] = [:]

    var isEmpty: Bool { clients.isEmpty }
    func add(_ client: any Client) { clients[ObjectIdentifier(client)] = client }
    func remove(_ client: any Client) { clients[ObjectIdentifier(client)] = nil }
    /// A copy is walked, because a client may leave while it is visited.
    func forEach(_ body: (any Client) -> Void) { Array(clients.values).forEach(body) }
}

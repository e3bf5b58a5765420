import CasementTesting
import Domain
import NIOCore
import NIOPosix
import RedisClient
import Sessions
import Testing

extension GatewayRig {
    /// A ticket of the console's into one of acme's customers, as it stands in the address.
    func ticket(
        _ customer: CustomerID = TestDirectory.blueSky, of vendor: String = "acme", member: MemberID? = nil,
        manager: TeamUserID? = nil, name: String = "Mia Ö."
    ) async throws -> String {
        let ticket = WorkspaceTicket(
            partner: try #require(VendorID(vendor)), customer: customer, member: member, manager: manager, name: name,
            email: "mia@acme.example")
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        return try await eventLoop.flatSubmit { [redis] in
            let client = RedisClient(server: RedisServer(redis), eventLoop: eventLoop, commandTimeout: .seconds(20))
            return WorkspaceTickets(redis: client).issue(ticket).assumeIsolated().map { code in
                client.close()
                return code.value.reveal()
            }.nonisolated()
        }.get()
    }

    /// Enters with a ticket, as a browser does that the console sent.
    func enter(_ ticket: String, _ lines: String..., cookie: String? = nil) async throws -> WireAnswer {
        let site = ["Sec-Fetch-Dest: document", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Site: same-site"]
        return try await ask(
            WireRequest("GET", "/casement/enter?ticket=\(ticket)", lines.isEmpty ? site : lines, cookie: cookie))
    }

    /// Enters as Mia of Acme's team and gives the cookie as a request carries it.
    func enterAsManager(_ customer: CustomerID = TestDirectory.blueSky) async throws -> String {
        let answer = try await enter(ticket(customer, manager: TestDirectory.mia))
        return try #require(Self.cookie(answer))
    }
}

import Directory
import Domain
import Sessions

/// `/admin_console/customers/:id/switch`: leads into the customer's workspace, as a collaborator whose address one has, or as
/// a customer manager. Operators are neither.
enum SwitchAccount {
    /// Leaves a ticket for the gateway and sends the browser there with it. Who went where stands in the trail first.
    static func enter(_ call: ConsoleCall, _ form: ConsoleForm) async throws(APIProblem) -> Answer {
        guard !call.isOperator else { throw .forbidden }
        let customer = try await call.customer()
        let ticket = try await ticket(call, customer)
        try await call.write(customer) { store, id in
            let target = AuditTarget(
                .customer, id.rawValue, of: customer.record.customer.vendorID, customer: id)
            try store.recordEvent(
                "switch", target,
                details: [("as", .string(ticket.member == nil ? "customer manager" : "collaborator"))],
                by: call.author, now: call.now)
        }
        let secret = try await call.redis { try await call.backend.parts.console.issue(ticket) }
        return .redirect(to: "\(call.backend.parts.gatewayURL)/casement/enter?ticket=\(secret.reveal())")
    }

    private static func ticket(
        _ call: ConsoleCall, _ customer: ReachedCustomer
    ) async throws(APIProblem) -> WorkspaceTicket {
        let user = call.visitor.user
        let members = try await call.read(customer) { store, id in try store.members(of: id) }
        let own = members.first { $0.member.email.lowercased() == user.email.lowercased() }?.member.id
        return WorkspaceTicket(
            partner: customer.record.customer.vendorID, customer: customer.name, member: own,
            manager: own == nil ? user.id : nil, name: user.name, email: user.email)
    }
}

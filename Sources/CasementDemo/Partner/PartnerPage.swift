/// What the partner's page shows.
struct PartnerPage {
    /// The gateway's origin, for the form, the frame and the check of messages.
    let gateway: String
    /// This page's origin.
    let origin: String
    /// This page's host name.
    let host: String
    /// Whether this host stands on no origin list.
    let isDenied: Bool
    /// The product's pages on the other host names.
    let hosts: [HostChoice]
    /// The customers, each with its people.
    let customers: [CustomerChoice]

    /// The page on this host.
    init(on host: PartnerHost, gateway: String) {
        self.gateway = gateway
        origin = host.origin
        self.host = host.name
        isDenied = host.name == PartnerHost.names.last
        hosts = PartnerHost.names.map {
            HostChoice(
                name: $0, origin: host.origin(of: $0), isCurrent: $0 == host.name,
                isDenied: $0 == PartnerHost.names.last)
        }
        customers = CustomerChoice.all
    }
}

/// A host name to open the page on, and an origin to ask for.
struct HostChoice {
    /// The host name.
    let name: String
    /// Its origin.
    let origin: String
    /// Whether this page is on it.
    let isCurrent: Bool
    /// Whether it stands on no origin list.
    let isDenied: Bool
}

/// A customer in the picker.
struct CustomerChoice {
    /// Its external id.
    let externalID: String
    /// Its name.
    let name: String
    /// Who may enter its workspace.
    let accounts: [Account.Choice]

    /// Every customer once, in the order of the accounts.
    static var all: [CustomerChoice] {
        Account.all.filter { $0.member == nil }.map { owner in
            let accounts = Account.all.filter { $0.customer == owner.customer }
            return CustomerChoice(
                externalID: owner.customer, name: owner.customerName,
                accounts: accounts.map { Account.Choice(value: $0.value, label: $0.label) })
        }
    }
}

extension Account {
    /// An account in the picker.
    struct Choice {
        /// What the form sends.
        let value: String
        /// What people read.
        let label: String
    }
}

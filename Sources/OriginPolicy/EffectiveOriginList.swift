import Domain

/// The origins that may frame a customer, each with the list it comes from: the customer's first, then the partner's.
public struct EffectiveOriginList: Hashable, Sendable {
    /// Whose list an entry comes from.
    public enum Source: String, Hashable, Sendable, Codable {
        case customer
        case partner
    }

    /// One entry and where it comes from.
    public struct SourcedEntry: Hashable, Sendable {
        /// The entry.
        public let entry: OriginList.Entry
        /// The list it comes from; the customer's when it is in both.
        public let source: Source
    }

    /// Every entry once, in the order of choice.
    public let entries: [SourcedEntry]
    /// Origins that may frame the partner's page in turn.
    public let outerAncestors: OriginList

    /// Appends the partner's list to the customer's, unless the customer replaces it with entries of its own.
    public init(customer: Customer, partner: Partner) {
        var entries = customer.origins.entries.map { SourcedEntry(entry: $0, source: .customer) }
        if !Self.replaces(customer) {
            let own = customer.origins.entries
            for entry in partner.origins.entries where !own.contains(entry) {
                entries.append(SourcedEntry(entry: entry, source: .partner))
            }
        }
        self.entries = entries
        outerAncestors = customer.outerAncestors
    }

    private static func replaces(_ customer: Customer) -> Bool {
        switch customer.originMode {
        case .append: false
        case .replace: !customer.origins.entries.isEmpty
        }
    }
}

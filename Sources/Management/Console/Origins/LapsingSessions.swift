import Directory
import Domain
import OriginPolicy
import Sessions

/// Live sessions that are pinned to an origin which a change of lists takes away.
struct LapsingSessions {
    /// How many there are.
    let count: Int
    /// The origins they are pinned to, each customer's apart.
    let pins: Set<Pin>

    /// An origin as one customer's sessions are pinned to it.
    struct Pin: Hashable {
        let customer: CustomerID
        let origin: Origin
    }

    /// Those of the sessions whose origin was allowed `before` and is not `after`; each gives a customer's list.
    init(
        among sessions: [Session], before: (CustomerID) -> EffectiveOriginList?,
        after: (CustomerID) -> EffectiveOriginList?
    ) {
        let pinned = sessions.compactMap { session in
            session.origin.flatMap(Origin.init(stored:)).map { Pin(customer: session.customer, origin: $0) }
        }
        let lapsing = pinned.filter { pin in
            (before(pin.customer)?.allows(pin.origin) ?? false) && !(after(pin.customer)?.allows(pin.origin) ?? false)
        }
        count = lapsing.count
        pins = Set(lapsing)
    }

    /// As forms show them; nil when there are none.
    var values: ConsoleTemplates.Values? {
        count == 0
            ? nil
            : [
                "count": count, "text": Words.count(count, "live session"),
                "origins": Set(pins.map(\.origin.description)).sorted(),
            ]
    }
}

extension EffectiveOriginList {
    /// Whether an entry allows the origin.
    fileprivate func allows(_ origin: Origin) -> Bool { entries.contains { $0.entry.allows(origin) } }
}

extension ConsoleCall {
    /// The sessions of a customer that would lapse if it became as in the preview.
    func lapsingSessions(of customer: ReachedCustomer, in preview: OriginPreview) async throws(APIProblem)
        -> LapsingSessions
    {
        let sessions = try await redis {
            try await backend.parts.sessions.list(SessionSelection(.customer(customer.name)), at: now)
        }
        let former = EffectiveOriginList(customer: customer.record.customer, partner: preview.partner)
        let next = EffectiveOriginList(customer: preview.customer, partner: preview.partner)
        return LapsingSessions(among: sessions, before: { _ in former }, after: { _ in next })
    }

    /// The sessions of a partner that would lapse if it became as in the preview.
    func lapsingSessions(of partner: ReachedPartner, in preview: OriginPreview) async throws(APIProblem)
        -> LapsingSessions
    {
        let sessions = try await redis {
            try await backend.parts.sessions.list(SessionSelection(.partner(partner.name)), at: now)
        }
        let view = backend.parts.view
        let seen = try await backend.reads.run { try view() }
        guard let former = seen.partner(partner.name) else { throw .notFound }
        func list(_ id: CustomerID, _ partner: Partner) -> EffectiveOriginList? {
            seen.customer(id).map { EffectiveOriginList(customer: $0, partner: partner) }
        }
        return LapsingSessions(
            among: sessions, before: { list($0, former) }, after: { list($0, preview.partner) })
    }

    /// Ends them.
    func end(_ lapsing: LapsingSessions) async throws(APIProblem) {
        for pin in lapsing.pins {
            let customer = try await customer(.id(pin.customer))
            try await endSessions(of: customer, pinnedTo: pin.origin)
        }
    }
}

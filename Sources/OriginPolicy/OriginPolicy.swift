import Domain

/// Which origin a sign-in is pinned to, or why it is refused.
public struct OriginPolicy: Sendable {
    /// The origin asked for: the token's claim or else the request's parameter; both must be the same origin.
    public static func asked(claim: Origin?, parameter: Origin?) throws(CheckFailure) -> Origin? {
        if let claim, let parameter, claim != parameter { throw CheckFailure(.originConflict, .originConflict) }
        return claim ?? parameter
    }

    /// Decides from the origin asked for, or nil, and the effective list.
    ///
    /// `requiresOrigin` is the partner's rule that a list of more than one needs an origin asked for. A direct sign-in
    /// (`forFrame` false) is pinned to nothing: an origin asked for is checked alike, and without one any list will do.
    public static func decide(
        asked: Origin?, in list: EffectiveOriginList, requiresOrigin: Bool, forFrame: Bool
    ) -> OriginDecision {
        let ruling = Self.ruling(asked: asked, in: list, requiresOrigin: requiresOrigin, forFrame: forFrame)
        return OriginDecision(ruling, asked: asked, list: list, forFrame: forFrame)
    }

    private static func ruling(
        asked: Origin?, in list: EffectiveOriginList, requiresOrigin: Bool, forFrame: Bool
    ) -> OriginRuling {
        if forFrame, list.entries.isEmpty { return .refused(.listEmpty) }
        if let asked { return match(asked, in: list) }
        guard forFrame else { return .notNeeded }
        if requiresOrigin, list.entries.count > 1 { return .refused(.mustBeGiven) }
        return firstConcrete(in: list)
    }

    /// The same origin anywhere in the list, or else the first wildcard that allows it.
    private static func match(_ asked: Origin, in list: EffectiveOriginList) -> OriginRuling {
        if let exact = list.entries.first(where: { $0.entry == .origin(asked) }) {
            return .allowed(asked, exact, .exact)
        }
        if let wildcard = list.entries.first(where: { $0.entry.allows(asked) }) {
            return .allowed(asked, wildcard, .wildcard)
        }
        return .refused(.noMatch)
    }

    private static func firstConcrete(in list: EffectiveOriginList) -> OriginRuling {
        for candidate in list.entries {
            if case .origin(let origin) = candidate.entry { return .allowed(origin, candidate, .firstEntry) }
        }
        return .refused(.noneConcrete)
    }
}

import Domain

/// What the policy found, before it is put into words.
enum OriginRuling: Hashable {
    /// The origin is allowed by that entry.
    case allowed(Origin, EffectiveOriginList.SourcedEntry, OriginExplanation.Rule)
    /// A direct sign-in that asked for none.
    case notNeeded
    /// Refused by that rule.
    case refused(Refused)

    /// The rules that refuse.
    enum Refused {
        case listEmpty
        case mustBeGiven
        case noneConcrete
        case noMatch
    }
}

extension OriginRuling.Refused {
    /// The check that fails, with what is answered.
    var failure: CheckFailure {
        switch self {
        case .listEmpty: CheckFailure(.originList, .originListEmpty)
        case .mustBeGiven: CheckFailure(.originRequired, .originRequired)
        case .noneConcrete: CheckFailure(.originRequired, .originRequired)
        case .noMatch: CheckFailure(.originAllowed, .originNotAllowed)
        }
    }

    /// The rule's name in an explanation.
    var rule: OriginExplanation.Rule {
        switch self {
        case .listEmpty: .listEmpty
        case .mustBeGiven: .mustBeGiven
        case .noneConcrete: .noneConcrete
        case .noMatch: .noMatch
        }
    }
}

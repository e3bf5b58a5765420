/// How a customer came to where it stands with its plan.
enum Course: Hashable, Sendable {
    /// It tries the product out.
    case trial
    /// Its trial ran out.
    case lapsed
    /// It pays: at once, or so many days after its trial began.
    case pays(DemoPlan, afterDays: Int64)
    /// It paid after its trial, and ended that so many days ago.
    case left(DemoPlan, daysAgo: Int64)

    /// A likely one for who joined so many days ago.
    static func likely(daysAgo: Int64, using random: inout SeededRandom) -> Course {
        let plan = DemoPlan.allCases[Int(random.int(0...5)) % 5 % 3]
        let (trialDays, draw) = (random.int(6...24), random.double(0...1))
        guard daysAgo >= 30 else { return draw < 0.75 ? .trial : .pays(plan, afterDays: 0) }
        return switch draw {
        case ..<0.13: .lapsed
        case ..<0.24 where daysAgo > 150: .left(plan, daysAgo: random.int(32...110))
        case ..<0.4: .pays(plan, afterDays: 0)
        default: .pays(plan, afterDays: trialDays)
        }
    }

    /// Whether it began with a trial.
    var startsWithTrial: Bool {
        switch self {
        case .trial, .lapsed, .left: true
        case .pays(_, let days): days > 0
        }
    }
}

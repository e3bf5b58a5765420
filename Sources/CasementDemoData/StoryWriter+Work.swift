import Directory
import Domain

extension StoryWriter {
    /// When the customer's recipes work: a little during a trial, and as the plan allows afterwards.
    mutating func spells(_ course: Course) -> [Spell] {
        switch course {
        case .trial: [trial(days: daysAgo)]
        case .lapsed: [trial(days: Subscription.trialLength / 86_400)]
        case .pays(let plan, afterDays: 0): [subscription(plan, from: daysAgo, to: 0)]
        case .pays(let plan, let days): [trial(days: days - 1), subscription(plan, from: daysAgo - days, to: 0)]
        case .left(let plan, let left): [trial(days: 14), subscription(plan, from: daysAgo - 15, to: left)]
        }
    }

    private mutating func trial(days: Int64) -> Spell {
        spell(from: daysAgo, to: daysAgo - days, tasksAMonth: random.int(20...95))
    }

    private mutating func subscription(_ plan: DemoPlan, from first: Int64, to last: Int64) -> Spell {
        spell(from: first, to: last, tasksAMonth: Int64(random.double(0.12...1.2) * Double(plan.taskLimit)))
    }

    private mutating func spell(from first: Int64, to last: Int64, tasksAMonth: Int64) -> Spell {
        let outage: CalendarDay? = random.chance(0.4) ? clock.today + -random.int(2...80) : nil
        return Spell(
            days: clock.today + -first...clock.today + -max(0, last), tasksAMonth: tasksAMonth,
            failuresInHundred: random.double(0.5...6), outage: outage.map { $0...$0 + 2 })
    }
}

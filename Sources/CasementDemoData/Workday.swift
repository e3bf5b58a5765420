import Directory
import Domain

/// One day of a customer's work.
struct Workday {
    /// The stretch it is in.
    let spell: Spell
    /// Which day.
    let day: CalendarDay

    /// The jobs that finished on it, up to a moment.
    func jobs(of customer: CustomerID, until now: UnixTime, using random: inout SeededRandom) -> [JobReport] {
        let tasks = Double(spell.tasksAMonth) / 30 * growth * weekday * random.double(0.7...1.3)
        let count = max(1, Int64((tasks.squareRoot() * 0.6).rounded()))
        let share = tasks / Double(count)
        guard tasks >= 1 || random.chance(tasks) else { return [] }
        return (0..<count).compactMap { place in
            let time = day.start + random.int(5 * 3_600...21 * 3_600)
            let failed = random.chance(failures / 100)
            let tasks = max(1, Int64((share * random.double(0.4...1.6) * (failed ? 0.3 : 1)).rounded()))
            guard time <= now else { return nil }
            return JobReport(
                reportID: "demo-\(customer)-\(day.number)-\(place)", customerID: customer,
                outcome: failed ? .failed : .succeeded, tasks: tasks, finishedAt: time)
        }
    }

    /// From half to the whole in half a year.
    private var growth: Double {
        min(1, 0.5 + 0.5 * Double(day.number - spell.days.lowerBound.number) / 182)
    }

    /// So that an average day of a week has a thirtieth of a month.
    private var weekday: Double {
        switch CivilDate(day.start).weekday {
        case 0: 0.25
        case 6: 0.4
        default: 1.27
        }
    }

    private var failures: Double { spell.outage?.contains(day) ?? false ? 38 : spell.failuresInHundred }
}

import Directory
import Domain

extension StoryWriter {
    /// One connection an app, and for some a second for trying things out; a few never got through.
    mutating func connections(_ apps: [DemoApp], since joined: UnixTime) -> [Happening] {
        apps.enumerated().flatMap { place, app in
            let time = moment(since: joined, place: place)
            let status: Connection.AuthorizationStatus =
                place == 0 || random.chance(0.85) ? .success : random.chance(0.6) ? .pending : .failed
            var made = [connection("\(app.rawValue)-1", "\(app.name), production", app, status, time)]
            if random.chance(0.25) {
                made.append(connection("\(app.rawValue)-2", "\(app.name), sandbox", app, .success, time + 7_200))
            }
            return made
        }
    }

    /// What runs, or ran, between those apps: of who left nothing does.
    mutating func recipes(_ apps: [DemoApp], _ course: Course, since joined: UnixTime) -> [Happening] {
        guard !apps.isEmpty else { return [] }
        let count = Int(random.int(1...Int64(min(12, 2 * apps.count + 1))))
        let names = RecipeName.some(count, among: apps, using: &random)
        var happenings: [Happening] = []
        for (place, name) in names.enumerated() {
            let time = moment(since: joined, place: place) + 3_600
            let id = "recipe-\(place + 1)"
            happenings.append(recipe(id, name, isRunning: true, time))
            if let stop = stop(course, since: joined) {
                happenings.append(recipe(id, name, isRunning: false, max(stop, time)))
            } else if random.chance(0.25) {
                happenings.append(recipe(id, name, isRunning: false, time + random.int(86_400...40 * 86_400)))
            }
        }
        return happenings
    }

    /// Later things come later, and all of them before most of the time is over.
    private mutating func moment(since joined: UnixTime, place: Int) -> UnixTime {
        let steps = max(3_600, daysAgo * 86_400 / 12)
        return joined + 1_800 + Int64(place) * steps * 3 / 4 + random.int(0...steps / 2)
    }

    private func stop(_ course: Course, since joined: UnixTime) -> UnixTime? {
        switch course {
        case .trial, .pays: nil
        case .lapsed: joined + Subscription.trialLength
        case .left(_, let daysAgo): clock.time(daysAgo: daysAgo, second: 36_600)
        }
    }

    private func connection(
        _ id: String, _ name: String, _ app: DemoApp, _ status: Connection.AuthorizationStatus, _ time: UnixTime
    ) -> Happening {
        let new = NewConnection(name: name, provider: app.rawValue, authorizationStatus: status)
        return Happening(time: clock.cut(time), deed: .connection(id, new))
    }

    private func recipe(_ id: String, _ name: String, isRunning: Bool, _ time: UnixTime) -> Happening {
        Happening(time: clock.cut(time), deed: .recipe(id, NewRecipe(name: name, isRunning: isRunning)))
    }
}

import Domain

/// How things are put for people.
enum Words {
    /// `1 session`, `3 sessions`; the plural is the word and an s.
    static func count(_ number: Int, _ word: String) -> String {
        "\(grouped(Int64(number))) \(word)\(number == 1 ? "" : "s")"
    }

    /// `1,234,567`
    static func grouped(_ number: Int64) -> String {
        let digits = Array(String(number.magnitude))
        let groups = stride(from: digits.count, to: 0, by: -3).map { end in String(digits[max(0, end - 3)..<end]) }
        return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
    }

    /// `97.3 %`; nil without a share.
    static func percent(_ share: Double?) -> String? {
        share.map { share in
            let tenths = Int64((share * 1000).rounded())
            return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
        }
    }

    /// `12 hours`, `90 minutes`, `45 seconds`
    static func duration(_ seconds: Int64) -> String {
        for (length, word) in [(Int64(3600), "hour"), (60, "minute")] where seconds >= length && seconds % length == 0 {
            return count(Int(seconds / length), word)
        }
        return count(Int(seconds), "second")
    }

    /// A browser and its system out of a `User-Agent`, as far as that tells; else its beginning.
    static func browser(_ userAgent: String) -> String {
        let browsers = [
            ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
        ]
        let systems = [
            ("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"),
            ("Mac OS X", "macOS"), ("Linux", "Linux"),
        ]
        guard let browser = browsers.first(where: { userAgent.contains($0.0) })?.1 else {
            return String(userAgent.prefix(60))
        }
        return systems.first { userAgent.contains($0.0) }.map { "\(browser) on \($0.1)" } ?? browser
    }
}

/// A moment as pages show it: in words, and for machines.
struct Moment {
    private let moment: UnixTime
    private let now: UnixTime

    init(_ moment: UnixTime, _ now: UnixTime) {
        self.moment = moment
        self.now = now
    }

    /// `iso` for `datetime`, `text` for people, `ago` relative to now.
    var values: ConsoleTemplates.Values { ["iso": moment.iso8601, "text": text, "ago": ago, "day": day] }

    /// `23 Nov 2026`
    var day: String { Self.day(CalendarDay(moment)) }

    /// `23 Nov 2026, 22:12 UTC`
    var text: String { "\(day), \(moment.iso8601.dropFirst(11).prefix(5)) UTC" }

    /// `5 minutes ago`; a day from a week on.
    var ago: String {
        let seconds = now.seconds - moment.seconds
        switch seconds {
        case ..<60: return "just now"
        case ..<3600: return Words.count(Int(seconds / 60), "minute") + " ago"
        case ..<86_400: return Words.count(Int(seconds / 3600), "hour") + " ago"
        case ..<604_800: return Words.count(Int(seconds / 86_400), "day") + " ago"
        default: return day
        }
    }

    /// `23 Nov 2026`
    static func day(_ day: CalendarDay) -> String {
        let parts = day.description.split(separator: "-")
        return "\(Int(parts[2]) ?? 0) \(month(Int(parts[1]) ?? 1)) \(parts[0])"
    }

    /// `Nov`
    static func month(_ number: Int) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return months.indices.contains(number - 1) ? months[number - 1] : ""
    }
}

extension SettingsType<Duration> {
    /// A time of at least `least` and at most 10 years, as digits and a unit: `500ms`, `90s`, `10m`, `12h` or `30d`.
    static func time(atLeast least: Duration, wholeSeconds: Bool = true) -> Self {
        single(
            { text throws(SettingsComplaint) in
                guard let (number, unit) = measure(text), let milliseconds = timeUnits[unit],
                    !wholeSeconds || milliseconds >= 1000, let span = product(number, milliseconds)
                else { throw SettingsComplaint("\(quoted(text)) is not a time: write it like 90s, 10m or 12h") }
                let time = Duration.milliseconds(span)
                guard time >= least else { throw SettingsComplaint("\(quoted(text)) is less than \(written(least))") }
                guard time <= mostTime else { throw SettingsComplaint("\(quoted(text)) is more than ten years") }
                return time
            }, show: written)
    }
}

extension SettingsType<Int> {
    /// A size in bytes of at least `least`, as digits and a unit: `512B`, `32KiB`, `8MiB` or `1GiB`; no unit means bytes.
    static func size(atLeast least: Int) -> Self {
        single(
            { text throws(SettingsComplaint) in
                guard let (number, unit) = measure(text), let bytes = sizeUnits[unit], let size = product(number, bytes)
                else { throw SettingsComplaint("\(quoted(text)) is not a size: write it like 512B, 32KiB or 8MiB") }
                guard size >= least else {
                    throw SettingsComplaint("\(quoted(text)) is less than \(written(bytes: least))")
                }
                return size
            }, show: { written(bytes: $0) })
    }
}

private let timeUnits = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
private let sizeUnits = ["": 1, "B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30]
private let mostTime = Duration.seconds(3650 * 86_400)

/// The leading digits as a number, and what follows them.
private func measure(_ text: String) -> (number: Int, unit: String)? {
    let digits = text.prefix { "0"..."9" ~= $0 }
    return Int(digits).map { ($0, String(text.dropFirst(digits.count))) }
}

private func product(_ left: Int, _ right: Int) -> Int? {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? nil : product
}

/// The time in the largest unit that divides it.
@Sendable private func written(_ time: Duration) -> String {
    let milliseconds = time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
    for (unit, size) in [("h", Int64(3_600_000)), ("m", 60_000), ("s", 1000)] where milliseconds.isMultiple(of: size) {
        if milliseconds > 0 { return "\(milliseconds / size)\(unit)" }
    }
    return milliseconds == 0 ? "0s" : "\(milliseconds)ms"
}

/// The size in the largest unit that divides it.
private func written(bytes: Int) -> String {
    for (unit, size) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] where bytes.isMultiple(of: size) {
        if bytes > 0 { return "\(bytes / size)\(unit)" }
    }
    return "\(bytes)B"
}

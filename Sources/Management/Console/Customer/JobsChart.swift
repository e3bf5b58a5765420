import Directory
import Domain

/// Jobs by day, or by week where there are many days, as the geometry of an SVG: bars of what succeeded with what failed on
/// top. All lengths in the view box's own units.
struct JobsChart {
    private struct Column {
        let label: String
        let usage: Usage
    }

    private static let (width, height) = (960, 220)
    private static let (left, bottom, top) = (48, 28, 12)

    private let columns: [Column]

    /// A chart of these days.
    init(_ days: [DailyUsage]) {
        let span = days.count > 120 ? 7 : 1
        columns = stride(from: 0, to: days.count, by: span).map { start in
            let week = days[start..<min(start + span, days.count)]
            let label = Moment.day(days[start].day)
            return Column(
                label: span == 1 ? label : "Week from \(label)", usage: week.map(\.usage).reduce(.none, +))
        }
    }

    /// `bars`, `ticks`, `labels` and the table that says the same in words.
    var values: ConsoleTemplates.Values {
        let most = columns.map { $0.usage.jobsSucceeded + $0.usage.jobsFailed }.max() ?? 0
        let scale = ChartScale(most: most, length: Self.height - Self.bottom - Self.top)
        return [
            "width": Self.width, "height": Self.height, "baseline": Self.height - Self.bottom, "left": Self.left,
            "is_empty": most == 0, "bars": columns.indices.map { bar($0, scale) },
            "ticks": scale.ticks.map { tick -> ConsoleTemplates.Values in
                ["y": Self.height - Self.bottom - tick.length, "label": Words.grouped(tick.value)]
            },
            "labels": labels, "rows": columns.reversed().filter { $0.usage != .none }.map(row),
        ]
    }

    private var step: Double { Double(Self.width - Self.left) / Double(max(columns.count, 1)) }

    private func x(_ index: Int) -> Double { Double(Self.left) + Double(index) * step }

    private func bar(_ index: Int, _ scale: ChartScale) -> ConsoleTemplates.Values {
        let usage = columns[index].usage
        let (succeeded, failed) = (scale.length(of: usage.jobsSucceeded), scale.length(of: usage.jobsFailed))
        let base = Self.height - Self.bottom
        return [
            "x": Self.text(x(index) + step * 0.15), "width": Self.text(step * 0.7), "y": base - succeeded,
            "height": succeeded, "failed_y": base - succeeded - failed, "failed_height": failed,
            "label": sentence(columns[index]),
        ]
    }

    private var labels: [ConsoleTemplates.Values] {
        let every = max(1, (columns.count + 5) / 6)
        return stride(from: 0, to: columns.count, by: every).map { index in
            ["x": Self.text(x(index) + step / 2), "label": shortLabel(columns[index].label)]
        }
    }

    private func row(_ column: Column) -> ConsoleTemplates.Values {
        [
            "label": column.label, "succeeded": Words.grouped(column.usage.jobsSucceeded),
            "failed": Words.grouped(column.usage.jobsFailed), "tasks": Words.grouped(column.usage.tasks),
        ]
    }

    private func sentence(_ column: Column) -> String {
        "\(column.label): \(Words.grouped(column.usage.jobsSucceeded)) succeeded, "
            + "\(Words.grouped(column.usage.jobsFailed)) failed"
    }

    private func shortLabel(_ label: String) -> String {
        label.split(separator: " ").filter { $0 != "Week" && $0 != "from" }.prefix(2).joined(separator: " ")
    }

    private static func text(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}

/// How values become lengths: up to a round number just above the greatest.
struct ChartScale {
    /// The value at the top.
    let top: Int64

    private let extent: Int

    /// A scale for values up to `most` along `length` units.
    init(most: Int64, length: Int) {
        var magnitude: Int64 = 1
        while magnitude * 10 <= most { magnitude *= 10 }
        let rounds: [Int64] = [1, 2, 4, 5, 8, 10]
        top = max(4, (rounds.first { $0 * magnitude >= most } ?? 10) * magnitude)
        extent = length
    }

    /// The length of a value; what is not nothing is seen.
    func length(of value: Int64) -> Int {
        value == 0 ? 0 : max(1, Int((Double(value) / Double(top) * Double(extent)).rounded()))
    }

    /// Where lines are drawn: at quarters.
    var ticks: [(value: Int64, length: Int)] {
        (0...4).map { (top * $0 / 4, length(of: top * $0 / 4)) }
    }
}

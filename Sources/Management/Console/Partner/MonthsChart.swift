import Domain

/// A value at the end of each month, as the geometry of a small SVG and as a table.
struct MonthsChart {
    private static let (width, height) = (320, 96)
    private static let (bottom, top) = (18, 14)

    private let name: String
    private let course: [(month: CalendarMonth, value: Int64)]

    /// A chart of that course.
    init(_ name: String, _ course: [(CalendarMonth, Int64)]) {
        self.name = name
        self.course = course.map { (month: $0.0, value: $0.1) }
    }

    /// `bars` with their labels; nil without a month.
    var values: ConsoleTemplates.Values? {
        guard !course.isEmpty else { return nil }
        let scale = ChartScale(most: course.map(\.value).max() ?? 0, length: Self.height - Self.bottom - Self.top)
        let step = Self.width / course.count
        return [
            "width": Self.width, "height": Self.height, "baseline": Self.height - Self.bottom,
            "label": "\(name) at the end of each month: \(sentence)",
            "bars": course.enumerated().map { index, point -> ConsoleTemplates.Values in
                let length = scale.length(of: point.value)
                return [
                    "x": index * step + step / 6, "width": step * 2 / 3, "y": Self.height - Self.bottom - length,
                    "height": length, "label_x": index * step + step / 2, "label_y": Self.height - 4,
                    "value_y": Self.height - Self.bottom - length - 4, "month": Self.label(point.month),
                    "value": Words.grouped(point.value),
                ]
            },
        ]
    }

    private var sentence: String {
        course.map { "\(Self.label($0.month)) \(Words.grouped($0.value))" }.joined(separator: ", ")
    }

    private static func label(_ month: CalendarMonth) -> String {
        Moment.month(Int(month.description.suffix(2)) ?? 0)
    }
}

/// Links to the pages of a list.
struct Pagination {
    private let page: Int
    private let size: Int
    private let total: Int
    private let href: (Int) -> String

    /// Links around `page`, made by `href`.
    init(page: Int, size: Int, total: Int, href: @escaping (Int) -> String) {
        self.page = page
        self.size = size
        self.total = total
        self.href = href
    }

    /// What is shown of how many, and links to the pages before, after and around, where there are several.
    var values: ConsoleTemplates.Values {
        let last = max(1, (total - 1) / size + 1)
        let (from, to) = (min((page - 1) * size + 1, total), min(page * size, total))
        return [
            "range_label":
                "\(Words.grouped(Int64(from)))–\(Words.grouped(Int64(to))) of \(Words.grouped(Int64(total)))",
            "has_pages": last > 1, "previous_href": page > 1 ? href(page - 1) : nil,
            "next_href": page < last ? href(page + 1) : nil, "pages": last > 1 ? links(last) : [],
        ]
    }

    /// The first, the last, and two on both sides of the present one; a gap for those left out.
    private func links(_ last: Int) -> [ConsoleTemplates.Values] {
        let shown = (1...last).lazy.filter { $0 == 1 || $0 == last || abs($0 - page) <= 2 }
        var links: [ConsoleTemplates.Values] = []
        var former = 0
        for number in shown {
            if number > former + 1 { links.append(["label": "…"]) }
            links.append(["label": "\(number)", "href": href(number), "is_current": number == page])
            former = number
        }
        return links
    }
}

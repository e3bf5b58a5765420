import Directory

/// Which page of a list is meant.
struct PageQuery: QueryFields {
    /// The page; the first of a hundred unless said otherwise.
    let page: Page

    init(reading fields: inout FieldReader) {
        let number = fields.take("page", .digits(1...1_000_000_000)) ?? 1
        let size = fields.take("per_page", .digits(1...100)) ?? 100
        page = Page(number: Int(number), size: Int(size)) ?? .first
    }
}

extension Page {
    /// This page of a list that is held whole.
    func of<Element>(_ elements: [Element]) -> ArraySlice<Element> {
        elements.dropFirst((number - 1) * size).prefix(size)
    }
}

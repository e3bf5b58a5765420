extension ConsoleTemplates {
    /// Every template by the name that others and the pages call it by.
    static let sources: [String: [UInt8]] = [
        "brand_mark": PackageResources.brand_mark_mustache
    ]
}

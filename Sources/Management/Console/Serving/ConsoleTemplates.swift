import Mustache

/// The console's templates, compiled once. Every value is escaped; there is no way to write one that is not.
enum ConsoleTemplates {
    /// What a page shows, by the names that its template uses. Nil shows nothing.
    typealias Values = [String: Any?]

    /// The page with these values.
    static func render(_ name: String, _ values: Values) throws(APIProblem) -> String {
        guard let library = try? compiled.get(), let html = library.render(present(values), withTemplate: name)
        else {
            throw .internalError("there is no template \(name)")
        }
        return html
    }

    /// The values that there are, at every depth.
    private static func present(_ values: Values) -> [String: Any] {
        values.compactMapValues { $0.map(present) }
    }

    private static func present(_ value: Any) -> Any {
        switch value {
        case let values as Values: present(values) as [String: Any]
        case let list as [Values]: list.map { present($0) as [String: Any] }
        default: value
        }
    }

    /// All of them; a failure names the template that does not parse.
    static let compiled = Result {
        MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
        return MustacheLibrary(
            templates: try sources.mapValues { bytes in
                try MustacheTemplate(
                    string: "{{% CONTENT_TYPE:\(HTMLText.name)}}\n" + String(decoding: bytes, as: UTF8.self))
            })
    }
}

/// HTML, escaped scalar by scalar: the library's own escaping looks at whole characters, and passes a quote that a combining
/// mark follows.
private struct HTMLText: MustacheContentType {
    static let name = "CASEMENT"

    func escapeText(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

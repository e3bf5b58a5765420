import Domain

/// A small page of the gateway's own: no script, no request to anywhere, one style.
struct Page: Sendable {
    let html: String
    let contentSecurityPolicy: String

    /// Who may put the page into a frame, and whether a form on it may post here.
    struct Permissions {
        var frameAncestors: String
        var formAction = "'none'"

        /// For the inert pages, which whoever integrates must be able to see.
        static let anyoneMayFrame = Permissions(frameAncestors: "*")
    }

    /// A page of a title and paragraphs, HTML already.
    init(title: String, body: String, _ permissions: Permissions) {
        html = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(HTML.escape(title))</title><style>\(Self.style)</style></head>
            <body><main><h1>\(HTML.escape(title))</h1>
            \(body)
            </main></body></html>

            """
        contentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action \(permissions.formAction); "
            + "frame-ancestors \(permissions.frameAncestors)"
    }

    private static let style = """
        :root{color-scheme:light dark}
        body{margin:0;font:16px/1.5 system-ui,sans-serif;display:grid;min-height:100vh;place-items:center}
        main{max-width:34rem;padding:2rem}
        h1{font-size:1.3rem;margin:0 0 .5rem}
        p{margin:.5rem 0}
        code,small{font-family:ui-monospace,monospace;font-size:.85rem;opacity:.75}
        button{font:inherit;padding:.5rem 1rem;border-radius:.5rem;border:1px solid currentColor;cursor:pointer}
        """
}

/// Text made safe between tags and inside quoted attributes.
enum HTML {
    static func escape(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

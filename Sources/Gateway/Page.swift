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
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
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
        :root{color-scheme:light dark;--ink:#1c2230;--quiet:#596175;--line:#dde1ea;--paper:#fff;--ground:#f4f5f8;--deep:#3a49c8}
        @media(prefers-color-scheme:dark){:root{--ink:#eef0f6;--quiet:#a3abbd;--line:#333a4b;--paper:#1c212d;--ground:#12151d}}
        *{box-sizing:border-box}
        body{margin:0;min-height:100vh;padding:1rem;display:grid;place-items:center;background:var(--ground);color:var(--ink)}
        body,button{font:16px/1.5 system-ui,sans-serif}
        main{width:min(32rem,100%);padding:1.5rem 1.75rem;background:var(--paper);border:1px solid var(--line);border-radius:.9rem}
        main,code{overflow-wrap:anywhere}
        h1{font-size:1.25rem;line-height:1.3;margin:0 0 .5rem}
        p{margin:.5rem 0 0}
        code,small{font:.85rem ui-monospace,monospace}
        .facts{display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;margin-top:1.1rem;padding-top:.8rem;border-top:1px solid var(--line)}
        .facts,.quiet{color:var(--quiet)}
        form{margin:1.1rem 0 0}
        button{width:100%;padding:.6rem 1rem;border:0;border-radius:.55rem;background:var(--deep);color:#fff;font-weight:600}
        button{cursor:pointer}
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

import HTTPTypes

/// What the console's pages load, and where it begins.
enum ConsoleAssets {
    /// The one style sheet.
    static func style() -> Answer { file(PackageResources.console_css, type: "text/css; charset=utf-8") }

    /// The one script.
    static func script() -> Answer { file(PackageResources.console_js, type: "text/javascript; charset=utf-8") }

    /// The picture that browsers show beside the title.
    static func icon() -> Answer { file(PackageResources.icon_svg, type: "image/svg+xml") }

    /// Leads to the first page.
    static func start(_ request: ConsoleRequest) async throws(APIProblem) -> Answer {
        .redirect(to: "/admin_console/customers")
    }

    private static func file(_ bytes: [UInt8], type: String) -> Answer {
        var answer = Answer(bytes, type: type)
        // After a new release the former file is in use for a minute at most.
        answer.fields[.cacheControl] = "max-age=60"
        return answer
    }
}

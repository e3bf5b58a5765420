import HTTPWire

/// What tells a browser to forget what the application left in it.
enum Leaving {
    static func fields(_ exchange: Exchange) -> [(String, String)] {
        let cookies = SessionCookies(exchange.head, exchange.loop.rules.cookies).others
        return (exchange.loop.configuration.clearSiteData ? [("Clear-Site-Data", "\"storage\"")] : [])
            + cookies.filter(isToken).flatMap(CookieNames.clearEveryWay).map { ("Set-Cookie", $0) }
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(ASCII.isTokenCharacter)
    }
}

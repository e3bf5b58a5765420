import Domain
import Testing

@testable import Gateway

@Suite("Who may write")
struct WriteRuleTests {
    private let rule = WriteRule(publicOrigin: "https://gw.example")
    private let pinned = "https://na1.company.com"

    @Test("Reading passes whatever the origin", arguments: ["GET", "HEAD", "OPTIONS"])
    func reads(method: String) throws {
        try rule.check(head("/", method: method, "Origin: https://evil.example"), pinned: pinned, pinnedMayWrite: false)
    }

    @Test("A write of this host passes", arguments: ["POST", "PUT", "DELETE", "PATCH", "PURGE"])
    func own(method: String) throws {
        try rule.check(head("/", method: method, "Origin: https://gw.example"), pinned: pinned, pinnedMayWrite: false)
        try rule.check(
            head("/", method: method, "Origin: null", "Sec-Fetch-Site: same-origin"), pinned: pinned,
            pinnedMayWrite: false)
    }

    @Test(
        "Any other write is a mismatch",
        arguments: [
            nil, "null", "https://evil.example", "http://gw.example", "https://gw.example:444", "https://GW.example",
            "",
            "https://gw.example https://gw.example", "https://na1.company.com",
        ] as [String?])
    func others(origin: String?) throws {
        let write = try origin.map { try head("/", method: "POST", "Origin: \($0)") } ?? head("/", method: "POST")
        #expect(throws: Refusal(.originMismatch)) { try rule.check(write, pinned: pinned, pinnedMayWrite: false) }
    }

    @Test("The pinned origin writes only where it is let")
    func pinnedOrigin() throws {
        let write = try head("/", method: "POST", "Origin: \(pinned)", "Sec-Fetch-Site: cross-site")
        try rule.check(write, pinned: pinned, pinnedMayWrite: true)
        #expect(throws: Refusal(.originMismatch)) { try rule.check(write, pinned: pinned, pinnedMayWrite: false) }
        #expect(throws: Refusal(.originMismatch)) { try rule.check(write, pinned: nil, pinnedMayWrite: true) }
    }
}

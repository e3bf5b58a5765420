import Domain
import HTTPWire

/// What spends something that works once must be a person's own step, neither a script's request nor a guess of the browser.
enum Navigation {
    /// Refuses everything else; `what` is opened, as a person says it.
    static func check(_ head: RequestHead, opening what: String) throws(Refusal) {
        let section = head.section
        let mode = section.value(.secFetchMode) ?? "navigate"
        guard mode == "navigate", section.value(.xRequestedWith)?.lowercased() != "xmlhttprequest" else {
            throw Refusal(.httpRequestInvalid, "Open \(what) by navigating to it, not by a script's request.")
        }
        let purposes = section.fields.filter { $0.name == .secPurpose || $0.name == .purpose }
            .map { section.text($0.valueRange).lowercased() }
        guard !purposes.contains(where: { $0.contains("prefetch") || $0.contains("prerender") }) else {
            throw Refusal(.httpRequestInvalid, "Do not prefetch \(what): it works once.")
        }
    }
}

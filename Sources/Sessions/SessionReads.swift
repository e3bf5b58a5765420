import Domain

/// The reads that are under way, one at a time for each cookie. Who asks during one takes the next, all of them together:
/// what the first finds may have ended before they asked.
struct SessionReads {
    /// Who asks for the session of one cookie.
    struct Askers {
        /// When the last of them asked.
        var now: UnixTime
        /// Calls all of them back.
        var completions: [(Result<CachedSession?, SessionStoreError>) -> Void]

        /// Tells all of them.
        func tell(_ found: Result<CachedSession?, SessionStoreError>) {
            for completion in completions { completion(found) }
        }
    }

    private var later: [SessionCookie: Askers] = [:]

    /// Whether they may have a read sent now; else they are kept for the next.
    mutating func begin(_ cookie: SessionCookie, _ askers: Askers) -> Bool {
        guard later[cookie] == nil else {
            later[cookie]?.now = askers.now
            later[cookie]?.completions += askers.completions
            return false
        }
        later[cookie] = Askers(now: askers.now, completions: [])
        return true
    }

    /// The read is over; gives who asked meanwhile, if anybody did.
    mutating func end(_ cookie: SessionCookie) -> Askers? {
        guard let askers = later.removeValue(forKey: cookie), !askers.completions.isEmpty else { return nil }
        return askers
    }
}

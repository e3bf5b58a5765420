import Domain

/// What becomes of a partner's keys when a set of them was fetched.
struct FetchedKeys {
    /// Keys that are not there yet.
    let new: [NewSigningKey]
    /// Keys that were fetched before, and again.
    let kept: [KeyID]
    /// Keys that were fetched before, and are no longer in the set.
    let vanished: [KeyID]
    /// When all of them lapse.
    let until: UnixTime

    /// Compares a set with the partner's keys. Of two with one `kid` the registered one counts, else the first.
    init(_ fetched: [NewSigningKey], beside present: [KeyRecord], until: UnixTime) {
        self.until = until
        var names = Set(present.filter { $0.source == .registered }.compactMap(\.key.kid))
        var unclaimed = present.filter { $0.source == .jwks }.map(\.key)
        var (new, kept): ([NewSigningKey], [KeyID]) = ([], [])
        for key in Self.distinct(fetched) where key.kid.map({ names.insert($0).inserted }) ?? true {
            if let index = unclaimed.firstIndex(where: { $0.isSame(as: key) }) {
                kept.append(unclaimed.remove(at: index).id)
            } else {
                new.append(key.lapsing(at: until))
            }
        }
        (self.new, self.kept) = (new, kept)
        vanished = unclaimed.map(\.id)
    }

    private static func distinct(_ keys: [NewSigningKey]) -> [NewSigningKey] {
        keys.enumerated().filter { !keys[..<$0.offset].contains($0.element) }.map(\.element)
    }
}

extension SigningKey {
    fileprivate func isSame(as key: NewSigningKey) -> Bool {
        kid == key.kid && kind == key.kind && subjectPublicKeyInfo == key.subjectPublicKeyInfo
    }
}

extension NewSigningKey {
    fileprivate func lapsing(at end: UnixTime) -> NewSigningKey {
        NewSigningKey(kid: kid, kind: kind, subjectPublicKeyInfo: subjectPublicKeyInfo, validUntil: end)
    }
}

import HashTreeCollections

/// Finds numbers by names without keeping the names, which the rows have: names of one hash share an entry.
struct NameIndex<Name: Hashable, ID: Hashable & Sendable>: Sendable {
    private var entries = TreeDictionary<Int, Entry>()

    private enum Entry: Sendable {
        case one(ID)
        case several([ID])
    }

    /// The first of the rows that may have the name for which `row` gives anything; it has to look.
    func first<Row>(_ name: Name, _ row: (ID) -> Row?) -> Row? {
        switch entries[name.hashValue] {
        case nil: nil
        case .one(let id): row(id)
        case .several(let ids): ids.lazy.compactMap(row).first
        }
    }

    /// Remembers that the row has the name.
    mutating func add(_ id: ID, _ name: Name) {
        let hash = name.hashValue
        set(ids(hash) + [id], hash)
    }

    /// Forgets that the row has the name.
    mutating func remove(_ id: ID, _ name: Name) {
        let hash = name.hashValue
        set(ids(hash).filter { $0 != id }, hash)
    }

    private func ids(_ hash: Int) -> [ID] {
        switch entries[hash] {
        case nil: []
        case .one(let id): [id]
        case .several(let ids): ids
        }
    }

    private mutating func set(_ ids: [ID], _ hash: Int) {
        entries[hash] = ids.count > 1 ? .several(ids) : ids.first.map { .one($0) }
    }
}

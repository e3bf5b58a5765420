import Testing

@testable import Domain

struct NameIndexTests {
    /// A name whose hash says nothing, so that all of them share one entry.
    struct Name: Hashable {
        let text: String
        func hash(into hasher: inout Hasher) {}
    }

    private let names = [1: Name(text: "a"), 2: Name(text: "b"), 3: Name(text: "c")]

    private func found(_ index: NameIndex<Name, Int>) -> [Int?] {
        ["a", "b", "c"].map { text in index.first(Name(text: text)) { names[$0]?.text == text ? $0 : nil } }
    }

    @Test("Names of one hash are told apart by their rows, whatever is added or removed")
    func collisions() {
        var index = NameIndex<Name, Int>()
        #expect(found(index) == [nil, nil, nil])
        for (id, name) in names.sorted(by: { $0.key < $1.key }) { index.add(id, name) }
        #expect(found(index) == [1, 2, 3])
        index.remove(2, Name(text: "b"))
        #expect(found(index) == [1, nil, 3])
        index.remove(1, Name(text: "a"))
        index.remove(1, Name(text: "a"))
        #expect(found(index) == [nil, nil, 3])
        index.remove(3, Name(text: "c"))
        #expect(found(index) == [nil, nil, nil])
    }
}

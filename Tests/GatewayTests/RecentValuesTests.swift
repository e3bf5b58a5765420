import Testing

@testable import Gateway

@Suite("Values used lately")
struct RecentValuesTests {
    @Test("There are never more than twice the capacity, and what is in use stays")
    func bound() {
        var values = RecentValues<Int, Int>(capacity: 8)
        for key in 0..<100 {
            values.put(key, for: key)
            #expect(values.value(of: 0) == 0)
            #expect(values.count <= 16)
        }
        #expect(values.value(of: 50) == nil && values.value(of: 99) == 99)
    }

    @Test("A value's new state replaces the one before, in whichever generation that is")
    func replace() {
        var values = RecentValues<Int, Int>(capacity: 8)
        values.put(1, for: 0)
        values.age()
        values.put(2, for: 0)
        #expect(values.value(of: 0) == 2 && values.count == 1)
    }

    @Test("What was not used between two agings is gone")
    func age() {
        var values = RecentValues<String, Int>(capacity: 8)
        values.put(1, for: "used")
        values.put(1, for: "unused")
        values.age()
        #expect(values.value(of: "used") == 1)
        values.age()
        #expect(values.value(of: "unused") == nil && values.value(of: "used") == 1)
        values.removeAll()
        #expect(values.count == 0)
    }
}

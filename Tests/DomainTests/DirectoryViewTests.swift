import Domain
import Testing

@Suite("The directory's view")
struct DirectoryViewTests {
    @Test("A customer is found by number and by external id, and only by its own partner")
    func customers() throws {
        let (acme, other) = (try #require(VendorID("acme")), try #require(VendorID("other")))
        let name = try #require(ExternalID("BS-1"))
        var view = DirectoryView()
        view.put(Customer(id: CustomerID(1), vendorID: acme, externalID: name, name: "Blue Sky", origins: .empty))
        #expect(view.customer(.id(CustomerID(1)), of: acme)?.name == "Blue Sky")
        #expect(view.customer(.external(name), of: acme)?.id == CustomerID(1))
        #expect(view.customer(.id(CustomerID(1)), of: other) == nil)
        #expect(view.customer(.external(name), of: other) == nil)
    }

    @Test("A changed external id is found by the new one only, and a removed customer not at all")
    func changes() throws {
        let acme = try #require(VendorID("acme"))
        let (old, new) = (try #require(ExternalID("old")), try #require(ExternalID("new")))
        var view = DirectoryView()
        for name in [old, new] {
            view.put(Customer(id: CustomerID(1), vendorID: acme, externalID: name, name: "Blue Sky", origins: .empty))
        }
        #expect(view.customer(.external(old), of: acme) == nil)
        #expect(view.customer(.external(new), of: acme) != nil)
        view.removeCustomer(CustomerID(1))
        #expect(view.customer(.external(new), of: acme) == nil)
        #expect(view.customer(CustomerID(1)) == nil)
    }

    @Test("A member is found within its own customer only")
    func members() throws {
        let name = try #require(ExternalID("ann"))
        var view = DirectoryView()
        view.put(
            Member(
                id: MemberID(7), customerID: CustomerID(1), externalID: name, name: "Ann", email: "a@b.c",
                role: .analyst))
        #expect(view.member(.external(name), of: CustomerID(1))?.id == MemberID(7))
        #expect(view.member(.external(name), of: CustomerID(2)) == nil)
        #expect(view.member(.id(MemberID(7)), of: CustomerID(2)) == nil)
        view.removeMember(MemberID(7))
        #expect(view.member(.external(name), of: CustomerID(1)) == nil)
    }
}

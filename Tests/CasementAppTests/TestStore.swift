import Directory
import Domain
import Testing

/// A directory in a folder of its own, with the partner acme.
struct TestStore: Sendable {
    let store: DirectoryStore
    let acme: VendorID

    private let folder: TemporaryFolder

    /// Makes it at `now`.
    init(at now: UnixTime = UnixTime(0)) throws {
        folder = try TemporaryFolder()
        store = try DirectoryStore(path: folder.path + "/directory.sqlite")
        acme = try #require(VendorID("acme"))
        _ = try store.createPartner(NewPartner(vendorID: acme, name: "Acme"), by: .system, now: now)
    }

    /// A follower of it, from now on.
    func follower() throws -> DirectoryFollower {
        try DirectoryFollower(path: store.path, view: try store.loadView())
    }

    /// A new customer of acme.
    func customer(_ name: String = "Blue Sky", at now: UnixTime = UnixTime(0)) throws -> CustomerID {
        try store.createCustomer(NewCustomer(vendorID: acme, name: name), by: .system, now: now).customer.id
    }
}

import Directory
import Domain
import Foundation
import Testing

/// A fresh file, gone with the last reference to it.
final class TemporaryFile: Sendable {
    let path: String
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "directory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "directory.sqlite").path
    }

    // Left behind in the temporary folder if it cannot be removed: nothing a test could do about it.
    deinit { try? FileManager.default.removeItem(at: folder) }
}

let now = UnixTime(1_700_000_000)
let later = UnixTime(1_700_000_060)
let author = Author(.commandLine, name: "ann")

func vendor(_ text: String) throws -> VendorID { try #require(VendorID(text)) }

func external(_ text: String) throws -> ExternalID { try #require(ExternalID(text)) }

func origins(_ text: String) throws -> OriginList { try #require(OriginList(stored: text)) }

func key(_ kid: String? = nil, _ byte: UInt8 = 1, from: UnixTime? = nil, until: UnixTime? = nil) -> NewSigningKey {
    NewSigningKey(kid: kid, kind: .p256, subjectPublicKeyInfo: [0x30, byte], validFrom: from, validUntil: until)
}

extension DirectoryStore {
    @discardableResult
    func partner(named vendorID: String, keys: [NewSigningKey] = []) throws -> PartnerRecord {
        try createPartner(NewPartner(vendorID: vendor(vendorID), name: "Acme", keys: keys), by: author, now: now)
    }

    func customer(of vendorID: String, externalID: String? = nil, name: String = "Blue Sky") throws -> CustomerRecord {
        try createCustomer(
            NewCustomer(vendorID: vendor(vendorID), externalID: externalID.map(external), name: name), by: author,
            now: now)
    }

    func member(of customer: CustomerID, externalID: String? = nil) throws -> MemberRecord {
        try createMember(
            NewMember(
                customerID: customer, externalID: externalID.map(external), name: "Ann", email: "ann@example.com",
                role: .analyst), by: author, now: now)
    }
}

import Directory
import Domain
struct Page: Sendable { let number: Int; let size: Int }
struct TokenID: NumericID { let rawValue: Int64; init(_ rawValue: Int64) { self.rawValue = rawValue } }
struct TokenRecord: Sendable { let id: TokenID; let vendorID: VendorID?; let name: String }
struct Author: Sendable {
    enum Kind: Sendable { case apiToken, operatorToken }
    let kind: Kind; let id: Int64?; let name: String?; let address: String?; let requestID: String?
}
extension DirectoryStore {
    func token(presented: String) throws -> TokenRecord? { nil }
    func customer(_ id: CustomerID, now: UnixTime) throws -> CustomerRecord { throw DirectoryError.notFound(.customer) }
    func customer(_ r: Reference<CustomerID>, of v: VendorID, now: UnixTime) throws -> CustomerRecord {
        try customer(r, of: v)
    }
}

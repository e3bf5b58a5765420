import Directory
import Domain
struct Page: Sendable { let number: Int; let size: Int }
struct TokenRecord: Sendable { let id: APITokenID; let vendorID: VendorID?; let name: String }
extension DirectoryStore { func token(presented: String) throws -> TokenRecord? { nil } }

import Directory
import Domain
struct Page: Sendable { let number: Int; let size: Int }

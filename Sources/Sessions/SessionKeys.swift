import Domain
import RedisClient

/// The names of a customer's keys; the hash tag keeps them in one slot of Redis Cluster.
struct SessionKeys {
    /// Whose keys.
    let customer: CustomerID

    /// What every record's key begins with; the cookie's hash follows.
    var recordPrefix: String { "{c\(customer)}:s:" }
    /// The index of the customer's sessions: a sorted set by expiry.
    var index: RedisArgument { .text("{c\(customer)}:i") }

    /// The record, or the signpost that a former value left.
    func record(_ hash: String) -> RedisArgument { .text(recordPrefix + hash) }
    /// The memory of a used token.
    func mark(_ mark: TokenMark) -> RedisArgument { .text("{c\(customer)}:j:" + mark.hash) }

    /// The partner's customers that may have sessions, in a slot of their own: a sorted set by expiry, allowed to be stale.
    static func customers(of partner: VendorID) -> RedisArgument { .text("p:\(partner)") }
}

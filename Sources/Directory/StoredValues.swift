import Domain
import Foundation
import GRDB

/// How values of the domain stand in columns, and back. A column that cannot be read is an error, never a default.
enum StoredValues {
    /// As a partner's `vendor_id`.
    static func vendorID(_ text: String) throws -> VendorID { try read(VendorID(text), "vendor_id") }

    /// As a customer's or member's `external_id`.
    static func externalID(_ text: String?) throws -> ExternalID? {
        guard let text else { return nil }
        return try read(ExternalID(text), "external_id")
    }

    /// As a list writes itself: canonical entries joined by commas.
    static func origins(_ text: String) throws -> OriginList {
        try read(OriginList(stored: text), "origins")
    }

    /// As a customer's `origin_mode`.
    static func originMode(_ text: String) throws -> Customer.OriginMode {
        try read(Customer.OriginMode(rawValue: text), "origin_mode")
    }

    /// As a customer's `status`.
    static func status(_ text: String) throws -> Customer.Status { try read(Customer.Status(rawValue: text), "status") }

    /// As a member's `role`.
    static func role(_ text: String) throws -> Member.Role { try read(Member.Role(rawValue: text), "role") }

    /// As a connection's `authorization_status`.
    static func authorizationStatus(_ text: String) throws -> Connection.AuthorizationStatus {
        try read(Connection.AuthorizationStatus(rawValue: text), "authorization_status")
    }

    /// As the `role` of somebody on a team.
    static func teamRole(_ text: String) throws -> TeamUserRecord.Role {
        try read(TeamUserRecord.Role(rawValue: text), "role")
    }

    /// As a key's `kind`.
    static func kind(_ text: String) throws -> SigningKey.Kind { try read(SigningKey.Kind(rawValue: text), "kind") }

    /// As an event's `actor_kind`.
    static func authorKind(_ text: String) throws -> Author.Kind { try read(Author.Kind(rawValue: text), "actor_kind") }

    /// As an event's `target_kind`.
    static func targetKind(_ text: String) throws -> AuditTarget.Kind {
        try read(AuditTarget.Kind(rawValue: text), "target_kind")
    }

    /// As a key's `source`.
    static func source(_ text: String) throws -> KeyRecord.Source {
        try read(KeyRecord.Source(rawValue: text), "source")
    }

    /// Names of RFC 7518 joined by commas.
    static func text(_ algorithms: [SignatureAlgorithm]?) -> String? {
        algorithms?.map(\.rawValue).joined(separator: ",")
    }

    /// Reads `token_algorithms`; nil follows the keys.
    static func algorithms(_ text: String?) throws -> [SignatureAlgorithm]? {
        try text?.split(separator: ",").map { try read(SignatureAlgorithm(rawValue: String($0)), "token_algorithms") }
    }

    /// A JSON array of strings.
    static func text(_ audiences: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(audiences), as: UTF8.self)
    }

    /// Reads a JSON array of strings.
    static func texts(_ text: String) throws -> [String] {
        try text == "[]" ? [] : JSONDecoder().decode([String].self, from: Data(text.utf8))
    }

    /// Reads a JSON array of strings that may be absent.
    static func texts(_ text: String?) throws -> [String]? { try text.map { try texts($0) } }

    /// As seconds since the epoch.
    static func time(_ seconds: Int64?) -> UnixTime? { seconds.map { UnixTime($0) } }

    private static func read<Value>(_ value: Value?, _ column: String) throws -> Value {
        guard let value else { throw DirectoryError.storage("a row's \(column) cannot be read") }
        return value
    }
}

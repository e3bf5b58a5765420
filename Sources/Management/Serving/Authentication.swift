import Directory
import Domain
import HTTPTypes
import OpenSSLCrypto

/// Tells by its bearer token (RFC 6750) whom a request is from.
struct Authentication: Sendable {
    /// What a good token proves.
    struct Caller: Sendable {
        /// Whose things it reaches.
        let principal: Principal
        /// Which token it is.
        let token: TokenIdentity
        /// The token's name, for the audit trail.
        let name: String?
    }

    private let directory: DirectoryStore
    private let operatorDigest: [UInt8]?

    /// With the operator's token of the settings, if there is one.
    init(directory: DirectoryStore, operatorToken: Secret<String>?) {
        self.directory = directory
        operatorDigest = operatorToken.map { SHA256.digest(Array($0.reveal().utf8)) }
    }

    /// Whom the token lets in at this door.
    func caller(_ fields: HTTPFields, door: Door, by work: BlockingWork) async throws(APIProblem) -> Caller {
        guard let token = Self.bearerToken(fields[.authorization]) else { throw .unauthorized }
        // Digests, because comparing them tells nothing about the token by the time it takes.
        if SHA256.digest(Array(token.utf8)) == operatorDigest {
            guard door.admitsOperator else { throw .unauthorized }
            return Caller(principal: .operator, token: .settings, name: nil)
        }
        let directory = directory
        guard let record = try await work.run({ try directory.token(presented: token) }) else { throw .unauthorized }
        guard let vendorID = record.vendorID else {
            guard door.admitsOperator else { throw .unauthorized }
            return Caller(principal: .operator, token: .stored(record.id), name: record.name)
        }
        return Caller(principal: .partner(vendorID), token: .stored(record.id), name: record.name)
    }

    /// `Bearer` in any case, a space, and the token.
    private static func bearerToken(_ credentials: String?) -> String? {
        guard let parts = credentials?.split(separator: " ", maxSplits: 1), parts.count == 2,
            parts[0].lowercased() == "bearer"
        else { return nil }
        return String(parts[1])
    }
}

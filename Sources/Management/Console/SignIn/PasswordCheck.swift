import Directory
import Domain
import OpenSSLCrypto

/// Holds passwords against what is kept of them, on a bounded number of threads, because each takes a tenth of a second and
/// 32 MiB.
enum PasswordCheck {
    /// Whoever has that address and that password. Where nobody has the address it takes as long.
    static func user(
        _ email: String, _ password: String, _ backend: ManagementBackend
    ) async throws(APIProblem) -> TeamUserRecord? {
        let directory = backend.parts.directory
        let user = try await backend.reads.run { try directory.teamUser(email: email) }
        return try await backend.passwords.run { try matches(password, user?.passwordHash) ? user : nil }
    }

    /// Whether it is that person's password.
    static func isRight(
        _ password: String, of user: TeamUserRecord, _ backend: ManagementBackend
    ) async throws(APIProblem) -> Bool {
        try await backend.passwords.run { try matches(password, user.passwordHash) }
    }

    /// What is kept of a new password.
    static func hash(_ password: NewPassword, _ backend: ManagementBackend) async throws(APIProblem) -> Secret<String> {
        try await backend.passwords.run { try password.hash() }
    }

    private static func matches(_ password: String, _ kept: Secret<String>?) throws -> Bool {
        guard password.utf8.count <= NewPassword.mostBytes else { return false }
        guard let hash = kept.flatMap({ PasswordHash($0.reveal()) }) else {
            _ = try PasswordHash.make(password)
            return false
        }
        return try hash.verifies(password)
    }
}

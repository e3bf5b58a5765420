import Domain
import OpenSSLCrypto

/// A password that somebody may choose. Only the length counts: what must be in a password is easier to guess for it.
public struct NewPassword: Hashable, Sendable {
    /// At least so many characters.
    public static let fewestCharacters = 12
    /// At most so many bytes of UTF-8, so that nobody makes us hash without end.
    public static let mostBytes = 1024

    private let text: Secret<String>

    /// Throws what is wrong with the text, of the field `password`.
    public init(_ text: String) throws(DirectoryError) {
        guard text.utf8.count <= Self.mostBytes else {
            throw .invalid(field: .password, reason: "must have at most \(Self.mostBytes) bytes")
        }
        guard text.count >= Self.fewestCharacters else {
            throw .invalid(field: .password, reason: "must have at least \(Self.fewestCharacters) characters")
        }
        self.text = Secret(text)
    }

    /// What the directory keeps of it. Blocks for about a tenth of a second.
    public func hash() throws(CryptoError) -> Secret<String> { Secret(try PasswordHash.make(text.reveal()).text) }
}

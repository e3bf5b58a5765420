import COpenSSL

/// What went wrong at OpenSSL's edge; never holds key bytes, messages or passwords.
public enum CryptoError: Error, Hashable, Sendable {
    /// A function of OpenSSL failed; the reasons are the words of its error queue, oldest first.
    case openSSL(function: String, reasons: [String])
    /// The text holds no PEM block (RFC 7468), or a broken one.
    case notPEM
    /// The text holds a PEM block that is no public key; the label is given.
    case wrongPEMLabel(String)
    /// The text holds more than one PEM block.
    case severalPEMBlocks
    /// A private key stands where a public key belongs.
    case privateKeyGiven
    /// Bytes follow the key's DER.
    case trailingBytes
    /// A type of key or a curve that this module does not use.
    case unsupportedKey(String)
    /// The parts of a key have a length or a value that no such key has.
    case invalidKeyParts
    /// The scheme needs another type of key.
    case schemeDoesNotFitKey
}

extension CryptoError: CustomStringConvertible {
    /// A sentence for whoever registers a key or reads a log.
    public var description: String {
        switch self {
        case .openSSL(let function, let reasons): "\(function) failed: \(reasons.joined(separator: "; "))."
        case .notPEM: "The text is not one well-formed PEM block."
        case .wrongPEMLabel(let label): "The PEM block is a \(label), not a PUBLIC KEY."
        case .severalPEMBlocks: "The text holds more than one PEM block."
        case .privateKeyGiven: "This is a private key: keep it secret, and give its public half."
        case .trailingBytes: "Bytes follow the key."
        case .unsupportedKey(let what): "Keys of type \(what) are not supported."
        case .invalidKeyParts: "The parts do not make a key of this type."
        case .schemeDoesNotFitKey: "The signature scheme needs another type of key."
        }
    }
}

/// The error of a failed `function`, with the thread's error queue drained into it.
func openSSLFailure(_ function: String) -> CryptoError {
    var reasons: [String] = []
    while case let code = ERR_get_error(), code != 0 {
        reasons.append(ERR_reason_error_string(code).map { String(cString: $0) } ?? "error \(code)")
    }
    return .openSSL(function: function, reasons: reasons)
}

/// Passes only on 1, OpenSSL's success; 0 and negative codes are failures.
func requireSuccess(_ code: Int32, of function: String) throws(CryptoError) {
    guard code == 1 else { throw openSSLFailure(function) }
}

/// Unwraps what OpenSSL allocated.
func require<Pointer>(_ pointer: Pointer?, from function: String) throws(CryptoError) -> Pointer {
    guard let pointer else { throw openSSLFailure(function) }
    return pointer
}

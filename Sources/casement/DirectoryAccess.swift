import CasementApp
import Directory
import Domain
import Foundation

extension CommonOptions {
    /// The settings that the file and the environment give.
    func settings() throws -> Settings {
        let (settings, warnings) = try Settings.load(file: config, environment: ProcessInfo.processInfo.environment)
        warnings.forEach { CommandOutput.complain("warning: \($0)") }
        return settings
    }

    /// The directory of those settings.
    func directory() throws -> DirectoryStore { try DirectoryStore(path: settings().directory.path) }

    /// A list of origins as the operator's settings let it be written.
    func origins(_ text: String) throws -> OriginList {
        try OriginParser(allowHTTP: settings().origins.allowHTTP).list(text)
    }
}

/// The time of day, for what is written now.
func now() -> UnixTime { UnixTime(Int64(Date().timeIntervalSince1970)) }

/// Reads a whole text file, `-` for standard input.
func text(ofFile path: String) throws -> String {
    let data = path == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: path)
    guard let data, let text = String(data: data, encoding: .utf8) else {
        throw CommandFailure.misuse("\(path) cannot be read as UTF-8 text.")
    }
    return text
}

/// Reads an argument by a failable initializer.
func read<Value>(_ text: String, as what: String, by make: (String) -> Value?) throws -> Value {
    guard let value = make(text) else { throw CommandFailure.misuse("\(text.debugDescription) is no \(what).") }
    return value
}

func vendorID(_ text: String) throws -> VendorID {
    try read(text, as: "vendor id: 1 to 64 of A-Z a-z 0-9 _ -") { VendorID($0) }
}

func customerReference(_ text: String) throws -> Reference<CustomerID> {
    try read(text, as: "customer: its number, or E and its percent-encoded external id") { Reference($0) }
}

func memberReference(_ text: String) throws -> Reference<MemberID> {
    try read(text, as: "member: its number, or E and its percent-encoded external id") { Reference($0) }
}

func externalID(_ text: String) throws -> ExternalID {
    try read(text, as: "external id: 1 to 255 bytes without control characters") { ExternalID($0) }
}

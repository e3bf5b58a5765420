import Domain
import Foundation

// What options hold, read once into values; whatever cannot be read is misuse.

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

func role(_ text: String) throws -> Member.Role {
    try read(text, as: "role: admin, analyst or operator") { Member.Role(anyCase: $0) }
}

/// A date and time with its offset (RFC 3339 5.6).
func moment(_ text: String) throws -> UnixTime {
    try read(text, as: "time: write it like 2026-11-23T22:12:00Z") { UnixTime(rfc3339: $0) }
}

/// The entries between commas, without the spaces around them; an empty text has none.
func entries(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
}

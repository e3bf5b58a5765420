/// Why a text is not an origin, or not one that may stand in a list.
public struct OriginProblem: Error, Hashable, Sendable {
    /// The entry as it was written, without the spaces around it.
    public let entry: String
    /// What is wrong with it.
    public let reason: Reason

    /// Says of an entry what is wrong with it.
    public init(entry: String, reason: Reason) {
        self.entry = entry
        self.reason = reason
    }
}

/// Everything that is wrong with a list, so that whoever wrote it need not try again for each fault.
public struct OriginListProblem: Error, Hashable, Sendable {
    /// At least one, in the order of the list.
    public let problems: [OriginProblem]

    /// Gathers the faults of a list.
    public init(problems: [OriginProblem]) { self.problems = problems }
}

extension OriginProblem {
    /// The closed list of faults.
    public enum Reason: String, Error, Hashable, Sendable, CaseIterable {
        case empty
        case tooLong = "too_long"
        case tooManyEntries = "too_many_entries"
        case form
        case null
        case character
        case scheme
        case plainHTTP = "plain_http"
        case userInfo = "user_info"
        case path
        case query
        case fragment
        case port
        case ipv6
        case ipv4Form = "ipv4_form"
        case hostEmpty = "host_empty"
        case hostCharacter = "host_character"
        case hostLabel = "host_label"
        case hostTrailingDot = "host_trailing_dot"
        case hostTooLong = "host_too_long"
        case hostIDNA = "host_idna"
        case wildcardNotAllowed = "wildcard_not_allowed"
        case wildcardPlace = "wildcard_place"
        case wildcardOnAddress = "wildcard_on_address"
        case wildcardOnPublicSuffix = "wildcard_on_public_suffix"
        case comma

        /// The fault as a sentence.
        public var sentence: String {
            switch self {
            case .empty: "There is nothing between two commas, or nothing at all."
            case .tooLong: "It is longer than 4096 bytes."
            case .tooManyEntries: "A list holds at most 64 entries."
            case .form: "It is not of the form scheme://host[:port]."
            case .null: "The null origin stands for any sandboxed page and names none."
            case .character: "It has a space, a control character or a backslash in it."
            case .scheme: "The scheme must be https."
            case .plainHTTP: "Plain http is only for localhost and 127.0.0.0/8; use https."
            case .userInfo: "An origin has no user name or password."
            case .path: "An origin ends after the host and port: leave out the path."
            case .query: "An origin has no query."
            case .fragment: "An origin has no fragment."
            case .port: "The port must be a number from 0 to 65535 without leading zeros, or left out with its colon."
            case .ipv6: "A Content-Security-Policy cannot name an IPv6 address: use a host name."
            case .ipv4Form: "A host that ends in a number must be an IPv4 address of four decimal parts."
            case .hostEmpty: "The host is missing."
            case .hostCharacter: "The host may have letters, digits, hyphens and dots only."
            case .hostLabel: "Each part of the host between dots must be 1 to 63 characters long."
            case .hostTrailingDot: "The host must not end in a dot."
            case .hostTooLong: "The host is longer than 253 characters once written in ASCII."
            case .hostIDNA: "The host is not a valid internationalised domain name (UTS 46)."
            case .wildcardNotAllowed: "One origin is meant here, not a wildcard."
            case .wildcardPlace: "A wildcard may stand only as the whole leftmost label, as in https://*.company.com."
            case .wildcardOnAddress: "An IPv4 address cannot have a wildcard."
            case .wildcardOnPublicSuffix:
                "Anyone can register a name under this public suffix: put your own domain after the *."
            case .comma: "One origin is meant here, not a list."
            }
        }
    }
}

extension OriginProblem: CustomStringConvertible {
    /// A sentence that names the entry, at most 100 characters of it with those that cannot be seen escaped, and the reason.
    public var description: String { "\"\(shownEntry)\": \(reason.sentence)" }

    private var shownEntry: String {
        let shown = entry.unicodeScalars.prefix(100).map { $0.escaped(asASCII: Self.isUnseen($0)) }.joined()
        return entry.unicodeScalars.count > 100 ? shown + "…" : shown
    }

    /// Controls beyond ASCII too, which terminals obey, and what turns the direction of a line.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension OriginListProblem: CustomStringConvertible {
    /// The sentences of all problems.
    public var description: String { problems.map(\.description).joined(separator: " ") }
}

/// Why one of the listeners did not start.
public struct ListenFailure: Error, Hashable, CustomStringConvertible {
    /// The setting that asks for it.
    let setting: String
    /// Where it was to listen.
    let place: String
    /// The system's words.
    let reason: String

    /// A sentence with the setting, the place and the reason.
    public var description: String { "\(setting): \(place) cannot be listened on: \(reason)." }
}

import Domain
import Foundation

extension UnixTime {
    /// The system's time of day, read here and passed on as a parameter.
    static var now: UnixTime { UnixTime(Int64(Date().timeIntervalSince1970)) }
}

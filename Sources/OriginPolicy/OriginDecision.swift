import Domain

/// What a sign-in gets: an origin pinned, none needed, or a refusal; and the explanation of it.
public struct OriginDecision: Hashable, Sendable {
    /// The three answers.
    public enum Outcome: Hashable, Sendable {
        /// A sign-in into a frame, pinned to this origin.
        case pinned(Origin)
        /// A direct sign-in, pinned to nothing.
        case unpinned
        /// Refused.
        case refused(CheckFailure)
    }

    /// The answer.
    public let outcome: Outcome
    private let ruling: OriginRuling
    private let asked: Origin?
    private let list: EffectiveOriginList

    /// Which list, which entry, which rule; worked out when somebody wants to know.
    public var explanation: OriginExplanation { OriginExplanation(ruling, outcome, asked: asked, list: list) }

    /// The origin to pin, if any.
    public var origin: Origin? {
        switch outcome {
        case .pinned(let origin): origin
        case .unpinned, .refused: nil
        }
    }

    /// The failed check, if it is refused.
    public var failure: CheckFailure? {
        switch outcome {
        case .refused(let failure): failure
        case .pinned, .unpinned: nil
        }
    }

    init(_ ruling: OriginRuling, asked: Origin?, list: EffectiveOriginList, forFrame: Bool) {
        outcome =
            switch ruling {
            case .allowed(let origin, _, _): forFrame ? .pinned(origin) : .unpinned
            case .notNeeded: .unpinned
            case .refused(let refused): .refused(refused.failure)
            }
        self.ruling = ruling
        self.asked = asked
        self.list = list
    }
}

import Domain

/// Why an origin was chosen or refused, in the words that the command line, the API and the console all show.
public struct OriginExplanation: Hashable, Sendable, Codable {
    /// The rule that decided.
    public enum Rule: String, Hashable, Sendable, Codable, CaseIterable {
        /// The list has the origin asked for.
        case exact
        /// A wildcard of the list allows the origin asked for.
        case wildcard
        /// None was asked for: the first entry without a wildcard.
        case firstEntry = "first_entry"
        /// None was asked for, and a direct sign-in needs none.
        case notNeeded = "not_needed"
        /// What was asked for is not an origin.
        case malformed
        /// There is no entry at all.
        case listEmpty = "list_empty"
        /// None was asked for, and the partner requires it.
        case mustBeGiven = "must_be_given"
        /// None was asked for, and every entry is a wildcard.
        case noneConcrete = "none_concrete"
        /// No entry allows the origin asked for.
        case noMatch = "no_match"
    }

    /// One entry of the effective list.
    public struct EffectiveEntry: Hashable, Sendable, Codable {
        /// The entry as text.
        public let entry: String
        /// Whose list it comes from.
        public let list: EffectiveOriginList.Source
    }

    /// Whether the sign-in may go on.
    public let accepted: Bool
    /// The refusal's code.
    public let code: String?
    /// The sentence that says what to change.
    public let message: String?
    /// The origin asked for, as serialised; as written where it is malformed.
    public let asked: String?
    /// The origin that is pinned.
    public let origin: String?
    /// Whose list the deciding entry comes from.
    public let list: EffectiveOriginList.Source?
    /// The deciding entry.
    public let entry: String?
    /// The rule that decided.
    public let rule: Rule
    /// The whole effective list, in the order of choice.
    public let effective: [EffectiveEntry]
    /// The sources of `frame-ancestors` in the answers of such a session.
    public let frameAncestors: String?

    private enum CodingKeys: String, CodingKey {
        case accepted, code, message, asked, origin, list, entry, rule, effective
        case frameAncestors = "frame_ancestors"
    }

    /// Explains that what was asked for is not an origin.
    public init(malformed problem: OriginProblem, in list: EffectiveOriginList) {
        let refusal = Refusal(.originMalformed, problem.description)
        self.init(refusal: refusal, asked: problem.entry, rule: .malformed, effective: list)
    }

    init(_ ruling: OriginRuling, _ outcome: OriginDecision.Outcome, asked: Origin?, list: EffectiveOriginList) {
        switch outcome {
        case .refused(let failure):
            self.init(refusal: failure.refusal, asked: asked?.description, rule: ruling.rule, effective: list)
        case .pinned(let origin):
            self.init(
                accepted: true, asked: asked?.description, origin: origin.description, decidedBy: ruling.entry,
                rule: ruling.rule, effective: list,
                frameAncestors: FrameAncestors.sources(pinned: origin.description, outer: list.outerAncestors))
        case .unpinned:
            self.init(
                accepted: true, asked: asked?.description, decidedBy: ruling.entry, rule: ruling.rule, effective: list,
                frameAncestors: FrameAncestors.sources(pinned: nil, outer: list.outerAncestors))
        }
    }

    private init(
        accepted: Bool = false, refusal: Refusal? = nil, asked: String?, origin: String? = nil,
        decidedBy: EffectiveOriginList.SourcedEntry? = nil, rule: Rule, effective: EffectiveOriginList,
        frameAncestors: String? = nil
    ) {
        self.accepted = accepted
        code = refusal?.code.rawValue
        message = refusal?.message
        self.asked = asked
        self.origin = origin
        list = decidedBy?.source
        entry = decidedBy?.entry.description
        self.rule = rule
        self.effective = effective.entries.map { EffectiveEntry(entry: $0.entry.description, list: $0.source) }
        self.frameAncestors = frameAncestors
    }
}

extension OriginRuling {
    fileprivate var rule: OriginExplanation.Rule {
        switch self {
        case .allowed(_, _, let rule): rule
        case .notNeeded: .notNeeded
        case .refused(let refused): refused.rule
        }
    }

    fileprivate var entry: EffectiveOriginList.SourcedEntry? {
        switch self {
        case .allowed(_, let entry, _): entry
        case .notNeeded, .refused: nil
        }
    }
}

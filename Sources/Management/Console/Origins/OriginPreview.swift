import Domain
import OriginPolicy

/// What an origin list would do as it is typed: each entry's verdict and reason, the effective list, and the policy that
/// browsers would get. Judged by the code that judges sign-ins.
struct OriginPreview {
    private let verdicts: [Verdict]
    private let outerProblem: String?

    /// The customer and the partner as they would be.
    let customer: Customer
    /// The partner as it would be.
    let partner: Partner

    /// Whether everything that was typed can be saved.
    var isValid: Bool { outerProblem == nil && verdicts.allSatisfy(\.isAccepted) }

    /// A customer with what was typed as its own list, and as the list that may frame its partner's page.
    init(
        of customer: Customer, typed: String, outer: String = "", partner: Partner, _ parser: OriginParser
    ) {
        let entries = TypedOrigins(typed, parser)
        var customer = customer
        customer.origins = entries.list
        do throws(OriginListProblem) {
            customer.outerAncestors = try parser.list(outer)
            outerProblem = nil
        } catch {
            customer.outerAncestors = .empty
            outerProblem = "\(error)"
        }
        self.customer = customer
        self.partner = partner
        let effective = EffectiveOriginList(customer: customer, partner: partner)
        let inherited = effective.entries.filter { $0.source == .partner }.map { Verdict(inherited: $0.entry) }
        verdicts = entries.verdicts(.customer) + inherited
    }

    /// A partner with what was typed as its list, seen by a customer without a list of its own.
    init(of partner: Partner, typed: String, _ parser: OriginParser) {
        let entries = TypedOrigins(typed, parser)
        var partner = partner
        partner.origins = entries.list
        self.partner = partner
        customer = Customer(
            id: CustomerID(0), vendorID: partner.vendorID, externalID: nil, name: "", origins: .empty)
        outerProblem = nil
        verdicts = entries.verdicts(.partner)
    }

    /// As the preview shows it.
    var values: ConsoleTemplates.Values {
        let list = EffectiveOriginList(customer: customer, partner: partner)
        let decision = OriginPolicy.decide(asked: nil, in: list, requiresOrigin: false, forFrame: true)
        return [
            "entries": verdicts.map(\.values), "is_empty": verdicts.isEmpty, "is_valid": isValid,
            "outer_problem": outerProblem, "default_origin": decision.origin?.description,
            "frame_ancestors": decision.explanation.frameAncestors.map { "frame-ancestors \($0)" },
            "problem_text": decision.failure?.refusal.message, "problem_code": decision.failure?.refusal.code.rawValue,
        ]
    }
}

/// One entry with what becomes of it.
private struct Verdict {
    let text: String
    let source: EffectiveOriginList.Source
    let isAccepted: Bool
    let reason: String
    let warning: String?

    init(accepted entry: OriginList.Entry, from source: EffectiveOriginList.Source, warning: String?) {
        text = entry.description
        self.source = source
        isAccepted = true
        self.warning = warning
        switch entry {
        case .origin: reason = "May frame, when a sign-in asks for it"
        case .wildcard: reason = "Every host with one or more labels before it may frame; a sign-in must name one"
        }
    }

    init(inherited entry: OriginList.Entry) {
        self.init(accepted: entry, from: .partner, warning: nil)
    }

    init(refused text: String, reason: String, from source: EffectiveOriginList.Source) {
        self.text = text
        self.source = source
        self.reason = reason
        isAccepted = false
        warning = nil
    }

    var values: ConsoleTemplates.Values {
        [
            "entry": text, "source": source.rawValue, "is_inherited": source == .partner, "is_accepted": isAccepted,
            "verdict": isAccepted ? "Allowed" : "Refused", "reason": reason, "warning": warning,
        ]
    }
}

/// A list as it is typed, where some entries may be wrong.
private struct TypedOrigins {
    /// The entries that can stand.
    let list: OriginList

    private let parts: [Part]

    private enum Part {
        case entry(OriginList.Entry, warning: String?)
        case problem(OriginProblem)
    }

    init(_ text: String, _ parser: OriginParser) {
        let texts = text.split(separator: ",").map { $0.trimmingSpace() }.filter { !$0.isEmpty }
        let parts: [Part] = texts.flatMap { text in
            do throws(OriginListProblem) {
                let list = try parser.list(text)
                return list.entries.map { Part.entry($0, warning: list.warnings.first?.description) }
            } catch {
                return error.problems.map { Part.problem($0) }
            }
        }
        self.parts = parts
        let good = parts.compactMap { part in
            if case .entry(let entry, _) = part { entry.description } else { nil }
        }
        // Good entries make a good list, unless they are too many; then the field says so when it is saved.
        list = (try? parser.list(good.joined(separator: ","))) ?? .empty
    }

    func verdicts(_ source: EffectiveOriginList.Source) -> [Verdict] {
        parts.map { part in
            switch part {
            case .entry(let entry, let warning): Verdict(accepted: entry, from: source, warning: warning)
            case .problem(let problem): Verdict(refused: problem.entry, reason: "\(problem)", from: source)
            }
        }
    }
}

import Domain
import OriginPolicy

/// One question about an origin, from the command line, a batch or the API.
public struct OriginQuestion: Sendable {
    /// The partner whose customer is meant.
    public let partner: VendorID
    /// The customer to be framed.
    public let customer: Reference<CustomerID>
    /// The origin asked for; nil or empty: none.
    public let origin: String?
    /// The code that is expected, or `accepted`.
    public let expect: String?

    /// Gathers a question.
    public init(partner: VendorID, customer: Reference<CustomerID>, origin: String?, expect: String? = nil) {
        self.partner = partner
        self.customer = customer
        self.origin = origin
        self.expect = expect
    }

    /// Decides as a sign-in into a frame would.
    public func answer(_ view: DirectoryView, _ parser: OriginParser) -> OriginAnswer {
        guard let found = view.partner(partner) else {
            return refused(.vendorNotFound, "There is no partner with that vendor id.")
        }
        guard let customer = view.customer(customer, of: found.vendorID) else {
            return refused(.customerNotFound, "That partner has no such customer.")
        }
        let list = EffectiveOriginList(customer: customer, partner: found)
        do throws(OriginProblem) {
            // An empty field asks for none, at a sign-in too.
            let asked = origin == "" ? nil : origin
            let decision = OriginPolicy.decide(
                asked: try asked.map { text throws(OriginProblem) in try parser.origin(text) }, in: list,
                requiresOrigin: found.tokenRules.requiresOrigin, forFrame: true)
            return OriginAnswer(question: self, outcome: .explained(decision.explanation))
        } catch {
            return OriginAnswer(question: self, outcome: .explained(OriginExplanation(malformed: error, in: list)))
        }
    }

    private func refused(_ code: Refusal.Code, _ message: String) -> OriginAnswer {
        OriginAnswer(question: self, outcome: .unknown(Refusal(code, message)))
    }
}

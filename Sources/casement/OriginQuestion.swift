import Directory
import Domain
import Foundation
import OriginPolicy

/// One question about an origin.
struct OriginQuestion {
    let partner: VendorID
    let customer: Reference<CustomerID>
    let origin: String?
    var expect: String?

    /// Reads a JSON array of questions, or one question a line; `partner` stands in where one names none.
    static func read(_ text: String, partner: String?) throws -> [OriginQuestion] {
        do {
            return try written(text).map { try OriginQuestion($0, partner: partner) }
        } catch is DecodingError {
            throw CommandFailure.misuse(
                "The batch is neither a JSON array nor a line each of objects with customer, partner, origin, expect.")
        }
    }

    /// Decides as a sign-in into a frame would.
    func answer(_ view: DirectoryView, _ parser: OriginParser) -> OriginAnswer {
        guard let found = view.partner(partner) else { return failed(.partner) }
        guard let customer = view.customer(customer, of: found.vendorID) else { return failed(.customer) }
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

    private func failed(_ subject: DirectoryError.Subject) -> OriginAnswer {
        OriginAnswer(question: self, outcome: .failed(CommandFailure(notFound: subject)))
    }

    private static func written(_ text: String) throws -> [Written] {
        let decoder = JSONDecoder()
        if text.first(where: { !$0.isWhitespace }) == "[" {
            return try decoder.decode([Written].self, from: Data(text.utf8))
        }
        return try text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
            .map { try decoder.decode(Written.self, from: Data($0.utf8)) }
    }
}

extension OriginQuestion {
    /// A question as a batch has it; other members mean nothing.
    private struct Written: Decodable {
        let partner: String?
        let customer: CustomerText
        let origin: String?
        let expect: String?
    }

    /// A customer's reference: a number may be written as one.
    private struct CustomerText: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            // Not a number: then it must be a text, whose error is thrown.
            text = try (try? value.decode(Int64.self)).map { String($0) } ?? value.decode(String.self)
        }
    }

    private init(_ written: Written, partner: String?) throws {
        guard let partner = written.partner ?? partner else {
            throw CommandFailure.misuse("Each question needs a partner, or give --partner.")
        }
        self.init(
            partner: try vendorID(partner), customer: try customerReference(written.customer.text),
            origin: written.origin, expect: written.expect)
    }
}

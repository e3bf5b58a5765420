import Domain

/// Many questions about origins, as a file has them: a JSON array, or one object a line.
public struct OriginBatch: Sendable {
    /// Why a batch cannot be read; the text says what to change.
    public struct Problem: Error, CustomStringConvertible {
        /// A sentence.
        public let description: String
    }

    /// The questions in order.
    public let questions: [OriginQuestion]

    /// Reads a batch; `partner` stands in where a question names none.
    public init(_ text: String, partner: VendorID?) throws(Problem) {
        var questions: [OriginQuestion] = []
        for written in try Self.read(try Self.values(text)) {
            guard let question = written.question(of: partner) else {
                throw Problem(description: "Each question needs a partner, unless one is given for all.")
            }
            questions.append(question)
        }
        self.questions = questions
    }

    private static func values(_ text: String) throws(Problem) -> JSONValue {
        do throws(JSONProblem) {
            if text.first(where: { !$0.isWhitespace }) == "[" { return try JSONParser.parse(Array(text.utf8)) }
            var lines: [JSONValue] = []
            for line in text.split(whereSeparator: \.isNewline) where !line.allSatisfy(\.isWhitespace) {
                lines.append(try JSONParser.parse(Array(line.utf8)))
            }
            return .array(lines)
        } catch {
            throw Problem(description: "The batch is neither a JSON array nor a line each of objects: it \(error).")
        }
    }

    private static func read(_ values: JSONValue) throws(Problem) -> [WrittenOriginQuestion] {
        do throws(FieldComplaint) {
            return try FieldType<[WrittenOriginQuestion]>.objects(FieldRules(), count: 0...Int.max).read(values)
        } catch {
            let faults = error.faults.map { "\($0.name) \($0.reason)" }.joined(separator: "; ")
            throw Problem(
                description: "The batch needs objects with customer, and optionally partner, origin, expect: \(faults)."
            )
        }
    }
}

/// A question as it is written, where the partner may go without saying.
struct WrittenOriginQuestion: Fields {
    private let partner: VendorID?
    private let customer: Reference<CustomerID>
    private let origin: String?
    private let expect: String?

    init?(reading fields: inout FieldReader) {
        let customer = fields.require("customer", .customer)
        partner = fields.take("partner", .vendorID)
        origin = fields.take("origin", .text)
        expect = fields.take("expect", .text)
        guard let customer else { return nil }
        self.customer = customer
    }

    /// The question, about that partner where it names none; nil where neither does.
    func question(of partner: VendorID?) -> OriginQuestion? {
        (self.partner ?? partner).map {
            OriginQuestion(partner: $0, customer: customer, origin: origin, expect: expect)
        }
    }
}

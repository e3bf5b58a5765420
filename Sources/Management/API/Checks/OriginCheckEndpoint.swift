import Domain
import SignIn

/// `/api/origin_checks`: which origins a sign-in would get, by the gateway's own decision.
enum OriginCheckEndpoint {
    /// The body: at most a thousand questions.
    struct Questions: BodyFields {
        /// In the order asked.
        let checks: [WrittenOriginQuestion]

        init?(reading fields: inout FieldReader) {
            let checks: [WrittenOriginQuestion]? = fields.require("checks", .objects(fields.rules, count: 1...1000))
            guard let checks else { return nil }
            self.checks = checks
        }
    }

    /// Answers as the gateway would decide.
    static func check(_ call: Call, _ body: Questions) async throws(APIProblem) -> Answer {
        var (questions, faults): ([OriginQuestion], [FieldFault]) = ([], [])
        for (index, written) in body.checks.enumerated() {
            if let question = written.question(of: call.reach.vendorID) {
                questions.append(question)
            } else {
                faults.append(FieldFault("checks[\(index)].partner", .refused, "is missing"))
            }
        }
        guard faults.isEmpty else { throw .fields(faults) }
        let (parts, reach) = (call.backend.parts, call.reach)
        return try await call.backend.reads.run { [questions] in
            let view = try parts.view()
            return .list(
                questions.map { question in
                    question.answer(reach.view(view, of: question.partner), parts.signIn.origins).json
                })
        }
    }
}

extension Reach {
    /// The view as far as it is reached: another partner is not in it.
    func view(_ view: DirectoryView, of partner: VendorID) -> DirectoryView {
        vendorID == nil || vendorID == partner ? view : DirectoryView()
    }
}

import Domain
import Foundation
import OriginPolicy
import Testing

@Suite("Explanations of an origin decision")
struct OriginExplanationTests {
    @Test("A grant names list, entry, rule and the resulting sources, in snake case")
    func grant() throws {
        let list = try effective(
            "https://a.example", "https://*.p.example", outer: "https://outer.example,https://a.example")
        let decision = OriginPolicy.decide(
            asked: try OriginParser().origin("https://a.example"), in: list, requiresOrigin: false, forFrame: true)
        let json = try object(decision.explanation)
        #expect(json["accepted"] as? Bool == true && json["rule"] as? String == "exact")
        #expect(json["asked"] as? String == "https://a.example" && json["origin"] as? String == "https://a.example")
        #expect(json["list"] as? String == "customer" && json["entry"] as? String == "https://a.example")
        #expect(json["frame_ancestors"] as? String == "'self' https://a.example https://outer.example")
        #expect(json["code"] == nil && json["message"] == nil)
        let entries = try #require(json["effective"] as? [[String: String]])
        #expect(entries.last == ["entry": "https://*.p.example", "list": "partner"])
    }

    @Test("What is not an origin is explained as origin_malformed with the entry and the reason")
    func malformed() throws {
        let problem = OriginProblem(entry: "https://a/b", reason: .path)
        let explanation = OriginExplanation(malformed: problem, in: try effective("", ""))
        #expect(!explanation.accepted && explanation.code == "origin_malformed" && explanation.rule == .malformed)
        #expect(explanation.message == problem.description && explanation.asked == "https://a/b")
    }

    private func object(_ explanation: OriginExplanation) throws -> [String: Any] {
        let data = try JSONEncoder().encode(explanation)
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}

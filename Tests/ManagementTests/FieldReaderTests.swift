import Directory
import Domain
import Testing

@testable import Management

@Suite struct FieldReaderTests {
    private struct Inner: Fields {
        let origin: String?

        init?(reading fields: inout FieldReader) {
            let id = fields.require("id", .whole(1...9))
            origin = fields.take("origin", .text)
            guard id != nil else { return nil }
        }
    }

    private struct Sample: BodyFields {
        let name: String
        let note: String?
        let email: FieldChange<String?>
        let origins: FieldChange<OriginList>
        let isOn: FieldChange<Bool>
        let inner: [Inner]?

        init?(reading fields: inout FieldReader) {
            let name = fields.require("name", .name)
            note = fields.take("note", .text)
            email = fields.change(clearing: "email", .email)
            origins = fields.change("origin_url", .origins(fields.rules.origins), clearedTo: .empty)
            isOn = fields.change("on", .flag)
            inner = fields.take("inner", .objects(fields.rules, count: 0...2))
            guard let name else { return nil }
            self.name = name
        }
    }

    private func read(_ text: String) throws -> Sample {
        guard case .object(let object) = try JSONParser.parse(Array(text.utf8)) else { throw CancellationError() }
        return try FieldReader.read(Sample.self, from: object, FieldRules())
    }

    private func faults(_ text: String) -> [FieldFault] {
        do {
            _ = try read(text)
            return []
        } catch {
            guard case .fields(let faults) = error as? APIProblem else { return [] }
            return faults
        }
    }

    @Test("A reader of nothing lists what is read, in order") func declares() {
        let declared = FieldReader.declared(by: Sample.self)
        #expect(declared.map(\.name) == ["name", "note", "email", "origin_url", "on", "inner"])
        #expect(declared.filter(\.isRequired).map(\.name) == ["name"])
        #expect(declared.filter(\.isNullable).map(\.name) == ["note", "email", "origin_url", "inner"])
        #expect(declared.map(\.shape) == [.text, .text, .text, .text, .flag, .list])
        #expect(declared.last?.within.map(\.name) == ["id", "origin"])
    }

    @Test("What is left out stays, null clears, a value is set") func changes() throws {
        let absent = try read(#"{"name":"a"}"#)
        #expect(absent.email.applied(to: "old") == "old" && absent.isOn.applied(to: true))
        #expect(absent.note == nil && absent.inner == nil)
        let cleared = try read(#"{"name":"a","email":null,"origin_url":null,"note":null}"#)
        #expect(cleared.email.applied(to: "old") == nil)
        #expect(cleared.origins.applied(to: try OriginParser().list("https://a.example")) == .empty)
        let set = try read(#"{"name":"a","email":"a@b","on":false,"origin_url":"https://a.example","more":1}"#)
        #expect(set.email.applied(to: nil) == "a@b" && !set.isOn.applied(to: true))
        #expect(set.origins.applied(to: .empty).description == "https://a.example")
    }

    @Test("Every fault is told, by name and by kind") func everyFault() {
        let text = #"""
            {"name":" ","note":1,"email":"nobody","origin_url":"https://a.example/x,ftp://b","on":null,
            "inner":[{"id":1.5},{"id":10,"origin":false}]}
            """#
        let found = faults(text)
        #expect(
            found.map(\.name) == [
                "name", "note", "email", "origin_url", "on", "inner[0].id", "inner[1].id", "inner[1].origin",
            ])
        #expect(
            found.map(\.kind) == [
                .refused, .malformed, .refused, .refused, .malformed, .malformed, .refused, .malformed,
            ])
    }

    @Test(
        "What is missing or too much is told",
        arguments: [
            ("{}", "name", FieldFault.Kind.malformed), (#"{"name":null}"#, "name", .malformed),
            (#"{"name":"a","inner":[{"id":1},{"id":1},{"id":1}]}"#, "inner", .refused),
            (#"{"name":"a","inner":{}}"#, "inner", .malformed), (#"{"name":"a","inner":[1]}"#, "inner[0]", .malformed),
        ])
    func limits(text: String, name: String, kind: FieldFault.Kind) {
        #expect(faults(text).map(\.name) == [name])
        #expect(faults(text).map(\.kind) == [kind])
    }

    @Test(
        "A whole number is one, however it is written",
        arguments: [
            ("3", 3), ("3.0", 3), ("3e0", 3), ("30e-1", 3), ("3.5", nil), ("\"3\"", nil), ("true", nil), ("1e400", nil),
        ]
            as [(String, Int64?)])
    func wholeNumbers(text: String, value: Int64?) throws {
        let json = try JSONParser.parse(Array(text.utf8))
        #expect((try? FieldType<Int64>.whole(1...9).read(json)) == value)
    }

    @Test(
        "A JWKS address is https, on a host that is allowed, and nothing else",
        arguments: [
            ("https://keys.example/jwks.json", true), ("https://KEYS.example:8443/a?b=c", true),
            ("http://keys.example/jwks.json", false), ("https://other.example/", false),
            ("https://keys.example@other.example/", false), ("https://user@keys.example/", false),
            ("https://keys.example/#x", false), ("keys.example", false), ("", false), ("https://keys.example/ü", false),
            ("https://keys.example.evil.example/", false), ("https://keys.example\\@evil.example/", false),
        ])
    func jwksAddresses(text: String, isTaken: Bool) {
        let type = FieldType<JWKSAddress>.jwksAddress(["Keys.example"])
        #expect(((try? type.read(.string(text))) != nil) == isTaken)
    }
}

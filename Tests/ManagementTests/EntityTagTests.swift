import Directory
import Testing

@testable import Management

@Suite("If-Match")
struct EntityTagTests {
    @Test(
        "Names versions by their tags; other servers' tags and weak ones name none",
        arguments: [
            (#""7""#, [7]), (#""7","8""#, [7, 8]), (#" "7" ,  "8" "#, [7, 8]), (#""a,7", "8""#, [8]), (#"W/"7""#, []),
            (#""""#, []), (#""07""#, []), (#""7x,", W/"a,b", "9""#, [9]),
        ])
    func versions(text: String, versions: [Int64]) throws {
        #expect(try VersionCondition(ifMatch: text) == .oneOf(versions))
    }

    @Test("Demands nothing when it is not sent, or is a star") func anything() throws {
        #expect(try VersionCondition(ifMatch: nil) == .any)
        #expect(try VersionCondition(ifMatch: "*") == .any)
    }

    @Test(
        "Is a bad request when a member is no tag",
        arguments: ["7", #"""#, #""7" "8""#, "*, *", #""7", x"#, #"w/"7""#, #""7"#])
    func malformed(text: String) {
        #expect(throws: APIProblem.self) { try VersionCondition(ifMatch: text) }
    }
}

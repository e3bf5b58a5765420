import Domain
import OriginPolicy
import Testing

@Suite("Sources of frame-ancestors")
struct FrameAncestorsTests {
    @Test("A frame names itself, the pinned origin and the outer ones once; a direct session itself alone")
    func sources() throws {
        let parser = OriginParser()
        let outer = try parser.list("https://a.example,https://*.outer.example")
        #expect(
            FrameAncestors.sources(pinned: "https://a.example", outer: outer)
                == "'self' https://a.example https://*.outer.example")
        #expect(FrameAncestors.sources(pinned: nil, outer: outer) == "'self'")
    }
}

import Testing

@testable import CasementDemo

@Suite struct FormTextTests {
    @Test("All but unreserved bytes are encoded") func encodes() {
        #expect(FormText.percentEncoded("Az09-._~") == "Az09-._~")
        #expect(FormText.percentEncoded("a b:ö\n") == "a%20b%3A%C3%B6%0A")
    }

    @Test("A body keeps the fields' order") func body() {
        #expect(FormText.body(["b": "1&2", "a": "="]) == "b=1%262&a=%3D")
    }
}

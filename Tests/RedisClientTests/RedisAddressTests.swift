import Testing

@testable import RedisClient

@Suite("Redis addresses")
struct RedisAddressTests {
    @Test("A TCP address has a host, a port and a database")
    func tcp() throws {
        let address = try RedisAddress("redis://cache.internal:7000/3")
        #expect(address.endpoint == .tcp(host: "cache.internal", port: 7000))
        #expect(address.database == 3)
        #expect(try RedisAddress("redis://localhost").endpoint == .tcp(host: "localhost", port: 6379))
        #expect(try RedisAddress("redis://[::1]:7000").endpoint == .tcp(host: "::1", port: 7000))
    }

    @Test("The scheme tells whether TLS is spoken, and stays in what is printed")
    func tls() throws {
        let address = try RedisAddress("rediss://ann:x@cache.internal:7000/3")
        #expect(address.isTLS && address.description == "rediss://cache.internal:7000/3")
        #expect(try !RedisAddress("redis://h").isTLS && !RedisAddress("unix:///s").isTLS)
    }

    @Test("User and password are percent-decoded and never printed")
    func credentials() throws {
        let address = try RedisAddress("redis://ann:p%40ss@host")
        #expect(address.user == "ann")
        #expect(address.password?.reveal() == "p@ss")
        var dumped = ""
        dump(address, to: &dumped)
        #expect(!"\(address) \(String(reflecting: address)) \(dumped)".contains("p@ss"))
        #expect(try RedisAddress("redis://:secret@host").user == nil)
    }

    @Test("A Unix address has a path and fields")
    func unix() throws {
        let address = try RedisAddress("unix:///run/redis.sock?db=2&password=x")
        #expect(address.endpoint == .unix(path: "/run/redis.sock"))
        #expect(address.database == 2)
        #expect(address.password?.reveal() == "x")
    }

    @Test(
        "What is no address is refused for its reason",
        arguments: [
            ("", RedisAddressError.malformed), ("redis://", .malformed), ("redis://h:0", .malformed),
            ("redis://h:70000", .malformed), ("http://h", .schemeUnknown), ("rediss://", .malformed),
            ("redis://h/x", .databaseInvalid), ("redis://h/01", .databaseInvalid), ("redis://h/1/2", .databaseInvalid),
            ("redis://ann@h", .passwordMissing), ("unix://", .malformed), ("unix:///s?db=a", .databaseInvalid),
            ("unix:///s?other=1", .malformed), ("redis://h?db=1", .malformed),
        ])
    func refused(_ text: String, _ reason: RedisAddressError) {
        #expect(throws: reason) { try RedisAddress(text) }
    }
}

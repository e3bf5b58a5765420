import Domain
import Testing

@testable import Management

@Suite struct RateLimiterTests {
    private let start = UnixTime(1_800_000_000)
    private let token = TokenIdentity.stored(APITokenID(1))

    @Test("A minute's requests pass at once, and the next says when it may come") func burst() {
        var limiter = RateLimiter(RateLimits(requests: 3))
        for _ in 0..<3 { #expect(limiter.admit(token, .requests, at: start) == .admitted) }
        #expect(limiter.admit(token, .requests, at: start) == .refused(retryAfter: 20))
        #expect(limiter.admit(token, .requests, at: start + 19) == .refused(retryAfter: 1))
        #expect(limiter.admit(token, .requests, at: start + 20) == .admitted)
        #expect(limiter.admit(token, .requests, at: start + 20) == .refused(retryAfter: 20))
    }

    @Test("Each token and each class has a bucket of its own") func buckets() {
        var limiter = RateLimiter(RateLimits(requests: 1, bulk: 1))
        #expect(limiter.admit(token, .requests, at: start) == .admitted)
        #expect(limiter.admit(token, .bulk, at: start) == .admitted)
        #expect(limiter.admit(.settings, .requests, at: start) == .admitted)
        #expect(limiter.admit(token, .requests, at: start) == .refused(retryAfter: 60))
    }

    @Test("0 sets no limit") func unlimited() {
        var limiter = RateLimiter(RateLimits(requests: 0))
        for _ in 0..<10_000 { #expect(limiter.admit(token, .requests, at: start) == .admitted) }
    }

    @Test("A bucket never holds more than a minute's requests") func overflow() {
        var limiter = RateLimiter(RateLimits(requests: 2))
        #expect(limiter.admit(token, .requests, at: start) == .admitted)
        let later = start + 1_000_000_000
        for _ in 0..<2 { #expect(limiter.admit(token, .requests, at: later) == .admitted) }
        #expect(limiter.admit(token, .requests, at: later) == .refused(retryAfter: 30))
    }

    @Test("A clock set back fills nothing and locks nobody out") func clockSetBack() {
        var limiter = RateLimiter(RateLimits(requests: 1))
        #expect(limiter.admit(token, .requests, at: start) == .admitted)
        #expect(limiter.admit(token, .requests, at: start - 3600) == .refused(retryAfter: 60))
        #expect(limiter.admit(token, .requests, at: start - 3540) == .admitted)
    }

    @Test("Buckets that are full again are forgotten when there are many") func forgetting() {
        var limiter = RateLimiter(RateLimits(requests: 1), capacity: 2)
        for id in 1...100 {
            let time = start + Int64(id) * 60
            #expect(limiter.admit(.stored(APITokenID(Int64(id))), .requests, at: time) == .admitted)
        }
        #expect(limiter.bucketCount <= 2)
    }
}

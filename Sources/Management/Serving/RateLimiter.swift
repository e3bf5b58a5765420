import Domain

/// Which of the two rates a request counts against.
public enum RateClass: String, Hashable, Sendable, CaseIterable {
    /// Reads and writes, one thing at a time.
    case requests
    /// What systems do in great numbers: creating and removing, usage, reports, checks.
    case bulk
}

/// How many requests a minute one token may make; 0 sets no limit.
public struct RateLimits: Hashable, Sendable {
    /// Of class `requests`.
    public var requests: Int
    /// Of class `bulk`.
    public var bulk: Int

    /// 60 and 1,000 unless set.
    public init(requests: Int = 60, bulk: Int = 1000) {
        self.requests = requests
        self.bulk = bulk
    }

    /// The limit of a class.
    subscript(rate: RateClass) -> Int {
        switch rate {
        case .requests: requests
        case .bulk: bulk
        }
    }
}

/// A bucket for each token and class: it holds a minute's requests and fills evenly. Counts whole numbers only: a request
/// costs 60 drops, and a limit of n a minute lets n drops in each second.
struct RateLimiter: Sendable {
    /// What becomes of a request.
    enum Verdict: Hashable {
        /// It may go on.
        case admitted
        /// It may be made again in so many seconds, at least one.
        case refused(retryAfter: Int64)
    }

    private struct Key: Hashable {
        let token: TokenIdentity
        let rate: RateClass
    }

    private struct Bucket {
        var drops: Int64
        var filledAt: UnixTime
    }

    private static let cost: Int64 = 60

    private let limits: RateLimits
    private let capacity: Int
    private var buckets: [Key: Bucket] = [:]

    /// Full buckets; at most about `capacity` are remembered that are not full.
    init(_ limits: RateLimits, capacity: Int = 10_000) {
        self.limits = limits
        self.capacity = capacity
    }

    /// How many buckets are remembered.
    var bucketCount: Int { buckets.count }

    /// Takes a request from the token's bucket, if that has one.
    mutating func admit(_ token: TokenIdentity, _ rate: RateClass, at now: UnixTime) -> Verdict {
        let limit = Int64(limits[rate])
        guard limit > 0 else { return .admitted }
        let key = Key(token: token, rate: rate)
        var bucket = filled(key, limit, now)
        defer { remember(key, bucket, now) }
        guard bucket.drops >= Self.cost else {
            return .refused(retryAfter: (Self.cost - bucket.drops + limit - 1) / limit)
        }
        bucket.drops -= Self.cost
        return .admitted
    }

    /// The bucket as it is now. A clock that was set back fills nothing and locks nobody out.
    private func filled(_ key: Key, _ limit: Int64, _ now: UnixTime) -> Bucket {
        let full = limit * Self.cost
        guard let former = buckets[key] else { return Bucket(drops: full, filledAt: now) }
        let seconds = min(max(now.seconds - former.filledAt.seconds, 0), Self.cost)
        return Bucket(drops: min(former.drops + seconds * limit, full), filledAt: now)
    }

    private mutating func remember(_ key: Key, _ bucket: Bucket, _ now: UnixTime) {
        if buckets.count >= capacity {
            // A bucket not used for a minute is full, as one that is not remembered.
            buckets = buckets.filter { now.seconds - $0.value.filledAt.seconds < Self.cost }
        }
        buckets[key] = bucket
    }
}

import Directory
import Domain
import Logging
import NIOPosix
import TokenVerification

/// Fetches the keys of partners that publish them: every hour, and when a token named one that is not there.
struct KeyFetching: Job {
    /// So many hosts are asked at a time, so that a silent one holds up few others.
    static let simultaneous = 8

    private let directory: DirectoryStore
    private let fetcher: JWKSFetcher
    private let requests: SharedKeyRequests
    private let publisher: DirectoryPublisher
    private let clock: @Sendable () -> UnixTime
    private let logger: Logger

    /// A job that stores in `directory` what it fetched, and shows it.
    init(
        directory: DirectoryStore, fetcher: JWKSFetcher, requests: SharedKeyRequests, publisher: DirectoryPublisher,
        clock: @escaping @Sendable () -> UnixTime, logger: Logger
    ) {
        self.directory = directory
        self.fetcher = fetcher
        self.requests = requests
        self.publisher = publisher
        self.clock = clock
        self.logger = logger
    }

    func turn() async -> Duration? {
        do {
            let due = try await due(at: clock())
            try await fetch(due)
            if !due.isEmpty { try await publisher.publish() }
        } catch {
            logger.turnFailed("keys cannot be fetched", error)
        }
        return .seconds(1)
    }

    private func due(at now: UnixTime) async throws -> [JWKSSource] {
        try await NIOThreadPool.singleton.runIfActive { [directory, requests] in
            for partner in requests.take(at: now) { try directory.askForKeys(of: partner, now: now) }
            return try directory.jwksSources().filter { $0.isDue(at: now) }
        }
    }

    private func fetch(_ sources: [JWKSSource]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, source) in sources.enumerated() {
                if number >= Self.simultaneous { try await group.next() }
                group.addTask { try await fetch(source) }
            }
            try await group.waitForAll()
        }
    }

    private func fetch(_ source: JWKSSource) async throws {
        let outcome: Result<[ImportedKey], JWKSFetchFailure>
        do { outcome = .success(try await fetcher.fetch(source.url)) } catch { outcome = .failure(error) }
        try Task.checkCancellation()  // then the host is not to blame
        try await NIOThreadPool.singleton.runIfActive { try keep(outcome, of: source) }
    }

    private func keep(_ outcome: Result<[ImportedKey], JWKSFetchFailure>, of source: JWKSSource) throws {
        do {
            let keys = try outcome.get().map(NewSigningKey.init)
            try directory.storeFetchedKeys(keys, of: source.vendorID, from: source.url, now: clock())
        } catch let failure as JWKSFetchFailure {
            try note("\(failure)", of: source)
        } catch DirectoryError.invalid(let reasons) {
            try note(
                reasons.map { "A key's \($0.key.rawValue) \($0.value)." }.sorted().joined(separator: " "), of: source)
        }
    }

    private func note(_ reason: String, of source: JWKSSource) throws {
        try directory.noteFetchFailure(of: source.vendorID, from: source.url, reason: reason, now: clock())
        logger.warning("keys not fetched", metadata: ["partner": "\(source.vendorID)", "reason": "\(reason)"])
    }
}

extension NewSigningKey {
    fileprivate init(_ key: ImportedKey) {
        self.init(kid: key.kid, kind: key.kind, subjectPublicKeyInfo: key.subjectPublicKeyInfo)
    }
}

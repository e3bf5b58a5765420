import Domain
import Logging
import OpenSSLCrypto
import SignIn
import Synchronization

/// Everything that outlives a request: the parts, the threads, the rates. Both doors share it.
final class ManagementBackend: Sendable {
    /// What Management was built from.
    let parts: ManagementParts
    /// When it was made.
    let startedAt: UnixTime
    /// Tells whom tokens let in.
    let authentication: Authentication
    /// Threads that read, so that no read waits for a write.
    let reads = BlockingWork(threads: 4, capacity: 4096)
    /// The thread that writes: the file takes one writer at a time anyway.
    let writes = BlockingWork(threads: 1, capacity: 4096)
    /// Threads that check passwords, which takes long and much memory: one, so that guessing leaves the others alone.
    let passwords = BlockingWork(threads: 1, capacity: 64)

    /// What the tokens of workspace forms are made with; a form shown before a restart is refused after it.
    let workspaceKey = SecureRandom.bytes(32)

    private let limiter: Mutex<RateLimiter>

    init(_ parts: ManagementParts) {
        self.parts = parts
        startedAt = parts.clock()
        authentication = Authentication(directory: parts.directory, operatorToken: parts.operatorToken)
        limiter = Mutex(RateLimiter(parts.rateLimits))
    }

    /// What reading fields needs to know of the settings.
    var fieldRules: FieldRules { FieldRules(origins: parts.signIn.origins, jwksHosts: parts.jwksHosts) }

    /// Counts a request; `rate_limited` when there were too many.
    func admit(_ token: TokenIdentity, _ rate: RateClass) throws(APIProblem) {
        let now = parts.clock()
        switch limiter.withLock({ $0.admit(token, rate, at: now) }) {
        case .admitted: return
        case .refused(let seconds): throw .rateLimited(retryAfter: seconds)
        }
    }

    /// Waits until the data plane shows what was written. What is committed is answered in any case: if the view cannot be
    /// had now, the data plane follows by itself as soon as it can.
    func publish() async {
        do { try await parts.publish() } catch {
            parts.logger.error("change not published yet", metadata: ["error": "\(error)"])
        }
    }

    /// Ends the threads.
    func stop() async throws {
        try await reads.stop()
        try await writes.stop()
        try await passwords.stop()
    }
}

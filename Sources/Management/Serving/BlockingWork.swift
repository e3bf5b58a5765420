import NIOPosix
import Synchronization

/// Threads for work that waits for a disk, so that neither event loops nor Swift's own threads do. Bounded twice: by the
/// threads, and by how much may wait for one.
final class BlockingWork: Sendable {
    private let threads: NIOThreadPool
    private let capacity: Int
    private let taken = Atomic(0)

    /// Starts `count` threads; more than `capacity` pieces of work at a time are turned away.
    init(threads count: Int, capacity: Int) {
        threads = NIOThreadPool(numberOfThreads: count)
        self.capacity = capacity
        threads.start()
    }

    // Threads that nobody stopped would wait for work for ever.
    deinit { threads.shutdownGracefully { _ in } }

    /// What `body` gives, on one of the threads.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws(APIProblem) -> Value {
        defer { taken.subtract(1, ordering: .relaxed) }
        guard taken.add(1, ordering: .relaxed).newValue <= capacity else { throw .directoryBusy }
        do { return try await threads.runIfActive(body) } catch { throw APIProblem(error) }
    }

    /// Ends the threads once what was taken is done.
    func stop() async throws { try await threads.shutdownGracefully() }
}

import CasementTesting
import NIOCore
import Synchronization

@testable import Gateway

/// More bytes than everybody's buffers hold, sent to somebody who does not read until the gateway stops reading, too.
final class Flow: Sendable {
    /// What a gateway may hold for one stream: what it waits to write, what it has read and not passed on, and the reads
    /// that were on their way when it was told to stop.
    static let bound = 512 * 1024
    static let size = 64 * 1024 * 1024
    static let piece = [UInt8](repeating: 0x61, count: 64 * 1024)

    /// The sender never had to wait for the reader.
    struct NothingStopped: Error {}

    private let writer: WireConnection
    private let reader: WireConnection
    private let gateway: Gateway
    private let hasSent = Mutex(false)

    init(from writer: WireConnection, to reader: WireConnection, through gateway: Gateway) {
        self.writer = writer
        self.reader = reader
        self.gateway = gateway
    }

    /// Sends it all, and gives the most bytes that were seen in the gateway's memory meanwhile.
    func mostHeld() async throws -> Int {
        try await reader.setReading(false)
        async let sending: Void = send()
        var most = 0
        while true {
            let held = try await gateway.held()
            most = max(most, held.bytes)
            if held.unreadConnections > 0 { break }
            if hasSent.withLock({ $0 }) { throw NothingStopped() }
        }
        try await reader.setReading(true)
        var received = 0
        while received < Self.size {
            received += try await reader.read { $0.isEmpty ? nil : $0.count }.count
            most = max(most, try await gateway.held().bytes)
        }
        try await sending
        return most
    }

    private func send() async throws {
        defer { hasSent.withLock { $0 = true } }
        for _ in 0..<(Self.size / Self.piece.count) { try await writer.write(Self.piece) }
    }
}

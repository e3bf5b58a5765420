import CasementTesting
import Foundation
import Gateway
import Logging
import Synchronization
import Testing

@testable import CasementApp

@Suite("Certificates' files")
struct FileRenewalTests {
    @Test("Another pair is shown, once")
    func renewal() async throws {
        let pair = try await Pair()
        var job = try pair.job()
        #expect(await job.turn() == .seconds(2))
        #expect(pair.shown.count == 0)
        try pair.write(try await TestCertificate())
        for _ in 0..<3 { _ = await job.turn() }
        #expect(pair.shown.count == 1)
        try pair.write(try await TestCertificate())
        _ = await job.turn()
        #expect(pair.shown.count == 2)
    }

    @Test("A pair that is no certificate is not shown, and the next good one is")
    func worse() async throws {
        let pair = try await Pair()
        var job = try pair.job()
        let new = try await TestCertificate()
        try pair.write(chain: new.chain)
        _ = await job.turn()
        try pair.write(chain: [])
        _ = await job.turn()
        try FileManager.default.removeItem(atPath: pair.paths.key)
        _ = await job.turn()
        #expect(pair.shown.count == 0)
        try pair.write(new)
        _ = await job.turn()
        #expect(pair.shown.count == 1)
    }

    @Test("A renewal that could not be shown is tried again")
    func again() async throws {
        let pair = try await Pair()
        var job = try pair.job()
        try pair.write(try await TestCertificate())
        pair.shown.fails = true
        _ = await job.turn()
        #expect(pair.shown.count == 0)
        pair.shown.fails = false
        _ = await job.turn()
        #expect(pair.shown.count == 1)
    }

    @Test("Other authorities are trusted, and no authorities are not")
    func authorities() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/ca.pem"
        let write = { (bytes: [UInt8]) in try Data(bytes).write(to: URL(filePath: path)) }
        try write(try await TestCertificate().chain)
        let (files, shown) = (RenewableFiles.authorities(path), Shown())
        var job = FileRenewal(
            files: files, since: try #require(try files.changes(since: nil)), show: { _ in try shown.add() },
            facts: { _ in [:] }, logger: .silent)
        for (bytes, count) in [([], 0), (try await TestCertificate().chain, 1)] {
            try write(bytes)
            _ = await job.turn()
            #expect(shown.count == count)
        }
    }

    @Test("What is wrong at the start is told with its setting")
    func start() async throws {
        let pair = try await Pair()
        let yaml = "gateway:\n  tls: {certificate: \(pair.paths.certificate), key: \(pair.paths.key)}\n"
        #expect(try GatewayTLS(load(yaml)).front != nil)
        try pair.write(chain: try await TestCertificate().chain)
        #expect(problem(yaml) == "c.yaml:2: gateway.tls.key: does not belong to the first certificate")
        try pair.write(chain: Array("hello".utf8))
        #expect(problem(yaml) == "c.yaml:2: gateway.tls.certificate: holds no PEM certificate")
        let upstream = "gateway: {upstream: 'https://app.example', upstream_ca: \(pair.paths.certificate)}\n"
        #expect(problem(upstream) == "c.yaml:1: gateway.upstream_ca: holds no PEM certificate")
        try FileManager.default.removeItem(atPath: pair.paths.certificate)
        let cannot = "the file \"\(pair.paths.certificate)\" cannot be read"
        #expect(problem(yaml) == "c.yaml:2: gateway.tls.certificate: \(cannot)")
        #expect(problem(upstream) == "c.yaml:1: gateway.upstream_ca: \(cannot)")
        #expect(try GatewayTLS(load("gateway: {upstream: 'https://app.example'}\n")).upstreamTrust != nil)
    }

    @Test("Redis' files are read at the start too, and wanted for rediss:// alone")
    func redis() async throws {
        let pair = try await Pair()
        let (chain, key) = (pair.paths.certificate, pair.paths.key)
        let yaml = { (url: String) in "redis: {url: '\(url)', ca: \(chain), certificate: \(chain), key: \(key)}\n" }
        #expect(try GatewayTLS(load(yaml("rediss://h"))).redis.tls != nil)
        #expect(try GatewayTLS(load("redis: {url: 'rediss://h'}\n")).redis.tls != nil)
        #expect(try GatewayTLS(load("")).redis.tls == nil)
        #expect(
            problems(yaml("redis://h"))
                == ["ca", "certificate"].map {
                    "c.yaml:1: redis.\($0): is for TLS, but redis.url does not begin with rediss://"
                })
        try pair.write(chain: try await TestCertificate().chain)
        #expect(problem(yaml("rediss://h")) == "c.yaml:1: redis.key: does not belong to the first certificate")
        try pair.write(chain: Array("hello".utf8))
        #expect(problem(yaml("rediss://h")) == "c.yaml:1: redis.ca: holds no PEM certificate")
        try FileManager.default.removeItem(atPath: chain)
        #expect(problem(yaml("rediss://h")) == "c.yaml:1: redis.ca: the file \"\(chain)\" cannot be read")
    }

    private func problem(_ yaml: String) -> String? {
        do {
            _ = try GatewayTLS(load(yaml))
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// The two files, and how often a certificate of theirs was shown.
    private struct Pair {
        let paths: Settings.Certificate
        let shown = Shown()
        private let folder: TemporaryFolder

        init() async throws {
            folder = try TemporaryFolder()
            paths = Settings.Certificate(certificate: folder.path + "/c.pem", key: folder.path + "/k.pem")
            try write(try await TestCertificate())
        }

        func write(_ certificate: TestCertificate) throws {
            try write(chain: certificate.chain)
            try Data(certificate.key).write(to: URL(filePath: paths.key))
        }

        func write(chain: [UInt8]) throws { try Data(chain).write(to: URL(filePath: paths.certificate)) }

        func job() throws -> FileRenewal<ServerCertificate> {
            let files = RenewableFiles.certificate(paths)
            let reading = try #require(try files.changes(since: nil))
            return FileRenewal(
                files: files, since: reading, show: { _ in try shown.add() }, facts: { _ in [:] }, logger: .silent)
        }
    }

    private final class Shown: Sendable {
        struct Fails: Error {}

        private let state = Mutex((count: 0, fails: false))

        var count: Int { state.withLock { $0.count } }
        var fails: Bool {
            get { state.withLock { $0.fails } }
            set { state.withLock { $0.fails = newValue } }
        }

        func add() throws {
            try state.withLock { state in
                if state.fails { throw Fails() }
                state.count += 1
            }
        }
    }
}

import CasementTesting
import NIOCore
import Testing

@testable import RedisClient

@Suite("TLS with a real server", .enabled(if: RedisServerProcess.isInstalled))
struct RedisTLSTests {
    @Test(
        "A server is served that proves to be the host, by name or by address", arguments: ["localhost", "127.0.0.1"])
    func trusted(_ host: String) async throws {
        let certificate = try await TestCertificate()
        let process = try RedisTLSProcess(showing: certificate)
        let redis = try await OnLoop(process, host, try RedisTLS(authorities: certificate.chain, identity: nil))
        #expect(try await redis.send("ECHO", "hidden").text == "hidden")
        try await redis.close()
    }

    @Test("A server that leads to no trusted authority is refused")
    func untrusted() async throws {
        let process = try RedisTLSProcess(showing: try await TestCertificate())
        let other = try await TestCertificate()
        let redis = try await OnLoop(process, "localhost", try RedisTLS(authorities: other.chain, identity: nil))
        #expect(try await redis.failure().contains("leads to no trusted authority"))
        try await redis.close()
    }

    @Test("So is one with another host's certificate", arguments: ["localhost", "127.0.0.1"])
    func otherHost(_ host: String) async throws {
        let certificate = try await TestCertificate(for: "DNS:other.example,IP:192.0.2.1")
        let process = try RedisTLSProcess(showing: certificate)
        let redis = try await OnLoop(process, host, try RedisTLS(authorities: certificate.chain, identity: nil))
        #expect(try await redis.failure().contains("names another host"))
        try await redis.close()
    }

    @Test("A client certificate opens a server that asks for one; without it that is said")
    func clients() async throws {
        let (certificate, own) = (try await TestCertificate(), try await TestCertificate())
        let process = try RedisTLSProcess(showing: certificate, trusting: own)
        let identity = RedisTLS.Identity(chain: own.chain, key: own.key)
        let known = try await OnLoop(
            process, "localhost", try RedisTLS(authorities: certificate.chain, identity: identity))
        #expect(try await known.send("ECHO", "known").text == "known")
        try await known.close()
        let unknown = try await OnLoop(
            process, "localhost", try RedisTLS(authorities: certificate.chain, identity: nil))
        #expect(try await unknown.failure().contains("refuses our certificate, or wants one"))
        try await unknown.close()
    }

    @Test("New authorities are for new connections")
    func renewed() async throws {
        let certificate = try await TestCertificate()
        let process = try RedisTLSProcess(showing: certificate)
        let server = RedisServer(
            try process.address("localhost"),
            tls: try RedisTLS(authorities: try await TestCertificate().chain, identity: nil))
        let redis = try await OnLoop(server)
        #expect(try await redis.failure().contains("leads to no trusted authority"))
        server.use(try RedisTLS(authorities: certificate.chain, identity: nil))
        #expect(try await eventually { try await redis.send("ECHO", "again") }.text == "again")
        try await redis.close()
    }

    @Test("Without anybody to trust no connection is made")
    func nobody() async throws {
        let process = try RedisTLSProcess(showing: try await TestCertificate())
        let redis = try await OnLoop(RedisServer(try process.address("localhost")))
        #expect(try await redis.failure() == "cannot connect: nobody is trusted for TLS")
        try await redis.close()
    }

    @Test("Texts that do not do are told apart")
    func problems() async throws {
        let (own, other) = (try await TestCertificate(), try await TestCertificate())
        let problem = { (authorities: [UInt8]?, chain: [UInt8], key: [UInt8]) -> RedisTLS.Problem? in
            do throws(RedisTLS.Problem) {
                _ = try RedisTLS(authorities: authorities, identity: .init(chain: chain, key: key))
                return nil
            } catch {
                return error
            }
        }
        #expect(problem(own.chain, own.chain, own.key) == nil)
        #expect(problem([], own.chain, own.key) == .authoritiesUnreadable)
        #expect(problem(own.chain, own.key, own.key) == .chainUnreadable)
        #expect(problem(own.chain, own.chain, own.chain) == .keyUnreadable)
        #expect(problem(own.chain, own.chain, other.key) == .keyMismatched)
    }
}

extension RedisTLSProcess {
    fileprivate func address(_ host: String) throws -> RedisAddress { try RedisAddress("rediss://\(host):\(port)") }
}

extension OnLoop {
    fileprivate init(_ process: RedisTLSProcess, _ host: String, _ tls: RedisTLS) async throws {
        try await self.init(RedisServer(try process.address(host), tls: tls))
    }

    /// In what words a command fails.
    fileprivate func failure() async throws -> String {
        do {
            return "no failure, but \(try await send("PING"))"
        } catch let error as RedisError {
            return error.description
        }
    }
}

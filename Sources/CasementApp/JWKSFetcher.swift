import AsyncHTTPClient
import Directory
import NIOCore
import NIOHTTP1
import NIOSSL
import TokenVerification

/// Fetches partners' JWK sets, from the hosts that the operator lists and from no other.
struct JWKSFetcher: Sendable {
    /// The most bytes that an answer may have.
    static let sizeLimit = 64 * 1024

    private let hosts: Set<String>
    private let trustRoots: NIOSSLTrustRoots
    private let timeLimit: Duration

    /// A fetcher that allows `timeLimit` for a whole fetch; `trustRoots` are the certificates that servers are checked
    /// against.
    init(hosts: [String], trustRoots: NIOSSLTrustRoots = .default, timeLimit: Duration = .seconds(5)) {
        self.hosts = Set(hosts.map { $0.lowercased() })
        self.trustRoots = trustRoots
        self.timeLimit = timeLimit
    }

    /// The keys that the address serves now, at least one and at most twenty.
    func fetch(_ url: String) async throws(JWKSFetchFailure) -> [ImportedKey] {
        let host: String
        do { host = try JWKSSource.host(of: url) } catch { throw .addressMalformed }
        // The list may have been shortened since the address was stored.
        guard hosts.contains(host) else { throw .hostNotListed(host) }
        let text = try await answer(of: url)
        do { return try ImportedKey.read(text) } catch { throw .unusable(error) }
    }

    /// Fetches are so rare that each has a client of its own, which ends with it.
    private func answer(of url: String) async throws(JWKSFetchFailure) -> String {
        do {
            return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
                try await inTime { try await Self.body(of: url, by: client) }
            }
        } catch {
            throw JWKSFetchFailure(error)
        }
    }

    private var configuration: HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        tls.trustRoots = trustRoots
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    /// The client's own deadline ends with the head of the answer; this one covers its body too.
    private func inTime(_ fetch: @escaping @Sendable () async throws -> String) async throws -> String {
        try await withThrowingTaskGroup(of: String.self) { group in
            defer { group.cancelAll() }
            group.addTask(operation: fetch)
            group.addTask {
                try await Task.sleep(for: timeLimit)
                throw JWKSFetchFailure.timedOut
            }
            guard let first = try await group.next() else { throw JWKSFetchFailure.timedOut }
            return first
        }
    }

    private static func body(of url: String, by client: HTTPClient) async throws -> String {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "Accept", value: "application/jwk-set+json, application/json")
        let response = try await client.execute(request, deadline: .distantFuture)
        guard response.status == .ok else { throw JWKSFetchFailure.status(Int(response.status.code)) }
        return String(buffer: try await response.body.collect(upTo: sizeLimit))
    }
}

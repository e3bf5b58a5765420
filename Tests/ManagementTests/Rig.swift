import CasementTesting
import Directory
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Sessions
import SignIn
import Synchronization
import Testing

@testable import Management

/// Management over a file of its own, asked through Hummingbird's router: two partners, a token each, and the operator's.
struct Rig: Sendable {
    /// Who asks.
    enum Caller: Sendable {
        case acme
        case beta
        case operatorToken
        case token(String)
        case nobody
    }

    /// The operator's token.
    static let operatorToken = "the-operator's-token"
    /// The time at which everything here was made.
    static let start = UnixTime(1_800_000_000)

    let store: DirectoryStore
    let sessions = FakeSessions()
    let console = FakeConsoleMemory()
    let clock = ManualClock(Rig.start)
    let publications = Publications()
    let acmeToken: String
    let betaToken: String

    /// Says nothing.
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private let folder: TemporaryFolder
    private let parts: ManagementParts
    private let server: ManagementServer

    init(limits: RateLimits = RateLimits(requests: 0, bulk: 0), jwksHosts: [String] = []) throws {
        folder = try TemporaryFolder()
        let store = try DirectoryStore(path: folder.path(of: "directory.sqlite"))
        self.store = store
        for name in ["acme", "beta"] {
            let origins = try OriginParser().list("https://\(name).example")
            _ = try store.createPartner(
                NewPartner(vendorID: try vendor(name), name: name, origins: origins), by: .system, now: Self.start)
        }
        acmeToken = try store.createToken(of: vendor("acme"), name: "ci", by: .system, now: Self.start).secret.reveal()
        betaToken = try store.createToken(of: vendor("beta"), name: "ci", by: .system, now: Self.start).secret.reveal()
        let (clock, publications) = (clock, publications)
        parts = ManagementParts(
            directory: store, sessions: sessions, console: console, sessionLimits: SessionLimits(),
            view: { try store.loadView() }, publish: { try publications.add() },
            gatewayURL: "https://casement.example", adminURL: "https://console.example",
            signIn: SignInDecider.Rules(audience: "https://casement.example"),
            operatorToken: Secret(Self.operatorToken), jwksHosts: jwksHosts, rateLimits: limits,
            clock: { clock.now }, logger: Self.logger)
        server = ManagementServer(parts: parts, doors: [])
    }

    /// A server of the same parts that listens.
    func server(
        doors: [Door], onListening: @escaping @Sendable (Door, SocketAddress) async -> Void
    ) -> ManagementServer {
        ManagementServer(parts: parts, doors: doors, onListening: onListening)
    }

    /// Asks as `caller`, with a JSON body if one is given.
    @discardableResult
    func ask(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, as caller: Caller = .acme,
        with fields: HTTPFields = [:], at door: Door = .admin(Endpoint(host: "127.0.0.1", port: 0))
    ) async throws -> Reply {
        var headers = fields
        if let credentials = credentials(of: caller) { headers[.authorization] = "Bearer \(credentials)" }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        let reply = try await server.application(door).test(.router) { [headers] client in
            try await client.execute(
                uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
            ) { Reply($0) }
        }
        checkAgainstDocument(reply, method, path)
        return reply
    }

    /// Holds the answer of an address that exists against what the document says of it.
    private func checkAgainstDocument(_ reply: Reply, _ method: HTTPRequest.Method, _ path: String) {
        // No route, no description: not found, or another method.
        guard let route = try? Route.table.match(method: method.rawValue, path: path.prefix { $0 != "?" }).route,
            method != .head
        else { return }
        #expect(OpenAPIDocument.served?.faults(of: reply, to: route) == [], "\(method) \(path)")
    }

    /// Creates a customer of that partner; gives its number.
    func customer(_ name: String = "Blue Sky", of partner: String = "acme", externalID: String? = nil) throws
        -> CustomerID
    {
        try store.createCustomer(
            NewCustomer(
                vendorID: vendor(partner), externalID: externalID.flatMap { ExternalID($0) }, name: name,
                origins: OriginParser().list("https://na1.company.com,https://eu1.company.com")),
            by: .system, now: Self.start
        ).customer.id
    }

    /// Creates a member of that customer; gives its number.
    func member(of customer: CustomerID, externalID: String? = nil, email: String = "ann@example.com") throws
        -> MemberID
    {
        try store.createMember(
            NewMember(
                customerID: customer, externalID: externalID.flatMap { ExternalID($0) }, name: "Ann", email: email,
                role: .analyst), by: .system, now: Self.start
        ).member.id
    }

    private func credentials(of caller: Caller) -> String? {
        switch caller {
        case .acme: acmeToken
        case .beta: betaToken
        case .operatorToken: Self.operatorToken
        case .token(let text): text
        case .nobody: nil
        }
    }
}

/// How often the data plane was shown something, and whether that fails.
final class Publications: Sendable {
    private let state = Mutex((count: 0, isFailing: false))

    var count: Int { state.withLock { $0.count } }

    func fail() { state.withLock { $0.isFailing = true } }

    func add() throws {
        try state.withLock { state in
            guard !state.isFailing else { throw CancellationError() }
            state.count += 1
        }
    }
}

/// A folder of its own, gone with the last reference to it.
final class TemporaryFolder: Sendable {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "management-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    // Left behind in the temporary folder if it cannot be removed: nothing a test could do about it.
    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(of name: String) -> String { folder.appending(path: name).path }
}

func vendor(_ text: String) throws -> VendorID { try #require(VendorID(text)) }

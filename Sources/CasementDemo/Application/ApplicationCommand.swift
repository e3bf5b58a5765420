import ArgumentParser

/// Serves the application that stands behind Casement.
struct ApplicationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "application", abstract: "The application behind the gateway.")

    @Option(help: "Where to listen; port 0 takes a free one.")
    var listen = ListenAddress(host: "127.0.0.1", port: 8082)

    func run() async throws {
        let routes = try ApplicationRoutes()
        try await DemoServer(name: "application", address: listen).run(routes.router())
    }
}

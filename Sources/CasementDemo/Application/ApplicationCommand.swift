import ArgumentParser

/// Serves the application that stands behind Casement.
struct ApplicationCommand: AsyncParsableCommand {
    /// The name and the help text.
    static let configuration = CommandConfiguration(
        commandName: "application", abstract: "The application behind the gateway.")

    /// Where to listen.
    @Option(help: "Where to listen; port 0 takes a free one.")
    var listen = ListenAddress(host: "127.0.0.1", port: 8082)

    /// Serves until it is told to stop.
    func run() async throws {
        let routes = try ApplicationRoutes()
        try await DemoServer(name: "application", address: listen).run(routes.router())
    }
}

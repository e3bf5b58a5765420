import Domain
import Gateway
import Logging
import NIOPosix

/// Gives the gateway a renewed certificate for its new connections: looks every other second whether the files hold
/// another one. Files that hold none change nothing, and that is said once.
struct CertificateRenewal: Job {
    private let files: CertificateFiles
    private let show: @Sendable (ServerCertificate) async throws -> Void
    private let logger: Logger
    private var contents: CertificateFiles.Contents

    /// A job that has the certificate of `reading` shown already.
    init(
        files: CertificateFiles, since reading: CertificateFiles.Reading,
        show: @escaping @Sendable (ServerCertificate) async throws -> Void, logger: Logger
    ) {
        self.files = files
        self.show = show
        self.logger = logger
        contents = reading.contents
    }

    mutating func turn() async -> Duration? {
        do {
            guard let reading = try await read() else { return .seconds(2) }
            try await show(reading.certificate)
            contents = reading.contents
            logger.notice(
                "certificate renewed", metadata: ["valid_until": "\(reading.certificate.validUntil.iso8601)"])
        } catch let change as CertificateFiles.ChangedForTheWorse {
            contents = change.contents
            logger.warning("certificate not renewed", metadata: ["problem": "gateway.tls.\(change.problem)"])
        } catch {
            logger.turnFailed("certificate cannot be renewed", error)
        }
        return .seconds(2)
    }

    private func read() async throws -> CertificateFiles.Reading? {
        try await NIOThreadPool.singleton.runIfActive { [files, contents] in try files.changes(since: contents) }
    }
}

import Gateway

/// What the files that the gateway speaks TLS with held at the start.
struct GatewayTLS: Sendable {
    /// The certificate for clients and its files; nil: no TLS in front.
    let front: (files: CertificateFiles, reading: CertificateFiles.Reading)?
    /// Who an https application must prove to be; nil: it is an http one.
    let upstreamTrust: UpstreamTrust?

    /// Reads the files; each that is no good is named with its setting.
    init(_ settings: Settings) throws(SettingsError) {
        front = try Self.front(settings)
        upstreamTrust = settings.gateway.upstream.isTLS ? try Self.upstreamTrust(settings) : nil
    }

    private static func front(
        _ settings: Settings
    ) throws(SettingsError) -> (files: CertificateFiles, reading: CertificateFiles.Reading)? {
        guard let paths = settings.gateway.tls else { return nil }
        let files = CertificateFiles(paths)
        do throws(CertificateFiles.ChangedForTheWorse) {
            return try files.changes(since: nil).map { (files, $0) }
        } catch {
            throw settings.error("gateway.tls.\(error.problem.part)", error.problem.sentence)
        }
    }

    private static func upstreamTrust(_ settings: Settings) throws(SettingsError) -> UpstreamTrust {
        let key = "gateway.upstream_ca"
        let path = settings.gateway.upstreamCA
        let authorities = path.flatMap(CertificateFiles.bytes)
        if let path, authorities == nil { throw settings.error(key, cannotBeRead(path)) }
        do { return try UpstreamTrust(authorities: authorities) } catch {
            throw settings.error(key, "holds no PEM certificate")
        }
    }
}

extension Settings {
    /// What `serve` would say of the files that it speaks TLS with.
    public var problemsOfFiles: [SettingsProblem] {
        do throws(SettingsError) {
            _ = try GatewayTLS(self)
            return []
        } catch {
            return error.problems
        }
    }

    /// One problem with a setting's value that only serving finds.
    fileprivate func error(_ key: String, _ sentence: String) -> SettingsError {
        let place = report.first { $0.key == key }?.place ?? .standard
        return SettingsError(problems: [SettingsProblem(key: key, place: place, sentence: sentence)])
    }
}

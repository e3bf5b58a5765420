import Gateway
import RedisClient

/// What the files that the gateway speaks TLS with held at the start.
struct GatewayTLS: Sendable {
    /// The files of a value, and the value.
    typealias Source<Value: Sendable> = (files: RenewableFiles<Value>, reading: RenewableFiles<Value>.Reading)

    /// The certificate for clients; nil: no TLS in front.
    let front: Source<ServerCertificate>?
    /// The authorities of an https application; nil: it is an http one, or the system's are meant.
    let authorities: Source<UpstreamTrust>?
    /// Who an https application must prove to be; nil: it is an http one.
    let upstreamTrust: UpstreamTrust?
    /// Redis, and how TLS is spoken with it; nil: it is not.
    let redis: (server: RedisServer, tls: Source<RedisTLS>?)

    /// Reads the files; each that is no good is named with its setting.
    init(_ settings: Settings) throws(SettingsError) {
        front = try settings.read(settings.gateway.tls.map { .certificate($0) })
        redis = try settings.redisServer()
        guard settings.gateway.isUpstreamTLS else {
            (authorities, upstreamTrust) = (nil, nil)
            return
        }
        authorities = try settings.read(settings.gateway.upstreamCA.map { .authorities($0) })
        if let authorities {
            upstreamTrust = authorities.reading.value
        } else {
            upstreamTrust = try settings.systemTrust()
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

    /// Redis, and what the files held that are needed to speak TLS with it.
    func redisServer() throws(SettingsError) -> (server: RedisServer, tls: GatewayTLS.Source<RedisTLS>?) {
        let tls = try read(redis.url.isTLS ? .redis(redis) : nil)
        return (RedisServer(redis.url, tls: tls?.reading.value), tls)
    }

    fileprivate func read<Value>(
        _ files: RenewableFiles<Value>?
    ) throws(SettingsError) -> GatewayTLS.Source<Value>? {
        guard let files else { return nil }
        do throws(ChangedForTheWorse) {
            return try files.changes(since: nil).map { (files, $0) }
        } catch {
            throw self.error(error.problem)
        }
    }

    fileprivate func systemTrust() throws(SettingsError) -> UpstreamTrust {
        do { return try UpstreamTrust(authorities: nil) } catch {
            throw self.error(FileProblem(key: "gateway.upstream_ca", sentence: "is needed: the system trusts nobody"))
        }
    }

    /// One problem with a setting's value that only serving finds.
    private func error(_ problem: FileProblem) -> SettingsError {
        let place = report.first { $0.key == problem.key }?.place ?? .standard
        return SettingsError(problems: [SettingsProblem(key: problem.key, place: place, sentence: problem.sentence)])
    }
}

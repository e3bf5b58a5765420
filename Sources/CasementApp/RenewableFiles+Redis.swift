import RedisClient

extension RenewableFiles<RedisTLS> {
    /// Whom Redis must be certified by, and who we are towards it; no files where the system's authorities will do and no
    /// certificate is shown.
    static func redis(_ settings: Settings.Redis) -> Self {
        let named: [(key: String, path: String?)] = [
            ("redis.ca", settings.ca), ("redis.certificate", settings.certificate?.certificate),
            ("redis.key", settings.certificate?.key),
        ]
        let files = named.compactMap { file in file.path.map { (key: file.key, path: $0) } }
        return Self(files.map(\.path)) { texts throws(FileProblem) in
            var held: [String: [UInt8]] = [:]
            for (file, text) in zip(files, texts) {
                guard let text else { throw FileProblem(key: file.key, sentence: cannotBeRead(file.path)) }
                held[file.key] = text
            }
            do throws(RedisTLS.Problem) {
                return try RedisTLS(
                    authorities: held["redis.ca"],
                    identity: held["redis.certificate"].flatMap { chain in
                        held["redis.key"].map { RedisTLS.Identity(chain: chain, key: $0) }
                    })
            } catch {
                throw FileProblem(error)
            }
        }
    }
}

extension FileProblem {
    fileprivate init(_ problem: RedisTLS.Problem) {
        switch problem {
        case .authoritiesMissing: self.init(key: "redis.ca", sentence: "is needed: the system trusts nobody")
        case .authoritiesUnreadable: self.init(key: "redis.ca", sentence: "holds no PEM certificate")
        case .chainUnreadable: self.init(key: "redis.certificate", sentence: "holds no PEM certificate")
        case .keyUnreadable: self.init(key: "redis.key", sentence: "holds no PEM key, or one with a password")
        case .keyMismatched: self.init(key: "redis.key", sentence: "does not belong to the first certificate")
        }
    }
}

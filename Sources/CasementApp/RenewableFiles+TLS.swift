import Gateway

extension RenewableFiles<ServerCertificate> {
    /// The chain and the key that clients are shown.
    static func certificate(_ paths: Settings.Certificate) -> Self {
        let (chainKey, keyKey) = ("gateway.tls.certificate", "gateway.tls.key")
        return Self([paths.certificate, paths.key]) { texts throws(FileProblem) in
            guard let chain = texts[0] else {
                throw FileProblem(key: chainKey, sentence: cannotBeRead(paths.certificate))
            }
            guard let key = texts[1] else { throw FileProblem(key: keyKey, sentence: cannotBeRead(paths.key)) }
            do throws(ServerCertificate.Problem) { return try ServerCertificate(chain: chain, key: key) } catch {
                switch error {
                case .chainUnreadable: throw FileProblem(key: chainKey, sentence: "holds no PEM certificate")
                case .keyUnreadable:
                    throw FileProblem(key: keyKey, sentence: "holds no PEM key, or one with a password")
                case .keyMismatched:
                    throw FileProblem(key: keyKey, sentence: "does not belong to the first certificate")
                }
            }
        }
    }
}

extension RenewableFiles<UpstreamTrust> {
    /// The authorities that an https application is trusted by.
    static func authorities(_ path: String) -> Self {
        let key = "gateway.upstream_ca"
        return Self([path]) { texts throws(FileProblem) in
            guard let text = texts[0] else { throw FileProblem(key: key, sentence: cannotBeRead(path)) }
            do { return try UpstreamTrust(authorities: text) } catch {
                throw FileProblem(key: key, sentence: "holds no PEM certificate")
            }
        }
    }
}

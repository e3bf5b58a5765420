import Directory
import Domain

/// `/api/account/keys` and `/api/account/signature_verification_key`: what the partner's tokens are verified with.
enum KeyEndpoints {
    /// Every key with where it came from, and the JWKS URL.
    static func list(_ call: Call) async throws(APIProblem) -> Answer {
        let (keys, source) = try await call.read(try call.reach.partner()) { store, vendor in
            (try store.keys(of: vendor), try store.jwksSource(of: vendor))
        }
        return Answer(.object([("result", .array(keys.map(\.json))), ("jwks", source?.json ?? .null)]))
    }

    /// Registers a key beside the others, or says where keys are to be fetched from.
    static func add(_ call: Call, _ body: NewKeyBody) async throws(APIProblem) -> Answer {
        let partner = try call.reach.partner()
        switch body.wish {
        case .register(let key):
            let record = try await call.write(partner) { store, vendor in
                try store.addKey(key, to: vendor, by: call.author, now: call.now)
            }
            return Answer(record.json)
        case .fetch(let address):
            let source = try await call.write(partner) { store, vendor in
                try store.setJWKSSource(address.text, of: vendor, by: call.author, now: call.now)
            }
            return Answer(source.json)
        }
    }

    /// Makes one key the only registered one, as the reference platform does.
    static func replace(_ call: Call, _ body: SignatureVerificationKeyBody) async throws(APIProblem) -> Answer {
        let partner = try call.reach.partner()
        try await call.write(partner) { store, vendor in
            try store.replaceRegisteredKeys(by: body.key, of: vendor, by: call.author, now: call.now)
        }
        return Answer(.object([("vendor_id", .string(partner.name.rawValue)), ("success", .bool(true))]))
    }

    /// Forgets the key of the path.
    static func remove(_ call: Call) async throws(APIProblem) -> Answer {
        try await remove(call, try call.place("id") { KeyID(decimal: $0) })
    }

    /// Forgets what the query names: a key, or the JWKS URL with its keys.
    static func removeChosen(_ call: Call, _ query: KeyChoice) async throws(APIProblem) -> Answer {
        switch (query.id, query.jwksURL) {
        case (let id?, nil): return try await remove(call, id)
        case (nil, let url?): return try await forget(call, url)
        case (nil, nil), (_?, _?): throw .requestInvalid("Name one thing to forget: give id or jwks_url.")
        }
    }

    private static func remove(_ call: Call, _ id: KeyID) async throws(APIProblem) -> Answer {
        try await call.write(try call.reach.partner()) { store, vendor in
            try store.removeKey(id, of: vendor, by: call.author, now: call.now)
        }
        return .done
    }

    /// Forgets the URL, if it is still the partner's.
    private static func forget(_ call: Call, _ url: String) async throws(APIProblem) -> Answer {
        try await call.write(try call.reach.partner()) { store, vendor in
            guard try store.jwksSource(of: vendor)?.url == url else { throw DirectoryError.notFound(.keySource) }
            try store.removeJWKSSource(of: vendor, by: call.author, now: call.now)
        }
        return .done
    }
}

import Domain

extension AssertionKeyRing {
    /// As it stands in the file: a secret.
    var json: JSONText {
        .object([
            (
                "keys",
                .array(
                    keys.map { key in
                        .object([
                            ("signs_from", .number(key.signsFrom.seconds)), ("private_key", .string(key.pem.reveal())),
                        ])
                    })
            )
        ])
    }

    /// Reads what `json` wrote; nil for anything else, and without a key.
    init?(json: [UInt8]) {
        guard case .object(let object)? = try? JSONParser.parse(json),  // what is broken is not ours either
            case .array(let values)? = object["keys"], !values.isEmpty
        else { return nil }
        let keys = values.compactMap(Key.init(json:))
        guard keys.count == values.count else { return nil }
        self.init(keys)
    }
}

extension AssertionKeyRing.Key {
    fileprivate init?(json: JSONValue) {
        guard case .object(let object) = json, case .number(let signsFrom)? = object["signs_from"],
            let seconds = signsFrom.whole, case .string(let pem)? = object["private_key"],
            let key = try? Self(pem: Secret(pem), signsFrom: UnixTime(seconds))  // a key that is none: not ours
        else { return nil }
        self = key
    }
}

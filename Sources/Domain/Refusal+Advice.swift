extension Refusal.Code {
    /// The sentence that says what to change, where nothing more exact is known.
    public var advice: String {
        switch self {
        case .httpRequestInvalid: "Send a well-formed HTTP request, as a browser's own navigation does."
        case .requestAmbiguous: "Send each field and each session cookie once; the session cookies seen were cleared."
        case .pathInvalid: "Give a path on this host that begins with one slash."
        case .tokenMissing: "Add the signed token, as workato_dl_token or token."
        case .tokenMalformed: "Send a compact JWS of at most 8 KiB whose header and payload are plain JSON objects."
        case .algorithmNotAllowed: "Sign with an algorithm that the partner's settings allow and the key fits."
        case .keyNotFound:
            "Sign with a key that is registered for this partner and valid now, and name it in kid if at all."
        case .signatureInvalid: "Sign the token with the private key whose public half the partner registered."
        case .tokenExpired: "Make a new token: this one's exp has passed."
        case .tokenNotYetValid: "Check the clock of the machine that signs: iat or nbf lies ahead of now."
        case .tokenTooOld: "Make a new token for each sign-in: this one's iat is too long ago."
        case .tokenFreshnessMissing: "Add iat or exp to the token."
        case .tokenReplayed: "Make a new token with a new jti: this one was already used."
        case .claimInvalid: "Correct the claim named here."
        case .vendorNotFound: "Begin sub with the partner's vendor id."
        case .customerNotFound: "Name a customer of this partner in sub, by number or by E and its external id."
        case .memberNotFound: "Name a member of this customer in sub, by number or by E and its external id."
        case .originMalformed: "Write the origin as scheme://host[:port]."
        case .originConflict: "Ask for the same origin in the token and in the request, or in one of them only."
        case .originRequired:
            "Name the origin that will frame the page, in the token's origin claim or the origin field."
        case .originNotAllowed:
            "Add this origin to the customer's or the partner's origin list, or ask for one that is there."
        case .originListEmpty: "Add an origin to the customer's or the partner's origin list."
        case .sessionMissing: "Sign in again from the page that embeds this one."
        case .sessionExpired: "The session has ended. Sign in again from the page that embeds this one."
        case .originMismatch: "Send the request from a page of this host."
        case .rateLimited: "Wait, then send fewer requests."
        case .sessionStoreUnavailable:
            "Try again in a moment: sessions cannot be read right now. You are still signed in."
        case .upstreamUnavailable: "Try again in a moment: the application cannot be reached."
        case .upstreamInvalid: "The application's answer was not valid HTTP. Its operator needs to look at it."
        case .upstreamTimeout: "Try again in a moment: the application took too long."
        case .headTooLarge: "Send a shorter address and fewer or shorter header fields."
        case .bodyTooLarge: "Send a smaller body."
        case .requestTimeout: "Send the whole request sooner."
        case .notFound: "Check the address: there is nothing here."
        case .methodNotAllowed: "Use a method that this address takes."
        case .hostNotServed: "Use this service's public address: this host name is not served here."
        case .expectationFailed: "Leave Expect out, or send 100-continue."
        case .internalError: "Try again; if it stays, tell the operator the request id."
        }
    }
}

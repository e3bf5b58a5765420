import Domain
import TokenVerification

extension SignInDecider {
    /// The partner whose token was just refused and names by its `kid` a key that the partner does not have; nil after any
    /// other failure.
    ///
    /// The token is read a second time, so that one which is accepted, or fails otherwise, costs nothing for this.
    public static func partnerLackingKey(
        of token: String, after failure: CheckFailure, view: DirectoryView, at now: UnixTime
    ) -> VendorID? {
        // Without a list of its own a partner's algorithms follow its keys: a new key may be of another kind.
        guard [.algorithm, .key].contains(failure.check) else { return nil }
        guard let token = try? UnverifiedToken(token), let kid = token.keyID,  // nil: it was read before
            let partner = view.partner(token.subject.vendorID)
        else { return nil }
        return partner.hasLiveKey(named: kid, at: now) ? nil : partner.vendorID
    }
}

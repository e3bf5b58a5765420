/// What was done, told on the page after it. Only these words can be shown so, whatever a link says.
enum ConsoleNotice: String, Sendable, CaseIterable {
    case passwordChanged = "password_changed"
    case signedOutElsewhere = "signed_out_elsewhere"
    case customerAdded = "customer_added"
    case customerDeleted = "customer_deleted"
    case saved
    case collaboratorAdded = "collaborator_added"
    case collaboratorChanged = "collaborator_changed"
    case collaboratorRemoved = "collaborator_removed"
    case sessionsEnded = "sessions_ended"
    case partnerAdded = "partner_added"
    case keyAdded = "key_added"
    case keyRemoved = "key_removed"
    case tokenRevoked = "token_revoked"
    case personRemoved = "person_removed"
    case planSaved = "plan_saved"
    case planDeleted = "plan_deleted"

    /// The parameter that carries it.
    static let parameter = "done"

    /// The sentence.
    var text: String {
        switch self {
        case .passwordChanged: "Your password was changed. Your other sessions were ended."
        case .signedOutElsewhere: "You were signed out everywhere else."
        case .customerAdded: "The customer was added."
        case .customerDeleted: "The customer was deleted."
        case .saved: "Saved. The gateway applies it from now on."
        case .collaboratorAdded: "The collaborator was added."
        case .collaboratorChanged: "The collaborator was changed."
        case .collaboratorRemoved: "The collaborator was removed."
        case .sessionsEnded: "The sessions were ended."
        case .partnerAdded: "The partner was added."
        case .keyAdded: "The key was added."
        case .keyRemoved: "The key was removed. Tokens signed with it are refused from now on."
        case .tokenRevoked: "The token was revoked."
        case .personRemoved: "The person was removed from the team."
        case .planSaved: "The plan was saved."
        case .planDeleted: "The plan was deleted."
        }
    }
}

import Directory

extension DirectoryError.Conflict {
    /// The sentence that says what to change, in the API and on the command line.
    public var advice: String {
        switch self {
        case .vendorIDTaken: "Choose another vendor id: this one is or was a partner's."
        case .externalIDTaken: "Choose another external id: this one is taken."
        case .kidTaken: "Choose another kid: another key of the partner has this one."
        case .emailTaken: "Choose another address: somebody has this one."
        case .planNameTaken: "Choose another name: another plan has this one."
        case .planInUse: "Move the customers of this plan to another first; the free plan stays."
        case .lastOperator: "Add another operator first: somebody must be able to manage everything."
        }
    }
}

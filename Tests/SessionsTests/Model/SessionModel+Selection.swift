import Domain

@testable import Sessions

extension SessionSelection {
    /// Whether a session of this identity is meant.
    func includes(_ identity: SessionModel.Identity) -> Bool {
        if let origin, identity.origin.map({ Rig.origin($0).description }) != origin { return false }
        return switch scope {
        case .partner(let partner): identity.partner == partner.rawValue
        case .customer(let customer): identity.customer == customer.rawValue
        case .member(let member, let customer):
            identity.customer == customer.rawValue && identity.member == member.rawValue
        case .withoutMember(let customer): identity.customer == customer.rawValue && identity.member == nil
        }
    }
}

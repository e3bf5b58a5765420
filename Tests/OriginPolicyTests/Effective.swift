import Domain
import OriginPolicy
import Testing

/// The effective list of a customer and a partner with these lists.
func effective(
    _ customer: String, _ partner: String, mode: Customer.OriginMode = .append, outer: String = ""
) throws -> EffectiveOriginList {
    let parser = OriginParser()
    let vendor = try #require(VendorID("acme"))
    return EffectiveOriginList(
        customer: Customer(
            id: CustomerID(1), vendorID: vendor, externalID: nil, name: "Blue Sky", origins: try parser.list(customer),
            originMode: mode, outerAncestors: try parser.list(outer)),
        partner: Partner(
            vendorID: vendor, name: "Acme", origins: try parser.list(partner), tokenRules: TokenRules(), keys: []))
}

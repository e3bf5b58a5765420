import ArgumentParser
import Domain

/// `--partner V` or `--operator`: whose something is.
struct OwnerOptions: ParsableArguments {
    @Option(help: "The partner's, by its vendor id.") var partner: String?
    @Flag(name: .customLong("operator"), help: "The operator's own, for all partners.") var isOperators = false

    /// Nil: the operator.
    var vendorID: VendorID? { get throws { try partner.map(casement.vendorID) } }

    func validate() throws {
        guard (partner != nil) != isOperators else { throw ValidationError("Give --partner V or --operator.") }
    }
}

import Directory
import Domain
import OpenSSLCrypto

extension DemoPartner {
    /// Every partner, in order of creation.
    static func all(acme: NewPartner) throws -> [DemoPartner] {
        [
            DemoPartner(
                new: acme, daysAgo: 560,
                team: [
                    TeamPerson("Ada Brennan", "ada@acme.example", .admin, daysAgo: 560),
                    TeamPerson("Cleo Vance", "cleo@acme.example", .customerManager, daysAgo: 430),
                    TeamPerson("Marek Dvořák", "marek@acme.example", .customerManager, daysAgo: 9, hasPassword: false),
                ], companies: Company.ofAcme, externalIDs: .initials),
            try other(
                "helio", "Helio Commerce", origins: "https://app.helio.example,https://*.stores.helio.example",
                daysAgo: 425, admin: "Noor Haddad", companies: Company.ofHelio, externalIDs: .numbers(from: 70_021)),
            try other(
                "fjord", "Fjord HR", origins: "https://people.fjord.example", daysAgo: 310, admin: "Sigrid Aas",
                companies: Company.ofFjord, externalIDs: .initials),
            try other(
                "brightdesk", "Brightdesk", origins: "https://desk.brightdesk.example,https://eu.brightdesk.example",
                daysAgo: 130, admin: "Tom Okafor", companies: Company.ofBrightdesk, externalIDs: .none),
        ]
    }

    /// A partner with one admin and a key that nobody has the private half of.
    private static func other(
        _ vendorID: String, _ name: String, origins: String, daysAgo: Int64, admin: String, companies: [Company],
        externalIDs: ExternalIDs
    ) throws -> DemoPartner {
        let key = try PrivateKey.generate(.ec(.p256)).publicKey()
        let new = NewPartner(
            vendorID: try VendorID.demo(vendorID), name: name, origins: try OriginParser().list(origins),
            keys: [NewSigningKey(kid: "main", kind: .p256, subjectPublicKeyInfo: try key.subjectPublicKeyInfo())])
        let email = "\(admin.prefix { $0 != " " }.lowercased())@\(vendorID).example"
        let person = TeamPerson(admin, email, .admin, daysAgo: daysAgo)
        return DemoPartner(
            new: new, daysAgo: daysAgo, team: [person], companies: companies, externalIDs: externalIDs)
    }
}

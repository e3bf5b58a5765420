import Domain

/// Names of members.
enum People {
    /// So many different people, the first of whom is an admin.
    static func members(_ count: Int, at company: Company, using random: inout SeededRandom) -> [Person] {
        let given = given.shuffled(using: &random).prefix(count)
        return given.enumerated().map { place, given in
            let family = family[Int(random.int(0...Int64(family.count - 1)))]
            let role: Member.Role = place == 0 ? .admin : random.chance(0.6) ? .analyst : .operator
            return Person(name: "\(given) \(family)", id: Company.plain(given), domain: company.domain, role: role)
        }
    }

    private static let given = [
        "Amara", "Ben", "Chiara", "Daniel", "Elif", "Farid", "Grace", "Hiro", "Inés", "Jonas", "Kavya", "Liam", "Maya",
        "Noah", "Oona", "Pavel", "Quinn", "Rosa", "Samir", "Tara", "Uma", "Viktor", "Wanda", "Xin", "Yusuf", "Zoë",
        "Arjun", "Beatriz", "Carlos", "Dina", "Emeka", "Freya", "Goran", "Hana", "Ivo", "Jada", "Kofi", "Lena",
    ]

    private static let family = [
        "Abe", "Bauer", "Castillo", "Dubois", "Eriksen", "Fontaine", "Gallo", "Hughes", "Ivanova", "Jensen", "Kim",
        "López", "Murphy", "Nakamura", "Osei", "Petrov", "Quist", "Rahman", "Silva", "Tanaka", "Ueda", "Varga",
        "Walsh", "Xu", "Yılmaz", "Zielińska", "Adeyemi", "Brandt", "Costa", "Diaz",
    ]
}

import Directory
import Domain

/// Who works for whom, and so writes to the directory.
struct Teams {
    /// The operator's own; whoever installs the program, before there is one.
    private(set) var `operator` = Author(.commandLine, name: "casement")
    private var members: [VendorID: [Author]] = [:]

    /// From now on they may write, if they can sign in.
    mutating func add(_ user: TeamUserRecord) {
        guard user.passwordHash != nil else { return }
        let author = Author(.user, id: user.id.rawValue, name: user.name)
        guard let vendorID = user.vendorID else { return self.operator = author }
        members[vendorID, default: []].append(author)
    }

    /// One of the partner's, now this and now that.
    func author(for partner: VendorID, at time: UnixTime) -> Author {
        guard let there = members[partner] else { return self.operator }
        return there[Int(time.seconds % Int64(there.count))]
    }
}

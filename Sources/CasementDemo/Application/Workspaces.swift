/// What a customer has written into its workspace, in memory only.
actor Workspaces {
    /// The most notes kept for a customer; older ones go.
    static let notesKept = 5
    private static let customersKept = 1_000
    private static let longestNote = 200
    private var notes: [String: [WorkspaceNote]] = [:]

    /// The customer's notes, newest first.
    func notes(of customer: String) -> [WorkspaceNote] { notes[customer] ?? [] }

    /// Adds a note, cut to 200 characters; an empty one is not kept.
    func add(_ text: String, by author: String, to customer: String) {
        guard !text.isEmpty, notes[customer] != nil || notes.count < Self.customersKept else { return }
        let note = WorkspaceNote(text: String(text.prefix(Self.longestNote)), author: author)
        notes[customer] = Array(([note] + notes(of: customer)).prefix(Self.notesKept))
    }
}

/// One note of a workspace.
struct WorkspaceNote: Hashable, Sendable {
    /// What was written.
    let text: String
    /// Who wrote it.
    let author: String
}

import Domain

/// A view of the directory, and the how many-th it is that one loop was shown.
final class ShownView {
    let view: DirectoryView
    let number: Int

    /// The first.
    init(_ view: DirectoryView) { self.init(view: view, number: 0) }

    private init(view: DirectoryView, number: Int) {
        self.view = view
        self.number = number
    }

    /// The next.
    func followed(by view: DirectoryView) -> ShownView { ShownView(view: view, number: number + 1) }
}

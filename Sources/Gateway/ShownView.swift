import Domain

/// A view of the directory, and the how many-th it is that one loop was shown.
final class ShownView {
    let view: DirectoryView
    let number: Int

    /// The first, unless its number is another.
    init(_ view: DirectoryView, number: Int = 0) {
        self.view = view
        self.number = number
    }

    /// The next.
    func followed(by view: DirectoryView) -> ShownView { ShownView(view, number: number + 1) }
}

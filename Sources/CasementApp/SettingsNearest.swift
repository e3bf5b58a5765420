/// The candidate that differs from `name` in the fewest letters, if those are at most 2, or an eighth of a long name; the
/// first of several.
func nearest(to name: String, among candidates: [String]) -> String? {
    let most = max(2, name.count / 8)
    let ranked = candidates.map { (name: $0, distance: editDistance(name, $0)) }
    return ranked.filter { $0.distance <= most }.min { $0.distance < $1.distance }?.name
}

/// How many letters to insert, delete or replace to make one text of the other (Levenshtein).
private func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (line, letter) in left.enumerated() {
        var diagonal = row[0]
        row[0] = line + 1
        for column in right.indices {
            let replaced = diagonal + (letter == right[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
        }
    }
    return row[right.count]
}

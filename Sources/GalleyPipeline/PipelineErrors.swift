internal import GalleyStages

extension [Mistake] {
    /// The mistakes by file and place, each once.
    var inOrder: [Mistake] {
        var seen: [Mistake] = []
        for mistake in sorted(by: { $0.place.order < $1.place.order }) where !seen.contains(mistake) {
            seen.append(mistake)
        }
        return seen
    }
}

extension Setting.Place {
    fileprivate var order: (Int, Int, Int) { (file, line, column) }
}

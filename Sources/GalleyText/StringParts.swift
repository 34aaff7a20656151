// The library that has these for regular expressions would make the program a megabyte larger.
extension StringProtocol {
    /// Says whether a text stands in this one.
    ///
    /// - Complexity: O(length × length of `part`).
    package func contains(_ part: String) -> Bool { firstPlace(of: part, from: utf8.startIndex) != nil }

    /// The pieces between all places where a separator stands.
    ///
    /// - Complexity: O(length × length of `separator`).
    package func parts(between separator: String, omittingEmpty: Bool = true) -> [SubSequence] {
        var pieces: [SubSequence] = []
        var start = startIndex
        func take(_ piece: Range<Index>) {
            if !omittingEmpty || !piece.isEmpty { pieces.append(self[piece]) }
        }
        while let place = firstPlace(of: separator, from: start) {
            take(start..<place.lowerBound)
            start = place.upperBound
        }
        take(start..<endIndex)
        return pieces
    }

    /// The text with another one wherever `part` stands.
    ///
    /// - Complexity: O(length × length of `part`).
    package func replacing(_ part: String, with other: String) -> String {
        parts(between: part, omittingEmpty: false).joined(separator: other)
    }

    private func firstPlace(of part: String, from start: Index) -> Range<Index>? {
        precondition(!part.isEmpty, "nothing stands everywhere")
        var index = start
        while index < utf8.endIndex {
            let rest = utf8[index...]
            if rest.starts(with: part.utf8) { return index..<utf8.index(index, offsetBy: part.utf8.count) }
            utf8.formIndex(after: &index)
        }
        return nil
    }
}

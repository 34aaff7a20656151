internal import GalleyText

/// Knows the paragraphs of a text that was before it again.
///
/// Most paragraphs differ in their first letters, and only of those that do not is the whole looked at.
struct RepeatedParagraphs {
    /// The first line with each beginning; inverted once it stands in `wholes`, too.
    private var beginnings: [UInt64: Int] = [:]
    /// The first line with each hash of all its letters, among those whose beginning came twice.
    private var wholes: [UInt64: Int] = [:]
    /// The last line that stayed, and the one before it.
    private var (last, beforeLast): (Int?, Int?)

    /// What a paragraph has at least, to go wherever its copy stands.
    ///
    /// Repeated lines of tables, lists, recipes and lyrics are shorter, or no sentences; questions are those of a
    /// questionnaire, asked again.
    private static let (leastBytes, leastWords) = (60, 12)

    /// The number of an earlier line with the same letters, if `number` is a paragraph that may go.
    ///
    /// - Complexity: O(*n*) in its length, O(1) for most.
    mutating func firstCopy(of number: Int, in lines: LineTable, _ bytes: Span<UInt8>) -> Int? {
        let found = longCopy(of: number, in: lines, bytes) ?? neighbour(of: number, in: lines, bytes)
        if found == nil { (beforeLast, last) = (last, number) }
        return found
    }

    private mutating func longCopy(of number: Int, in lines: LineTable, _ bytes: Span<UInt8>) -> Int? {
        let range = lines[number].trimmed
        guard range.count >= Self.leastBytes else { return nil }
        let beginning = bytes.hashOfLetters(in: range, most: 24)
        guard let other = beginnings[beginning] else {
            beginnings[beginning] = number
            return nil
        }
        let whole = bytes.hashOfLetters(in: range, most: .max)
        if other >= 0 {
            wholes[bytes.hashOfLetters(in: lines[other].trimmed, most: .max)] = other
            beginnings[beginning] = ~other
        }
        guard let first = wholes[whole] else {
            wholes[whole] = number
            return nil
        }
        guard bytes.sameLetters(lines[first].trimmed, range), Self.isParagraph(bytes, range) else { return nil }
        return first
    }

    /// The line before, if it has the same letters and both stand in prose.
    ///
    /// A line twice in a row is a slip there, where it may be a refrain or a row of a table elsewhere.
    private func neighbour(of number: Int, in lines: LineTable, _ bytes: Span<UInt8>) -> Int? {
        guard let last, let beforeLast else { return nil }
        let (range, other) = (lines[number].trimmed, lines[last].trimmed)
        guard range.count >= 28, abs(range.count - other.count) <= 8, bytes.sameLetters(other, range) else {
            return nil
        }
        guard bytes.isProse(lines[beforeLast].trimmed) else { return nil }
        guard let next = lines.dropFirst(number + 1).first(where: { !$0.isBlank }) else { return nil }
        guard bytes.isProse(next.trimmed), !bytes.sameLetters(range, next.trimmed) else { return nil }
        return TokenTable(bytes, in: range).tokens.count >= 5 ? last : nil
    }

    private static func isParagraph(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard bytes.endsSentence(in: range), !bytes.endsQuestion(in: range) else { return false }
        let words = TokenTable(bytes, in: range).tokens
        // One ideograph is a word here: it takes more of them.
        let ideographs = words.reduce(0) { $0 + (Unicodes.isIdeographic(bytes.scalar(at: $1.start).value) ? 1 : 0) }
        return words.count - ideographs / 2 >= leastWords
    }
}

extension Span<UInt8> {
    /// A hash of the first letters and digits of `range`, in lower case.
    fileprivate func hashOfLetters(in range: Range<Int>, most: Int) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var count = 0
        var index = range.lowerBound
        while index < range.upperBound, count < most {
            let (value, length) = scalar(at: index)
            index += length
            guard Unicodes.isWord(value) else { continue }
            hash = (hash ^ UInt64(Unicodes.lowered(value))) &* 0x100_0000_01b3
            count += 1
        }
        return hash
    }

    /// Says whether two ranges have the same letters and digits, without regard to case.
    fileprivate func sameLetters(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        var (i, j) = (one.lowerBound, other.lowerBound)
        while true {
            let (a, b) = (nextLetter(&i, before: one.upperBound), nextLetter(&j, before: other.upperBound))
            guard a == b else { return false }
            if a == nil { return true }
        }
    }

    private func nextLetter(_ index: inout Int, before end: Int) -> UInt32? {
        while index < end {
            let (value, length) = scalar(at: index)
            index += length
            if Unicodes.isWord(value) { return Unicodes.lowered(value) }
        }
        return nil
    }
}

internal import GalleyText

/// Knows the paragraphs of a text that was before it again.
///
/// Most paragraphs differ in their first letters, and only of those that do not is the whole looked at.
struct RepeatedParagraphs {
    /// The first line with each beginning; inverted once it stands in `wholes`, too.
    private var beginnings = LineMemory()
    /// The first line with each hash of all its letters, among those whose beginning came twice.
    private var wholes = LineMemory()
    /// The last line that stayed, and the one before it.
    private var (last, beforeLast): (Int?, Int?)

    /// What a paragraph has at least, to go wherever its copy stands.
    ///
    /// Repeated lines of tables, lists, recipes and lyrics are shorter, or no sentences; questions are those of a
    /// questionnaire, asked again. The bytes of letters and digits count, here and below: later stages change those of
    /// marks and spaces.
    private static let (leastLetters, leastWords) = (48, 12)
    /// What a paragraph has at least to be one that is said of two.
    private static let leastLabelled = 64

    /// The number of an earlier line with the same letters, if `number` is a paragraph that may go.
    ///
    /// - Complexity: O(*n*) in its length, O(1) for most.
    mutating func firstCopy(of number: Int, in lines: LineTable, _ bytes: Span<UInt8>) -> Int? {
        let found = longCopy(of: number, in: lines, bytes) ?? neighbour(of: number, in: lines, bytes)
        if found == nil { (beforeLast, last) = (last, number) }
        return found
    }

    /// Whether a line may repeat the one before it, or a paragraph that was said of another may have lost its label,
    /// among the lines around the places where `edits` took some out.
    ///
    /// - Complexity: O(*n* log *m*) in the edits and the lines, beside a bounded number of looks at other lines.
    static func mayStand(near edits: EditList, in lines: LineTable, _ bytes: Span<UInt8>) -> Bool {
        guard !lines.isEmpty else { return false }
        // Reading all again takes less than that many looks.
        guard edits.edits.count * lines.count < 1 << 14 else { return true }
        var removed = 0
        for edit in edits.edits {
            let middle = lines.line(at: edit.range.lowerBound - removed)
            removed += edit.range.count
            // Whether a line goes may depend on two before it and one behind.
            var (first, before) = (middle, 0)
            while first > 0, before < 2 {
                first -= 1
                if !lines[first].isBlank { before += 1 }
            }
            var (last, behind): (Int?, Int) = (nil, 0)
            for number in first..<lines.count where !lines[number].isBlank {
                if let last, isLike(last, number, lines, bytes) { return true }
                if lines[number].trimmed.count >= leastLabelled {
                    for other in lines.indices where other != number && isLike(other, number, lines, bytes) {
                        return true
                    }
                }
                last = number
                if number >= middle { behind += 1 }
                if behind == 3 { break }
            }
        }
        return false
    }

    private static func isLike(_ one: Int, _ other: Int, _ lines: LineTable, _ bytes: Span<UInt8>) -> Bool {
        let (range, other) = (lines[other].trimmed, lines[one].trimmed)
        guard range.count >= 9, other.count >= 9 else { return false }
        // Most lines are much longer or shorter, or begin with another letter.
        guard abs(range.count - other.count) * 4 <= range.count else { return false }
        let (first, second) = (bytes[range.lowerBound], bytes[other.lowerBound])
        if first.isASCIILetter, second.isASCIILetter, first | 0x20 != second | 0x20 { return false }
        return bytes.hasSameLetters(other, range) && hasLetters(bytes, range, atLeast: 9)
    }

    private mutating func longCopy(of number: Int, in lines: LineTable, _ bytes: Span<UInt8>) -> Int? {
        let range = lines[number].trimmed
        guard range.count >= Self.leastLetters else { return nil }
        let beginning = bytes.hashOfLetters(in: range, most: 12)
        guard let (place, other) = beginnings.find(beginning, orAdd: number) else { return nil }
        let whole = bytes.hashOfLetters(in: range)
        if other >= 0 {
            _ = wholes.find(bytes.hashOfLetters(in: lines[other].trimmed), orAdd: other)
            beginnings.change(at: place, to: ~other)
        }
        guard let (_, first) = wholes.find(whole, orAdd: number) else { return nil }
        guard bytes.hasSameLetters(lines[first].trimmed, range), Self.isParagraph(bytes, range) else { return nil }
        return Self.isSaidOfAnother(number, than: first, in: lines, bytes) ? nil : first
    }

    /// Says whether a paragraph and its copy are each alone between a name, a place, a day or a question and the next.
    ///
    /// So do the sentences of two men stand, the weather of two days, two answers. Shorter ones are rather titles
    /// in lists.
    private static func isSaidOfAnother(
        _ number: Int,
        than first: Int,
        in lines: LineTable,
        _ bytes: Span<UInt8>
    ) -> Bool {
        guard Self.hasLetters(bytes, lines[number].trimmed, atLeast: Self.leastLabelled) else { return false }
        func isLabel(_ range: Range<Int>) -> Bool {
            bytes.endsQuestion(in: range)
                || !bytes.endsSentence(in: range) && !Self.hasLetters(bytes, range, atLeast: Self.leastLetters + 1)
        }
        var labels: [Range<Int>] = []
        for number in [number, first] {
            // What stands further off is no label; and a long gap is not read again for each copy.
            let above = lines[max(0, number - 3)..<number].last { !$0.isBlank }?.trimmed
            guard let above, isLabel(above) else { return false }
            labels.append(above)
            let below = lines[(number + 1)...].prefix(3).first { !$0.isBlank }?.trimmed
            guard below.map(isLabel) ?? true else { return false }
        }
        return !bytes.hasSameLetters(labels[0], labels[1])
    }

    /// The line before, if it has the same letters and it is long, or both stand between paragraphs.
    ///
    /// A line twice in a row is a slip there, where it may be a refrain or a row of a table elsewhere.
    private func neighbour(of number: Int, in lines: LineTable, _ bytes: Span<UInt8>) -> Int? {
        guard let last else { return nil }
        guard Self.isLike(last, number, lines, bytes) else { return nil }
        let (range, other) = (lines[number].trimmed, lines[last].trimmed)
        if Self.hasLetters(bytes, range, atLeast: Self.leastLetters), Self.countWords(bytes, range) >= Self.leastWords {
            return last
        }
        if Self.isFullSentence(bytes, range), Self.areEqual(bytes, other, range) { return last }
        guard let beforeLast, Self.isSurelyProse(bytes, lines[beforeLast].trimmed) else { return nil }
        guard let next = lines.dropFirst(number + 1).first(where: { !$0.isBlank }) else { return nil }
        guard Self.isSurelyProse(bytes, next.trimmed), !bytes.hasSameLetters(range, next.trimmed) else { return nil }
        // A short sentence may be said twice, a subhead is not printed twice.
        let words = bytes.countWords(in: range, most: 5)
        return words >= (bytes.endsSentence(in: range) ? 5 : 2) ? last : nil
    }

    /// A sentence of eight words that differ; a refrain that is as long says some of them twice, or has no stop.
    private static func isFullSentence(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        bytes.endsSentence(in: range) && hasLetters(bytes, range, atLeast: 40)
            && Set(TokenTable(bytes, in: range).tokens.lazy.map(\.hash)).count >= 8
    }

    private static func areEqual(_ bytes: Span<UInt8>, _ one: Range<Int>, _ other: Range<Int>) -> Bool {
        one.count == other.count && zip(one, other).allSatisfy { bytes[$0] == bytes[$1] }
    }

    /// Longer than lines of verse are, and a sentence.
    private static func isSurelyProse(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        bytes.endsSentence(in: range) && hasLetters(bytes, range, atLeast: 46)
    }

    private static func isParagraph(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        bytes.endsSentence(in: range) && !bytes.endsQuestion(in: range)
            && hasLetters(bytes, range, atLeast: leastLetters) && countWords(bytes, range) >= leastWords
    }

    /// Says whether the letters and digits of `range` have that many bytes.
    ///
    /// - Complexity: O(*n*) in them.
    private static func hasLetters(_ bytes: Span<UInt8>, _ range: Range<Int>, atLeast least: Int) -> Bool {
        guard range.count >= least else { return false }
        var (count, index) = (0, range.lowerBound)
        while count < least, let letter = bytes.nextLetter(&index, before: range.upperBound) {
            count += letter < 0x80 ? 1 : letter < 0x800 ? 2 : 3
        }
        return count >= least
    }

    /// The words of `range`; two ideographs are one.
    private static func countWords(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let words = TokenTable(bytes, in: range).tokens
        let ideographs = words.reduce(0) { $0 + (Unicodes.isIdeographic(bytes.scalar(at: $1.start).value) ? 1 : 0) }
        return words.count - ideographs / 2
    }
}

/// Lines by hash, in one open-addressed table that grows.
private struct LineMemory {
    /// At most half of them hold a line; the others are `free`.
    private var slots: [(key: UInt64, line: Int)] = []
    private var count = 0
    private static let free = Int.min

    /// The line with `key`, and where it stands; `nil` if there was none and `line` has been added.
    mutating func find(_ key: UInt64, orAdd line: Int) -> (place: Int, line: Int)? {
        if count * 2 >= slots.count { grow() }
        var place = slot(of: key)
        while slots[place].line != Self.free {
            if slots[place].key == key { return (place, slots[place].line) }
            place = (place &+ 1) & (slots.count - 1)
        }
        slots[place] = (key, line)
        count += 1
        return nil
    }

    mutating func change(at place: Int, to line: Int) { slots[place].line = line }

    private func slot(of key: UInt64) -> Int { Int((key &* 0x9e37_79b9_7f4a_7c15) >> 32) & (slots.count - 1) }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: (0, Self.free), count: max(64, old.count * 2))
        for entry in old where entry.line != Self.free {
            var place = slot(of: entry.key)
            while slots[place].line != Self.free { place = (place &+ 1) & (slots.count - 1) }
            slots[place] = entry
        }
    }
}

/// The lines at the top of a text, where a headline can stand below a scraped page's labels, date and menu.
struct LeadLines {
    private struct Entry {
        let line: Int
        /// A hash of its first letters.
        let front: UInt64
        let isProse: Bool
        let hasLetters: Bool
    }
    private var entries: [Entry] = []

    /// The most lines looked at, and the most of them that differ from one another.
    private static let (most, mostDistinct) = (40, 16)

    /// Takes the lines from `first` to the fifth of prose.
    init(_ bytes: Span<UInt8>, _ lines: LineTable, from first: Int) {
        var seen: Set<UInt64> = []
        var prose = 0
        for number in first..<lines.count where !lines[number].isBlank {
            let range = lines[number].trimmed
            let front = Self.front(bytes, range)
            let isProse = bytes.isProse(range)
            entries.append(Entry(line: number, front: front ?? 0, isProse: isProse, hasLetters: front != nil))
            if let front { seen.insert(front) }
            if isProse { prose += 1 }
            if prose > 4 || entries.count == Self.most || seen.count > Self.mostDistinct { break }
        }
    }

    /// A line below the first that is certainly the headline.
    ///
    /// It has the length of one, and the prose behind speaks of what it says. And it comes again: right away, with no
    /// letters between; or before prose begins, at most three lines on; or, if it leads to the prose itself, anywhere.
    ///
    /// - Parameter rightAway: only a line that comes again right away.
    func certainHeadline(_ bytes: Span<UInt8>, _ lines: LineTable, rightAway: Bool = false) -> Int? {
        var proseAbove = 0
        for (index, entry) in entries.enumerated().dropLast() {
            if entry.isProse { proseAbove += 1 }
            if proseAbove > 3 { return nil }
            guard index > 0, entry.hasLetters, !entry.isProse else { continue }
            let range = lines[entry.line].trimmed
            guard Headline.hasHeadlineLength(bytes, range) else { continue }
            let next = entries.dropFirst(index + 1).first { $0.hasLetters }
            let copies = entries.indices.dropFirst(index + 1).filter { entries[$0].front == entry.front }
            let leadsToProse = next?.isProse == true && proseAbove <= 1
            guard !copies.isEmpty || leadsToProse else { continue }
            let matcher = HeadlineMatcher(copying: bytes.extracting(range))
            let says = { (line: Int, bytes: Span<UInt8>) -> Bool in
                switch matcher.match(bytes, lines[line].trimmed, similarity: 1) {
                case .same, .bare, .affixed: true
                default: false
                }
            }
            let again: Int? =
                if let next, says(next.line, bytes) {
                    next.line
                } else if rightAway {
                    nil
                } else if proseAbove <= 1, let copy = copies.first(where: { says(entries[$0].line, bytes) }),
                    entries.dropFirst((copies.last ?? copy) + 1).prefix(3).contains(where: { $0.isProse })
                {
                    entries[copy].line
                } else if leadsToProse {
                    (entry.line + 1..<lines.count).first { !lines[$0].isBlank && says($0, bytes) }
                } else {
                    nil
                }
            guard let again, !(endsInStop(lines[entry.line], bytes) && endsInStop(lines[again], bytes)) else {
                continue
            }
            if isSpoken(of: range, behind: entry.line, bytes, lines, shortest: again == next?.line ? 40 : 100) {
                return entry.line
            }
        }
        return nil
    }

    private func endsInStop(_ line: Line, _ bytes: Span<UInt8>) -> Bool { bytes[line.trimmed.upperBound - 1] == 0x2E }

    /// Says whether two of the longer words of `range`, or a third of them, come back in the prose behind.
    func isSpoken(
        of range: Range<Int>,
        behind line: Int,
        _ bytes: Span<UInt8>,
        _ lines: LineTable,
        shortest: Int = 100
    ) -> Bool {
        let wanted = Set(
            TokenTable(bytes, in: range).tokens.filter { $0.range.count >= 4 || bytes[$0.start] >= 0x80 }.map(\.hash)
        )
        var found: Set<UInt64> = []
        var budget = 4000
        for other in lines.dropFirst(line + 1) where other.trimmed.count >= shortest {
            guard shortest < 100 || bytes.isProse(other.trimmed) else { continue }
            let part = other.trimmed.prefix(budget)
            for token in TokenTable(bytes, in: part).tokens where wanted.contains(token.hash) {
                found.insert(token.hash)
            }
            budget -= part.count
            if budget <= 0 { break }
        }
        return found.count >= 2 || (!wanted.isEmpty && found.count * 3 >= wanted.count)
    }

    /// A hash of the first twelve letters of `range`; `nil` if it has none.
    private static func front(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var count = 0
        var index = range.lowerBound
        while index < range.upperBound, count < 12 {
            let (value, length) = bytes.scalar(at: index)
            index += length
            guard Unicodes.isWord(value) else { continue }
            hash = (hash ^ UInt64(Unicodes.lowered(value))) &* 0x100_0000_01b3
            count += 1
        }
        return count == 0 ? nil : hash
    }
}

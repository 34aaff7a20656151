/// The lines at the top of a text, where a headline can stand below a scraped page's labels, date and menu.
struct LeadLines {
    private struct Entry {
        let line: Int
        /// A hash of its first twelve letters.
        let front: UInt64
        let isProse: Bool
        let hasLetters: Bool
    }
    private var entries: [Entry] = []
    /// Two lines begin alike.
    private(set) var hasTwins = false

    /// The most lines looked at, and the most of them that differ from one another.
    private static let (most, mostDistinct) = (40, 16)

    /// Takes the lines from `first` to the fifth of prose.
    init(_ bytes: Span<UInt8>, _ lines: LineTable, from first: Int) {
        var seen: [UInt64] = []
        var prose = 0
        for number in first..<lines.count where !lines[number].isBlank {
            let range = lines[number].trimmed
            let front = bytes.hashOfLetters(in: range, most: 12)
            let hasLetters = front != bytes.hashOfLetters(in: range, most: 0)
            let isProse = bytes.isProse(range)
            entries.append(Entry(line: number, front: front, isProse: isProse, hasLetters: hasLetters))
            if seen.contains(front) { hasTwins = hasTwins || hasLetters } else { seen.append(front) }
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
    func certainHeadline(_ bytes: Span<UInt8>, _ lines: LineTable, rightAway: Bool) -> Int? {
        guard hasTwins || !rightAway else { return nil }
        var proseAbove = 0
        for (index, entry) in entries.enumerated().dropLast() {
            if entry.isProse { proseAbove += 1 }
            if proseAbove > 3 { return nil }
            guard index > 0, entry.hasLetters, !entry.isProse else { continue }
            let next = entries.dropFirst(index + 1).first { $0.hasLetters }
            let leadsToProse = !rightAway && next?.isProse == true && proseAbove <= 1
            guard hasTwins || leadsToProse else { continue }
            let copies = entries.indices.dropFirst(index + 1).filter { entries[$0].front == entry.front }
            guard !copies.isEmpty || leadsToProse else { continue }
            let range = lines[entry.line].trimmed
            guard Headline.hasHeadlineLength(bytes, range) else { continue }
            let matcher = HeadlineMatcher(copying: bytes.extracting(range))
            let says = { (line: Int, bytes: Span<UInt8>) -> Bool in
                switch matcher.match(bytes, lines[line].trimmed, similarity: 1) {
                case .same, .bare, .affixed: true
                default: false
                }
            }
            let isRightAway = next.map { says($0.line, bytes) } ?? false
            var again: Int?
            if isRightAway {
                again = next?.line
            } else if !rightAway, proseAbove <= 1 {
                if let copy = copies.first(where: { says(entries[$0].line, bytes) }),
                    entries.dropFirst((copies.last ?? copy) + 1).prefix(3).contains(where: { $0.isProse })
                {
                    again = entries[copy].line
                } else if leadsToProse {
                    again = (entry.line + 1..<lines.count).first { !lines[$0].isBlank && says($0, bytes) }
                }
            }
            guard let again, !(endsInStop(lines[entry.line], bytes) && endsInStop(lines[again], bytes)),
                isSpoken(of: range, behind: entry.line, bytes, lines, shortest: isRightAway ? 40 : 100)
            else { continue }
            return entry.line
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
            if found.count >= 2 || (!found.isEmpty && found.count * 3 >= wanted.count) { return true }
            budget -= part.count
            if budget <= 0 { break }
        }
        return false
    }
}

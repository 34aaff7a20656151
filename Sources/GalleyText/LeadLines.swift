/// The lines at the top of a text, where a headline can stand below a scraped page's labels, date and menu.
struct LeadLines {
    private struct Entry {
        let line: Int
        /// A hash of its first twelve letters.
        let front: UInt64
        let isProse: Bool
        /// It is a sentence longer than lines of verse are.
        let isSentence: Bool
        let hasLetters: Bool
    }
    private var entries: [Entry] = []
    /// Two lines begin alike.
    private(set) var hasTwins = false
    /// The end of the last line that has told anything.
    private(set) var reach = 0

    /// The most lines looked at, and the most of them that differ from one another.
    private static let (most, mostDistinct) = (40, 16)

    /// Takes the lines from `first` to the fifth of prose.
    init(_ bytes: Span<UInt8>, _ lines: LineTable, from first: Int) {
        var seen: [UInt64] = []
        seen.reserveCapacity(Self.mostDistinct + 1)
        entries.reserveCapacity(24)
        var prose = 0
        for number in first..<lines.count where !lines[number].isBlank {
            let range = lines[number].trimmed
            let front = bytes.hashOfLetters(in: range, most: 12)
            let hasLetters = front != bytes.hashOfLetters(in: range, most: 0)
            let isProse = bytes.isProse(range)
            let isSentence = isProse || range.count >= 70 && bytes.endsSentence(in: range)
            entries.append(
                Entry(line: number, front: front, isProse: isProse, isSentence: isSentence, hasLetters: hasLetters)
            )
            if seen.contains(front) { hasTwins = hasTwins || hasLetters } else { seen.append(front) }
            if isProse { prose += 1 }
            reach = lines[number].next
            if prose > 4 || entries.count == Self.most || seen.count > Self.mostDistinct { break }
        }
    }

    /// A line below the first that is certainly the headline.
    ///
    /// It has the length of one, and the prose behind speaks of what it says. And it comes again: right away, with no
    /// letters between; or before prose begins, at most three lines on; or, if it leads to the prose, anywhere.
    mutating func certainHeadline(_ bytes: Span<UInt8>, _ lines: LineTable) -> (
        line: Int, matcher: HeadlineMatcher, isRightAway: Bool
    )? {
        var proseAbove = 0
        for (index, entry) in entries.enumerated().dropLast() {
            if entry.isProse { proseAbove += 1 }
            if proseAbove > 3 { return nil }
            guard index > 0, entry.hasLetters, !isItem(lines[entry.line], bytes) else { continue }
            let next = entries.dropFirst(index + 1).first { $0.hasLetters }
            // A paragraph has no site's name behind it.
            if entry.isProse, next?.front != entry.front || next?.isProse != false { continue }
            let leadsToProse = proseAbove <= 1 && leadsToProse(index, bytes, lines)
            guard hasTwins || leadsToProse else { continue }
            // What has no prose behind may be a song.
            guard entries.dropFirst(index + 1).contains(where: { $0.isSentence }) else { return nil }
            let lastTwin = entries.lastIndex { $0.front == entry.front } ?? index
            guard lastTwin > index || leadsToProse else { continue }
            let range = lines[entry.line].trimmed
            // What is cut off leads to a page of its own.
            guard !bytes.endsWithEllipsis(in: range) else { continue }
            let hasSign = TitleParts.nextSign(bytes, in: range) != nil
            var known: HeadlineMatcher?
            func says(_ line: Int, _ bytes: Span<UInt8>) -> Bool {
                let other = lines[line].trimmed
                // Most lines have other letters and no affix; that takes no matcher.
                if !hasSign, bytes.haveOtherLetters(range, other),
                    TitleParts.nextSign(bytes, in: other.prefix(HeadlineMatcher.longestLabel)) == nil
                {
                    return false
                }
                if known == nil, Headline.hasHeadlineLength(bytes, range) {
                    known = HeadlineMatcher(copying: bytes.extracting(range))
                }
                guard let known else { return false }
                return switch known.match(bytes, other, similarity: 1) {
                case .same, .bare, .affixed: true
                default: false
                }
            }
            let isRightAway = next.map { says($0.line, bytes) } ?? false
            var again: Int?
            if isRightAway {
                again = next?.line
            } else if proseAbove <= 1 {
                let copy = entries.dropFirst(index + 1).first { $0.front == entry.front && says($0.line, bytes) }
                if let copy, entries.dropFirst(lastTwin + 1).prefix(3).contains(where: { $0.isSentence }) {
                    again = copy.line
                } else if leadsToProse {
                    again = (entry.line + 1..<lines.count).first { !lines[$0].isBlank && says($0, bytes) }
                }
            }
            guard let again, let matcher = known else { continue }
            reach = max(reach, lines[again].next)
            if endsInStop(lines[entry.line], bytes), endsInStop(lines[again], bytes) {
                // A sentence that stands twice is a headline if it is printed without its stop, too.
                let open = (again + 1..<lines.count).first {
                    !lines[$0].isBlank && !endsInStop(lines[$0], bytes)
                        && bytes.hasSameLetters(range, lines[$0].trimmed)
                }
                guard isRightAway, let open else { continue }
                reach = max(reach, lines[open].next)
            }
            let isChosen =
                isSpoken(of: range, behind: entry.line, bytes, lines, shortest: isRightAway ? 40 : 100)
                || isRightAway && proseAbove <= 1 && speaksForItself(index, bytes, lines)
            if isChosen { return (entry.line, matcher, isRightAway) }
        }
        return nil
    }

    /// Says whether prose is next, or behind a line that is no headline: a name, or what begins with a label.
    private func leadsToProse(_ index: Int, _ bytes: Span<UInt8>, _ lines: LineTable) -> Bool {
        let behind = entries[(index + 1)...].lazy.filter { $0.hasLetters }.prefix(2)
        guard let next = behind.first else { return false }
        guard !next.isProse else { return true }
        guard behind.dropFirst().first?.isProse == true else { return false }
        let range = lines[next.line].trimmed
        return !Headline.hasHeadlineLength(bytes, range) || TitleParts.labelEnd(bytes, in: range) != nil
    }

    /// Says whether a line that comes again right away needs no prose that speaks of it.
    ///
    /// It stands thrice in a row, or is as long as headlines are and has prose soon behind; and it is no line of verse.
    private func speaksForItself(_ index: Int, _ bytes: Span<UInt8>, _ lines: LineTable) -> Bool {
        let range = lines[entries[index].line].trimmed
        let behind = entries[index...].drop { $0.front == entries[index].front || !$0.hasLetters }
        var (copies, open) = (0, 0)
        for entry in entries[index..<behind.startIndex] where entry.hasLetters {
            copies += 1
            if !".,;:".utf8.contains(bytes[lines[entry.line].trimmed.upperBound - 1]) { open += 1 }
        }
        guard open > 0 else { return false }
        guard copies < 3 else { return true }
        guard range.count >= 30, bytes.countWords(in: range) >= 5 else { return false }
        return behind.prefix(6).contains { $0.isProse }
    }

    /// Says whether a line that comes again is spoken of more than the first line, `range`.
    mutating func hasBetter(than range: Range<Int>, _ bytes: Span<UInt8>, _ lines: LineTable) -> Bool {
        guard hasTwins, let other = certainHeadline(bytes, lines) else { return false }
        let one = spoken(of: range, behind: other.line, bytes, lines, shortest: 40, most: .max)
        let two = spoken(of: lines[other.line].trimmed, behind: other.line, bytes, lines, shortest: 40, most: .max)
        let hasGreaterShare = two.found * one.wanted > one.found * two.wanted
        if other.isRightAway { return hasGreaterShare }
        // What stands further apart has to say more, too; and a headline does not begin with another.
        return two.found > one.found && (hasGreaterShare || two.found * 5 >= two.wanted * 4)
            && entries.first?.front != bytes.hashOfLetters(in: lines[other.line].trimmed, most: 12)
    }

    /// Says whether a line is an item of a list, which may hold one twice: `- arson; - arson`.
    private func isItem(_ line: Line, _ bytes: Span<UInt8>) -> Bool {
        let start = line.trimmed.lowerBound
        return bytes.has("- ", at: start) || bytes.has("* ", at: start) || bytes.has("• ", at: start)
    }

    private func endsInStop(_ line: Line, _ bytes: Span<UInt8>) -> Bool { bytes[line.trimmed.upperBound - 1] == 0x2E }

    /// Says whether two of the longer words of `range`, or its only one, come back in the prose behind.
    ///
    /// - Parameter shortest: the shortest line that is read, in bytes.
    mutating func isSpoken(
        of range: Range<Int>,
        behind line: Int,
        _ bytes: Span<UInt8>,
        _ lines: LineTable,
        shortest: Int = 100
    ) -> Bool {
        let (found, wanted) = spoken(of: range, behind: line, bytes, lines, shortest: shortest, most: 2)
        return wanted > 0 && found >= min(2, wanted)
    }

    /// How many of the longer words of `range` come back in the lines behind, and how many it has.
    ///
    /// Words are compared by their first five letters, since many languages change the rest.
    private mutating func spoken(
        of range: Range<Int>,
        behind line: Int,
        _ bytes: Span<UInt8>,
        _ lines: LineTable,
        shortest: Int,
        most: Int
    ) -> (found: Int, wanted: Int) {
        var wanted: [UInt64] = []
        var firsts: UInt64 = 0
        bytes.forEachWord(in: range) { word, _ in
            if let stem = Self.stem(of: word, bytes) {
                wanted.append(stem)
                firsts |= Self.firstByte(of: word, bytes)
            }
            return wanted.count < 60
        }
        guard !wanted.isEmpty else { return (0, 0) }
        let front = bytes.hashOfLetters(in: range, most: 12)
        let most = min(most, wanted.count)
        var found: UInt64 = 0
        var budget = 4000
        for other in lines.dropFirst(line + 1) where other.trimmed.count >= shortest {
            guard shortest < 100 || bytes.isProse(other.trimmed) else { continue }
            // A copy speaks of anything.
            if other.trimmed.count < 2 * range.count, bytes.hashOfLetters(in: other.trimmed, most: 12) == front {
                continue
            }
            reach = max(reach, other.next)
            let part = other.trimmed.prefix(budget)
            bytes.forEachWord(in: part) { word, _ in
                guard Self.firstByte(of: word, bytes) & firsts != 0, let stem = Self.stem(of: word, bytes),
                    let number = wanted.firstIndex(of: stem)
                else { return true }
                found |= 1 << UInt64(number)
                return found.nonzeroBitCount < most
            }
            budget -= part.count
            if found.nonzeroBitCount >= most || budget <= 0 { break }
        }
        return (found.nonzeroBitCount, wanted.count)
    }

    /// A bit for the first byte in lower case; beyond ASCII a word may begin with any.
    private static func firstByte(of word: Range<Int>, _ bytes: Span<UInt8>) -> UInt64 {
        let first = bytes[word.lowerBound]
        return first < 0x80 ? 1 << UInt64((first | 0x20) & 63) : .max
    }

    private static func stem(of word: Range<Int>, _ bytes: Span<UInt8>) -> UInt64? {
        guard word.count >= 4 || bytes[word.lowerBound] >= 0x80 else { return nil }
        return bytes.hashOfLetters(in: word, most: 5)
    }
}

internal import GalleyText

/// The changes to an article, sorted by the lines of the original that they touch.
///
/// Lines that go or come as a whole are rows of their own. All other changes stand within a line; where one takes a line
/// end out, the lines that it joins are one entry.
struct LineDiff {
    /// Lines that changed together.
    struct Entry {
        enum Kind {
            /// Lines taken out whole, by number; lines put in whole, as text.
            case block(removed: Range<Int>, added: [Range<Int>], of: Change)
            /// A line, or several joined, with changes inside.
            case inside([Change])
        }
        let kind: Kind
        /// The lines of the original that it shows, by number from 0; empty before a line where lines only come in.
        let lines: Range<Int>
    }

    /// A hunk with what it has in common with the original at its ends taken off.
    struct Change {
        var original: Range<Int>
        var replacement: [UInt8]
        let marks: [Hunk.Mark]
    }

    /// A change at the end of a line that cannot be seen: a carriage return or spaces that go.
    struct LineEnd: Hashable {
        let removed: [UInt8]
        let added: [UInt8]
        let marks: [Hunk.Mark]
    }

    /// A change at line ends that more lines have is told once, since it would drown all others.
    private static let mostLineEnds = 3

    let original: [UInt8]
    let lines: LineTable
    /// The numbers of the lines that are not blank.
    private let written: [Int]
    private(set) var entries: [Entry] = []
    /// Changes that stand at many line ends, and at how many; they are not among the entries.
    private(set) var lineEnds: [(end: LineEnd, count: Int)] = []

    /// Sorts `hunks`.
    ///
    /// - Complexity: O(*n*) in the text, O(*m* log *n*) in hunks and lines.
    init(_ original: [UInt8], _ hunks: [Hunk]) {
        self.original = original
        let lines = LineTable(original.span)
        self.lines = lines
        written = lines.indices.filter { !lines[$0].isBlank }
        var changes: [Change] = []
        var counts: [LineEnd: Int] = [:]
        for (number, hunk) in hunks.enumerated() {
            let limit = number + 1 < hunks.count ? hunks[number + 1].original.lowerBound : original.count
            let change = trimmed(hunk, before: limit)
            guard !change.original.isEmpty || !change.replacement.isEmpty else { continue }
            changes.append(change)
            if let end = lineEnd(change) { counts[end, default: 0] += 1 }
        }
        var open: [Change] = []
        var openLines = 0..<0
        for change in changes {
            if let end = lineEnd(change), let count = counts[end], count > Self.mostLineEnds {
                if !lineEnds.contains(where: { $0.end == end }) { lineEnds.append((end, count)) }
                continue
            }
            if !open.isEmpty, isBehind(change.original.lowerBound, openLines) {
                entries.append(Entry(kind: .inside(open), lines: openLines))
                open = []
            }
            if open.isEmpty, let entry = block(change) {
                entries.append(entry)
                continue
            }
            let touched = touchedLines(change.original)
            openLines = open.isEmpty ? touched : openLines.lowerBound..<max(openLines.upperBound, touched.upperBound)
            open.append(change)
        }
        if !open.isEmpty { entries.append(Entry(kind: .inside(open), lines: openLines)) }
    }

    private func isBehind(_ offset: Int, _ shown: Range<Int>) -> Bool {
        guard !shown.isEmpty else { return true }
        let next = lines[shown.upperBound - 1].next
        // What is put in behind a last line without line end belongs to that line.
        return offset > next || (offset == next && isLineStart(offset))
    }

    private func lineEnd(_ change: Change) -> LineEnd? {
        let end = change.original.upperBound
        guard end == original.count || original[end] == 0x0A else { return nil }
        let removed = original[change.original]
        // A line feed that comes or goes makes or joins lines, which can be seen.
        guard removed.allSatisfy(\.isUnseen), change.replacement.allSatisfy(\.isUnseen) else { return nil }
        return LineEnd(removed: Array(removed), added: change.replacement, marks: change.marks)
    }

    /// The first line at or behind `line` that is not blank.
    func written(from line: Int) -> Int? {
        let index = firstWritten(from: line)
        return index < written.count ? written[index] : nil
    }

    /// The last line before `line` that is not blank.
    func written(before line: Int) -> Int? {
        let index = firstWritten(from: line)
        return index > 0 ? written[index - 1] : nil
    }

    private func firstWritten(from line: Int) -> Int {
        var (low, high) = (0, written.count)
        while low < high {
            let middle = (low + high) / 2
            if written[middle] < line { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Line and column of an offset, from 1; the column in scalars.
    func place(of offset: Int) -> (line: Int, column: Int) {
        guard !lines.isEmpty else { return (1, 1) }
        let line = lines.line(at: offset)
        let start = lines[line].start
        return (line + 1, original[start..<max(start, offset)].count { $0 & 0xC0 != 0x80 } + 1)
    }

    /// The lines that a change within lines shows: those it touches, and the one that it joins to them.
    private func touchedLines(_ range: Range<Int>) -> Range<Int> {
        guard !lines.isEmpty else { return 0..<0 }
        return lines.line(at: range.lowerBound)..<lines.line(at: range.upperBound) + 1
    }

    private func isLineStart(_ offset: Int) -> Bool { offset == 0 || original[offset - 1] == 0x0A }

    /// The entry of a change that takes out or puts in whole lines; `nil` for one line that becomes another.
    private func block(_ change: Change) -> Entry? {
        let range = change.original
        let atEnd = range.upperBound == original.count
        guard isLineStart(range.lowerBound), atEnd || isLineStart(range.upperBound) else { return nil }
        guard change.replacement.isEmpty || change.replacement.last == 0x0A || atEnd else { return nil }
        let first = lines.isEmpty || range.lowerBound == original.count ? lines.count : lines.line(at: range.lowerBound)
        let end = atEnd ? lines.count : lines.line(at: range.upperBound)
        let added = LineTable(change.replacement.span).map(\.content)
        guard end - first != 1 || added.count != 1 else { return nil }
        return Entry(kind: .block(removed: first..<end, added: added, of: change), lines: first..<end)
    }

    /// A hunk without what it puts back as it was, moved to whole lines where the same change can be said so.
    private func trimmed(_ hunk: Hunk, before limit: Int) -> Change {
        var change = Change(original: hunk.original, replacement: hunk.replacement, marks: hunk.marks)
        let (old, new) = (original.span, hunk.replacement.span)
        let shorter = min(hunk.original.count, new.count)
        var head = 0
        while head < shorter, old[hunk.original.lowerBound + head] == new[head] { head += 1 }
        while !old.isScalarBoundary(hunk.original.lowerBound + head) || !new.isScalarBoundary(head) { head -= 1 }
        var tail = 0
        while tail < shorter - head, old[hunk.original.upperBound - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
        while !old.isScalarBoundary(hunk.original.upperBound - tail) || !new.isScalarBoundary(new.count - tail) {
            tail -= 1
        }
        change.original = hunk.original.lowerBound + head..<hunk.original.upperBound - tail
        change.replacement = Array(hunk.replacement[head..<(new.count - tail)])
        return slid(change, before: limit)
    }

    /// `\nline` taken out before `\n` is shown as `line\n`.
    private func slid(_ change: Change, before limit: Int) -> Change {
        let range = change.original
        guard change.replacement.isEmpty, !range.isEmpty, original[range.lowerBound] == 0x0A else { return change }
        guard !isLineStart(range.lowerBound) else { return change }
        var change = change
        if range.upperBound < limit, original[range.upperBound] == 0x0A {
            change.original = range.lowerBound + 1..<range.upperBound + 1
        } else if range.upperBound == original.count, range.count > 1 {
            change.original = range.lowerBound + 1..<range.upperBound
        }
        return change
    }
}

extension UInt8 {
    fileprivate var isUnseen: Bool { isASCIISpace && self != 0x0A }
}

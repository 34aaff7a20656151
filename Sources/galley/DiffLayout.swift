internal import GalleyText

/// A row of a diff as it is printed.
struct DiffRow {
    enum Sign: String {
        case context = " "
        case removed = "−"
        case added = "+"
        case changed = "~"
    }
    /// The number of the line in the original, from 1.
    var number: Int?
    let sign: Sign
    var pieces: [(text: [UInt8], ink: Page.Ink)] = []
    /// Which edits it shows: stage and rule.
    var labels: [String] = []

    var columns: Int { pieces.reduce(0) { $0 + Columns.count($1.text) } }
}

/// Fits the entries of a diff into rows of a width.
struct DiffLayout {
    let diff: LineDiff
    /// The columns for text.
    let width: Int
    let usesColor: Bool
    /// How a mark is written in the column of rules.
    let label: (Hunk.Mark) -> String

    /// The least that is shown of what stands beside a change.
    private static let context = 14

    func rows(of entry: LineDiff.Entry) -> [DiffRow] {
        switch entry.kind {
        case .block(let removed, let added, let change): blockRows(removed, added, change)
        case .inside(let changes): insideRows(changes, in: entry.lines)
        }
    }

    /// A line that did not change.
    func context(_ line: Int, width: Int) -> DiffRow {
        DiffRow(
            number: line + 1,
            sign: .context,
            pieces: [(cut(diff.original, diff.lines[line].content, width), .plain)]
        )
    }

    /// A change that stands at many line ends.
    func row(of end: LineDiff.LineEnd, count: Int) -> DiffRow {
        var row = DiffRow(number: nil, sign: .changed)
        append(Visible.text(end.removed, .changed), .removed, "[-", "-]", to: &row)
        append(Visible.text(end.added, .changed), .added, "{+", "+}", to: &row)
        row.pieces.append((Array(" at \(count) line ends".utf8), .plain))
        row.labels = labels(end.marks).map { "\($0) ×\(count)" }
        return row
    }

    // MARK: Whole lines

    private func blockRows(_ removed: Range<Int>, _ added: [Range<Int>], _ change: LineDiff.Change) -> [DiffRow] {
        var rows: [DiffRow] = []
        let blank = removed.allSatisfy { diff.lines[$0].isBlank }
        for line in removed where blank || !diff.lines[line].isBlank {
            if blank {
                let text = removed.count == 1 ? "(blank line)" : "(\(removed.count) blank lines)"
                rows.append(DiffRow(number: line + 1, sign: .removed, pieces: [(Array(text.utf8), .quiet)]))
                break
            }
            let text = cut(diff.original, diff.lines[line].content, width)
            rows.append(DiffRow(number: line + 1, sign: .removed, pieces: [(text, .removed)]))
        }
        for line in added {
            let text = line.isEmpty ? Array("(blank line)".utf8) : cut(change.replacement, line, width)
            rows.append(DiffRow(number: nil, sign: .added, pieces: [(text, line.isEmpty ? .quiet : .added)]))
        }
        // The last pass took the lines out; what was done to them before matters less.
        if !rows.isEmpty { rows[0].labels = labels(change.marks.sorted { $0.pass > $1.pass }) }
        return rows
    }

    /// The start of a line, with `…` if there is more.
    private func cut(_ bytes: [UInt8], _ range: Range<Int>, _ columns: Int) -> [UInt8] {
        let part = head(bytes, range, columns)
        return part.isWhole ? part.text : head(bytes, range, columns - 1).text + Array("…".utf8)
    }

    // MARK: Changes inside lines

    private func insideRows(_ changes: [LineDiff.Change], in lines: Range<Int>) -> [DiffRow] {
        let start = lines.isEmpty ? 0 : diff.lines[lines.lowerBound].start
        let end = lines.isEmpty ? 0 : max(diff.lines[lines.upperBound - 1].end, changes.last?.original.upperBound ?? 0)
        var parts: [Part] = []
        var kept = start
        for change in changes {
            parts.append(part(change, before: kept..<change.original.lowerBound))
            kept = change.original.upperBound
        }
        let behind = kept..<end
        var rows: [DiffRow] = []
        var first = 0
        var lastNumber = -1
        while first < parts.count {
            var next = first + 1
            while next < parts.count, needed(parts, first..<next + 1, behind, Self.context) <= width { next += 1 }
            var row = row(parts, first..<next, behind)
            let number = lines.isEmpty ? nil : parts[first].line + 1
            row.number = number == lastNumber ? nil : number
            lastNumber = number ?? lastNumber
            rows.append(row)
            first = next
        }
        return rows
    }

    /// A change within lines, made visible.
    private struct Part {
        /// The unchanged text between the change before it and this one.
        let before: Range<Int>
        let line: Int
        let removed: [UInt8]
        let added: [UInt8]
        let columns: Int
        let marks: [Hunk.Mark]
    }

    private func part(_ change: LineDiff.Change, before: Range<Int>) -> Part {
        let old = Array(diff.original[change.original])
        // Two spellings of one character look the same unless their marks are named.
        let areAlike = Unicodes.normalized(old.span, .nfc) == Unicodes.normalized(change.replacement.span, .nfc)
        let removed = shortened(Visible.text(old, areAlike ? .marks : .changed))
        let added = shortened(Visible.text(change.replacement, areAlike ? .marks : .changed))
        let brackets = usesColor ? 0 : (removed.isEmpty ? 0 : 4) + (added.isEmpty ? 0 : 4)
        return Part(
            before: before,
            line: diff.lines.isEmpty ? 0 : diff.lines.line(at: change.original.lowerBound),
            removed: removed,
            added: added,
            columns: Columns.count(removed) + Columns.count(added) + brackets,
            marks: change.marks
        )
    }

    /// A long changed text with its middle left out.
    private func shortened(_ text: [UInt8]) -> [UInt8] {
        let most = max(20, width / 2 - Self.context - 6)
        guard text.count > most, Columns.count(text) > most else { return text }
        let half = (most - 3) / 2
        return text[..<Columns.head(text, half)] + Array(" … ".utf8) + text[Columns.tail(text, half)...]
    }

    /// The columns that some changes take with at most `context` columns on either side.
    private func needed(_ parts: [Part], _ shown: Range<Int>, _ behind: Range<Int>, _ context: Int) -> Int {
        var columns = parts[shown].reduce(0) { $0 + $1.columns }
        columns += between(parts[shown.lowerBound].before, context).columns(shown.lowerBound == 0 ? .start : .lead)
        for part in parts[shown].dropFirst() { columns += between(part.before, context).columns(.middle) }
        guard shown.upperBound < parts.count else { return columns + between(behind, context).columns(.end) }
        return columns + between(parts[shown.upperBound].before, context).columns(.trail)
    }

    private func row(_ parts: [Part], _ shown: Range<Int>, _ behind: Range<Int>) -> DiffRow {
        // As much context as fits: found by halving.
        var (low, high) = (Self.context, width)
        while high - low > 1 {
            let middle = (low + high) / 2
            if needed(parts, shown, behind, middle) <= width { low = middle } else { high = middle }
        }
        var row = DiffRow(number: nil, sign: .changed)
        for index in shown {
            let part = parts[index]
            let lead = between(part.before, low)
            row.pieces.append((lead.text(index == 0 ? .start : index == shown.lowerBound ? .lead : .middle), .plain))
            append(part.removed, .removed, "[-", "-]", to: &row)
            append(part.added, .added, "{+", "+}", to: &row)
        }
        if shown.upperBound < parts.count {
            row.pieces.append((between(parts[shown.upperBound].before, low).text(.trail), .plain))
        } else {
            row.pieces.append((between(behind, low).text(.end), .plain))
        }
        row.labels = labels(parts[shown].flatMap(\.marks))
        return row
    }

    private func append(_ text: [UInt8], _ ink: Page.Ink, _ open: String, _ close: String, to row: inout DiffRow) {
        guard !text.isEmpty else { return }
        row.pieces.append((usesColor ? text : Array(open.utf8) + text + Array(close.utf8), ink))
    }

    // MARK: Unchanged text

    /// Unchanged text beside changes: whole if it is short, else its ends.
    private struct Between {
        /// Where it stands: at the start or end of the line, between two changes, or where a row breaks.
        enum Place { case start, lead, middle, trail, end }
        let whole: [UInt8]?
        let head: [UInt8]
        let tail: [UInt8]

        func text(_ place: Place) -> [UInt8] {
            switch place {
            case .start: return whole ?? Array("… ".utf8) + tail
            case .lead: return Array("… ".utf8) + (whole ?? tail)
            case .middle: return whole ?? head + Array(" … ".utf8) + tail
            case .trail: return (whole.map(DiffLayout.trimmedEnd) ?? head) + Array(" …".utf8)
            case .end: return whole ?? head + Array(" …".utf8)
            }
        }

        func columns(_ place: Place) -> Int { Columns.count(text(place)) }
    }

    private func between(_ range: Range<Int>, _ context: Int) -> Between {
        let (start, isWhole) = head(diff.original, range, context)
        if isWhole { return Between(whole: start, head: [], tail: []) }
        return Between(whole: nil, head: Self.trimmedEnd(start), tail: tail(range, context))
    }

    /// The start of a text, made visible, up to the last space that fits.
    private func head(_ bytes: [UInt8], _ range: Range<Int>, _ columns: Int) -> (text: [UInt8], isWhole: Bool) {
        let span = bytes.span
        // Four bytes a column are enough for all but stacked marks.
        var end = min(range.upperBound, range.lowerBound + 4 * columns + 16)
        while !span.isScalarBoundary(end) { end -= 1 }
        var text: [UInt8] = []
        Visible.append(span, range.lowerBound..<end, .kept, to: &text)
        let fits = Columns.head(text, columns)
        if end == range.upperBound, fits == text.count { return (text, true) }
        let soft = text[..<fits].lastIndex(of: 0x20).map { $0 + 1 } ?? 0
        return (Array(text[..<(fits - soft <= 12 && soft > 0 ? soft : fits)]), false)
    }

    /// The end of a text, made visible, from the first space that fits.
    private func tail(_ range: Range<Int>, _ columns: Int) -> [UInt8] {
        let span = diff.original.span
        var start = max(range.lowerBound, range.upperBound - 4 * columns - 16)
        while !span.isScalarBoundary(start) { start += 1 }
        var text: [UInt8] = []
        Visible.append(span, start..<range.upperBound, .kept, to: &text)
        let hard = Columns.tail(text, columns)
        let soft = text[hard...].firstIndex(of: 0x20).map { $0 + 1 } ?? text.count
        return Array(text[(soft - hard <= 12 && soft < text.count ? soft : hard)...])
    }

    private static func trimmedEnd(_ text: [UInt8]) -> [UInt8] {
        text.last == 0x20 ? Array(text.dropLast()) : text
    }

    // MARK: Rules

    /// The labels of marks, each once, with how often.
    private func labels(_ marks: [Hunk.Mark]) -> [String] {
        var counts: [(label: String, count: Int)] = []
        for mark in marks {
            let label = label(mark)
            if let index = counts.firstIndex(where: { $0.label == label }) {
                counts[index].count += 1
            } else {
                counts.append((label, 1))
            }
        }
        return counts.map { $0.count == 1 ? $0.label : "\($0.label) ×\($0.count)" }
    }
}

/// The rows of a diff in order, with what is left out between them.
struct DiffOutline {
    private(set) var rows: [DiffRow] = []
    /// The indices of rows before which lines are skipped.
    private(set) var gaps: Set<Int> = []
    private let layout: DiffLayout
    private let contextWidth: Int
    /// The line behind the last that was shown.
    private var shown = 0

    /// Outlines a diff.
    ///
    /// - Complexity: O(*n* log *m*) in entries and lines.
    init(_ layout: DiffLayout, contextWidth: Int) {
        (self.layout, self.contextWidth) = (layout, contextWidth)
        let diff = layout.diff
        rows = diff.lineEnds.map { layout.row(of: $0.end, count: $0.count) }
        for (number, entry) in diff.entries.enumerated() {
            guard case .block = entry.kind else {
                add(entry)
                continue
            }
            // What stands beside a line that goes tells whether it should.
            if let before = diff.written(before: entry.lines.lowerBound), before >= shown { addContext(before) }
            add(entry)
            let end = number + 1 < diff.entries.count ? diff.entries[number + 1].lines.lowerBound : diff.lines.count
            if let after = diff.written(from: shown), after < end { addContext(after) }
        }
    }

    private mutating func add(_ entry: LineDiff.Entry) {
        skip(to: entry.lines.lowerBound)
        rows += layout.rows(of: entry)
        shown = max(shown, entry.lines.upperBound)
    }

    private mutating func addContext(_ line: Int) {
        skip(to: line)
        rows.append(layout.context(line, width: contextWidth))
        shown = line + 1
    }

    private mutating func skip(to line: Int) {
        if shown > 0, let next = layout.diff.written(from: shown), next < line { gaps.insert(rows.count) }
    }
}

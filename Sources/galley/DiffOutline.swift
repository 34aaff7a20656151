/// The rows of a diff in order, with what is left out between them.
struct DiffOutline {
    enum Item {
        case row(DiffRow)
        /// Lines that did not change.
        case skipped
        /// So many lines whose changes nobody can see, the same as those shown just before.
        case alike(Int)
    }

    private(set) var items: [Item] = []
    private let layout: DiffLayout
    private let contextWidth: Int
    /// The line behind the last that was shown.
    private var shown = 0
    private var alike: Alike?

    /// Lines in a row that changed in the same way.
    private struct Alike {
        let changes: [LineDiff.Change]
        var count = 1
        var hidden: Int { max(0, count - DiffOutline.shownAlike) }
    }
    /// How many lines that changed in the same way are shown.
    private static let shownAlike = 3

    /// Outlines a diff.
    ///
    /// - Complexity: O(*n* log *m*) in entries and lines.
    init(_ layout: DiffLayout, contextWidth: Int) {
        (self.layout, self.contextWidth) = (layout, contextWidth)
        let diff = layout.diff
        for (number, entry) in diff.entries.enumerated() {
            let end = number + 1 < diff.entries.count ? diff.entries[number + 1].lines.lowerBound : diff.lines.count
            switch entry.kind {
            case .inside(let changes):
                guard !isHidden(changes) else {
                    shown = max(shown, entry.lines.upperBound)
                    continue
                }
                skip(to: entry.lines.lowerBound)
                add(entry)
            case .block:
                endAlike()
                // What stands beside a line that goes tells whether it should.
                if let before = diff.written(before: entry.lines.lowerBound), before >= shown { addContext(before) }
                skip(to: entry.lines.lowerBound)
                add(entry)
                if let after = diff.written(from: shown), after < end { addContext(after) }
            }
        }
        endAlike()
    }

    private mutating func add(_ entry: LineDiff.Entry) {
        items += layout.rows(of: entry).map(Item.row)
        shown = max(shown, entry.lines.upperBound)
    }

    private mutating func addContext(_ line: Int) {
        skip(to: line)
        items.append(.row(layout.context(line, width: contextWidth)))
        shown = line + 1
    }

    private mutating func skip(to line: Int) {
        if !items.isEmpty, let next = layout.diff.written(from: shown), next < line { items.append(.skipped) }
    }

    /// Says whether a line changed like the few before it, in a way that cannot be seen: line ends, trailing spaces.
    private mutating func isHidden(_ changes: [LineDiff.Change]) -> Bool {
        if let last = alike, last.changes.elementsEqual(changes, by: isAlike) {
            alike?.count += 1
            return last.count >= Self.shownAlike
        }
        endAlike()
        alike = changes.allSatisfy(layout.diff.isUnseen) ? Alike(changes: changes) : nil
        return false
    }

    private func isAlike(_ one: LineDiff.Change, _ other: LineDiff.Change) -> Bool {
        let text = layout.diff.original
        return text[one.original] == text[other.original] && one.replacement == other.replacement
            && one.marks.map(layout.label) == other.marks.map(layout.label)
    }

    private mutating func endAlike() {
        if let hidden = alike?.hidden, hidden > 0 { items.append(.alike(hidden)) }
        alike = nil
    }
}

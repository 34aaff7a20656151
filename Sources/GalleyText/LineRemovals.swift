/// Collects the lines that a stage wants to take out, and turns them into edits that leave no doubled blank line.
///
/// A removed line takes a neighbouring blank line along where two would meet, at the start and at the end of the text.
public struct LineRemovals {
    private struct Removal {
        let line: Int
        let rule: String
        let why: String
    }
    private var removals: [Removal] = []

    /// No line yet.
    public init() {}

    /// No line is to go.
    public var isEmpty: Bool { removals.isEmpty }

    /// Adds a line, by its number.
    ///
    /// - Precondition: `line` lies behind the lines added before.
    public mutating func remove(_ line: Int, rule: String, why: String = "") {
        precondition(removals.last.map { $0.line < line } ?? true, "lines are removed in the order of the text")
        removals.append(Removal(line: line, rule: rule, why: why))
    }

    /// Proposes the removals, and `edits` in lines that stay, in the order of the text.
    ///
    /// - Complexity: O(*n*) in the lines of the text; nothing if no line is to go.
    public func propose(for lines: LineTable, and edits: EditList = EditList(), into markup: inout Markup) {
        var waiting = edits.edits[...]
        func propose(before offset: Int, into markup: inout Markup) {
            while let edit = waiting.first, edit.range.lowerBound < offset {
                let replacement = Array(edits.replacement(of: edit))
                markup.replace(edit.range, with: replacement, rule: edit.rule, why: edit.why)
                waiting.removeFirst()
            }
        }
        defer { propose(before: .max, into: &markup) }
        guard !removals.isEmpty else { return }
        let owners = owners(of: lines)
        var line = 0
        while line < lines.count {
            let start = line
            let owner = owners[start]
            while line < lines.count, owners[line] == owner { line += 1 }
            guard let owner else { continue }
            let removal = removals[owner]
            propose(before: lines[start].start, into: &markup)
            markup.remove(lines[start].start..<lines[line - 1].next, rule: removal.rule, why: removal.why)
        }
    }

    /// For each line, which removal takes it out.
    private func owners(of lines: LineTable) -> [Int?] {
        var owners = [Int?](repeating: nil, count: lines.count)
        for (number, removal) in removals.enumerated() { owners[removal.line] = number }
        var afterBlank = true
        var last: Int?
        for (number, line) in lines.enumerated() {
            if let owner = owners[number] {
                last = owner
            } else if !line.isBlank {
                (afterBlank, last) = (false, nil)
            } else if let last, afterBlank {
                owners[number] = last
            } else {
                afterBlank = true
            }
        }
        // Blank lines at the end go with the removed line behind them, or with the last one.
        guard var owner = last else { return owners }
        for number in lines.indices.reversed() {
            guard lines[number].isBlank || owners[number] != nil else { break }
            owner = owners[number] ?? owner
            owners[number] = owner
        }
        return owners
    }
}

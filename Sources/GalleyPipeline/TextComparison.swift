/// Where two texts differ, by lines: what a failed test shows.
public struct TextComparison: Sendable, CustomStringConvertible {
    /// A line that is in both texts, or in one of them.
    public enum Line: Sendable, Equatable {
        case same(String)
        case expected(String)
        case found(String)
    }

    /// The lines of both texts, in order.
    public let lines: [Line]

    /// Whether a line differs; a line feed at the end of one text alone is no difference.
    public var hasDifferences: Bool { lines.contains { !$0.isSame } }

    /// Compares two texts.
    ///
    /// - Complexity: O(*n* · *d*) in the lines and the differences between them.
    public init(expected: String, found: String) {
        let (old, new) = (Self.lines(of: expected), Self.lines(of: found))
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var lines: [Line] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, removed.contains(i) {
                lines.append(.expected(old[i]))
                i += 1
            } else if j < new.count, inserted.contains(j) {
                lines.append(.found(new[j]))
                j += 1
            } else {
                lines.append(.same(old[i]))
                (i, j) = (i + 1, j + 1)
            }
        }
        self.lines = lines
    }

    private static func lines(of text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The lines that differ, with one on either side: `-` is expected, `+` is what came.
    public var description: String {
        var text = ""
        var isGap = false
        for (index, line) in lines.enumerated() {
            switch line {
            case .expected(let line): text += "- \(line)\n"
            case .found(let line): text += "+ \(line)\n"
            case .same(let line):
                let isNear = [index - 1, index + 1].contains { lines.indices.contains($0) && !lines[$0].isSame }
                if isNear { text += "  \(line)\n" } else if !isGap { text += "  ⋮\n" }
                isGap = !isNear
                continue
            }
            isGap = false
        }
        return text
    }
}

extension TextComparison.Line {
    fileprivate var isSame: Bool { if case .same = self { true } else { false } }
}

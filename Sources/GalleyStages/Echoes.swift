/// Which words of a line stand in other lines, too.
///
/// The sentences of one article share its names and its subject; those of other texts on the page have their own.
struct Echoes {
    /// The longer words of all lines read, by fifteen bits of their hashes; the last bit says that it looks like a name.
    private var words: [UInt16] = []
    private var lines: [Range<Int>] = []
    private var start = 0
    /// In how many lines of prose each word stands.
    private var counts = [UInt16](repeating: 0, count: Self.size)

    private static let size = 1 << 15

    mutating func removeAll() {
        forgetCounts()
        words.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        start = 0
    }

    @inline(__always)
    mutating func add(_ hash: UInt64, isName: Bool) {
        words.append(UInt16(truncatingIfNeeded: hash >> 49) << 1 | (isName ? 1 : 0))
    }

    mutating func endLine() {
        lines.append(start..<words.count)
        start = words.count
    }

    mutating func move(_ old: Int, to row: Int) { lines[row] = lines[old] }

    mutating func truncate(to count: Int) { lines.removeLast(lines.count - count) }

    /// Counts the words of lines of prose and of the first line.
    mutating func count(_ prose: [Bool]) {
        forgetCounts()
        for (row, line) in lines.enumerated() where row == 0 || prose[row] { add(1, line) }
    }

    private mutating func forgetCounts() {
        for word in words { counts[Int(word >> 1)] = 0 }
    }

    private mutating func add(_ number: UInt16, _ line: Range<Int>) {
        for word in words[line] { counts[Int(word >> 1)] &+= number }
    }

    /// The share of a line's words, and of its names, that stand in other lines; -1 if it has none.
    mutating func shares(_ row: Int, isCounted: Bool) -> (words: Float, names: Float) {
        let line = lines[row]
        guard !line.isEmpty else { return (-1, -1) }
        if isCounted { add(.max, line) }
        defer { if isCounted { add(1, line) } }
        var (echoed, names, echoedNames) = (0, 0, 0)
        for word in words[line] {
            let isEchoed = counts[Int(word >> 1)] > 0
            if isEchoed { echoed += 1 }
            if word & 1 > 0 {
                names += 1
                if isEchoed { echoedNames += 1 }
            }
        }
        return (Float(echoed) / Float(line.count), names > 0 ? Float(echoedNames) / Float(names) : -1)
    }
}

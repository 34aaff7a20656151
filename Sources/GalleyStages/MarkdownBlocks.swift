internal import GalleyText

/// The code in a text: between lines of three backticks or tildes, and, in Markdown, what four spaces indent.
struct CodeBlocks {
    private var ranges: [Range<Int>] = []

    /// - Complexity: O(*n*), many bytes at a time where there is no fence and no Markdown.
    init(_ lines: LineTable, _ bytes: Span<UInt8>, isMarkdown: Bool) {
        guard isMarkdown || Self.mayFence(bytes) else { return }
        var open: Int?
        // What a list holds is indented, too; it ends at a line at the margin behind a blank one.
        var (isBehindBlank, isInList) = (true, false)
        for line in lines {
            let start = line.trimmed.lowerBound
            if bytes.has("```", at: start) || bytes.has("~~~", at: start) {
                if let start = open {
                    ranges.append(start..<line.next)
                    open = nil
                } else {
                    open = line.start
                }
            }
            guard isMarkdown, open == nil else { continue }
            if line.isBlank {
                isBehindBlank = true
            } else if bytes.has("    ", at: line.start) || bytes.has("\t", at: line.start) {
                let goesOn = ranges.last?.upperBound == line.start
                if !isInList, isBehindBlank || goesOn { ranges.append(line.start..<line.next) }
                isBehindBlank = false
            } else {
                let first = bytes[start]
                let isItem = first.isASCIIDigit || "-*+".utf8.contains(first) && bytes.has(" ", at: start + 1)
                isInList = isItem || isInList && !(isBehindBlank && start == line.start)
                isBehindBlank = false
            }
        }
        // In Markdown a fence that nothing closes holds the rest.
        if isMarkdown, let open { ranges.append(open..<bytes.count) }
    }

    /// Says whether there may be a fence.
    static func mayFence(_ bytes: Span<UInt8>) -> Bool {
        let all = 0..<bytes.count
        return bytes.firstIndex(of: 0x60, in: all) != nil || bytes.firstIndex(of: 0x7E, in: all) != nil
    }

    /// Says whether the byte at `offset` is one of code.
    func contains(_ offset: Int) -> Bool { ranges.hold(offset) }
}

/// The tables of Markdown: a line of cells between upright bars, below it a row such as `|---|--:|`, and more cells.
struct MarkdownTables {
    private var ranges: [Range<Int>] = []

    /// - Complexity: O(*n*) at most, many bytes at a time where there is no upright bar.
    init(_ lines: LineTable, _ bytes: Span<UInt8>) {
        guard bytes.firstIndex(of: 0x7C, in: 0..<bytes.count) != nil else { return }
        var number = 1
        while number < lines.count {
            defer { number += 1 }
            guard Self.isRow(lines[number - 1], bytes), Self.isRule(lines[number], bytes) else { continue }
            let start = lines[number - 1].start
            while number + 1 < lines.count, Self.isRow(lines[number + 1], bytes) { number += 1 }
            ranges.append(start..<lines[number].next)
        }
    }

    /// Says whether the byte at `offset` is one of a table.
    func contains(_ offset: Int) -> Bool { ranges.hold(offset) }

    private static func isRow(_ line: Line, _ bytes: Span<UInt8>) -> Bool {
        !line.isBlank && bytes[line.trimmed.lowerBound] == 0x7C
    }

    private static func isRule(_ line: Line, _ bytes: Span<UInt8>) -> Bool {
        isRow(line, bytes) && line.trimmed.count > 2
            && line.trimmed.allSatisfy { " |:-".utf8.contains(bytes[$0]) }
            && line.trimmed.contains { bytes[$0] == 0x2D }
    }
}

extension [Range<Int>] {
    /// Says whether one of them, which are in order, holds `offset`.
    fileprivate func hold(_ offset: Int) -> Bool {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].contains(offset)
    }
}

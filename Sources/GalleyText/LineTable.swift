/// One line of a text: where it is, with and without its white space.
public struct Line: Sendable, Equatable {
    /// The offset of its first byte.
    public let start: Int
    /// The offset behind its last byte, its line feed not counted.
    public let end: Int
    /// The offset where the next line starts: behind the line feed, or the end of the text.
    public let next: Int
    /// The bytes between its outer white space; empty, at `end`, for a blank line.
    public let trimmed: Range<Int>

    /// Nothing but white space.
    @inlinable public var isBlank: Bool { trimmed.isEmpty }
    /// The bytes of the line without its line feed.
    @inlinable public var content: Range<Int> { start..<end }
    /// The bytes of the line with its line feed.
    @inlinable public var whole: Range<Int> { start..<next }
}

/// The lines of a text, in order.
///
/// A text that ends in a line feed has no empty line behind it.
public struct LineTable: Sendable, RandomAccessCollection {
    @usableFromInline let lines: [Line]

    /// Finds the lines of `bytes`; only a line feed ends one, a carriage return counts as white space.
    ///
    /// - Complexity: O(*n*).
    public init(_ bytes: Span<UInt8>) {
        var lines: [Line] = []
        lines.reserveCapacity(bytes.count / 96 + 4)
        var start = 0
        while start < bytes.count {
            let feed = bytes.firstIndex(of: 0x0A, in: start..<bytes.count)
            let end = feed ?? bytes.count
            lines.append(
                Line(
                    start: start,
                    end: end,
                    next: feed == nil ? end : end + 1,
                    trimmed: Self.trim(start..<end, of: bytes)
                )
            )
            start = end + 1
        }
        self.lines = lines
    }

    /// `range` without the white space at its ends; empty, at its end, if there is nothing else.
    ///
    /// White space is ASCII's, U+00A0, U+200B, U+3000 and U+FEFF.
    public static func trim(_ range: Range<Int>, of bytes: Span<UInt8>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end {
            if bytes[start].isASCIISpace {
                start += 1
            } else if bytes[start] >= 0xC2, let length = spaceLength(bytes, at: start, before: end) {
                start += length
            } else {
                break
            }
        }
        while start < end {
            if bytes[end - 1].isASCIISpace {
                end -= 1
            } else if bytes[end - 1] >= 0x80, end - start >= 2, spaceLength(bytes, at: end - 2, before: end) == 2 {
                end -= 2
            } else if bytes[end - 1] >= 0x80, end - start >= 3, spaceLength(bytes, at: end - 3, before: end) == 3 {
                end -= 3
            } else {
                break
            }
        }
        return start..<end
    }

    private static func spaceLength(_ bytes: Span<UInt8>, at start: Int, before end: Int) -> Int? {
        if bytes[start] == 0xC2, start + 2 <= end, bytes[start + 1] == 0xA0 { return 2 }
        guard start + 3 <= end else { return nil }
        if bytes.has("\u{200B}", at: start) || bytes.has("\u{3000}", at: start) || bytes.has("\u{FEFF}", at: start) {
            return 3
        }
        return nil
    }

    /// 0.
    @inlinable public var startIndex: Int { 0 }
    /// How many lines there are.
    @inlinable public var endIndex: Int { lines.count }
    /// The line of a number.
    @inlinable public subscript(_ number: Int) -> Line { lines[number] }

    /// The number of the line that holds the byte at `offset`; the last line for an offset at the end.
    ///
    /// - Precondition: there is a line.
    /// - Complexity: O(log *n*) in the lines.
    public func line(at offset: Int) -> Int {
        var (low, high) = (0, lines.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lines[middle].start <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The numbers of the lines where `edits`, which made this text, put something in or took it out, and of those beside.
    ///
    /// - Complexity: O(*n* log *m*) in the edits and the lines.
    public func numbers(near edits: EditList) -> [Range<Int>] {
        guard !isEmpty else { return [] }
        var numbers: [Range<Int>] = []
        var shift = 0
        for edit in edits.edits {
            let start = edit.range.lowerBound + shift
            shift += edit.replacement.count - edit.range.count
            let first = Swift.max(line(at: start) - 1, numbers.last?.upperBound ?? 0)
            let next = Swift.min(line(at: start + edit.replacement.count) + 2, count)
            if first < next { numbers.append(first..<next) }
        }
        return numbers
    }
}

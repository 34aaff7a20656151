/// How a line ends.
extension Span<UInt8> {
    /// Says whether `range` ends a sentence: `. ! ? …` or their like in other scripts, quotation marks and brackets behind.
    public func endsSentence(in range: Range<Int>) -> Bool {
        var end = range.upperBound
        while end > range.lowerBound {
            let (value, length) = scalar(before: end)
            switch value {
            case 0x2E, 0x21, 0x3F, 0x2026, 0x3002, 0xFF01, 0xFF1F, 0xFF0E, 0x0964, 0x061F, 0x06D4, 0x203C...0x2049:
                return true
            case 0x22, 0x27, 0x29, 0x5D, 0x2018...0x201F, 0xBB, 0xAB, 0x203A, 0x2039, 0x300D, 0x300F, 0xFF09, 0x20,
                0xA0:
                end -= length
            default: return false
            }
        }
        return false
    }

    /// Says whether `range` ends in `…` or `...`, perhaps in square brackets.
    public func endsWithEllipsis(in range: Range<Int>) -> Bool {
        let end =
            range.upperBound > range.lowerBound && self[range.upperBound - 1] == 0x5D
            ? range.upperBound - 1 : range.upperBound
        guard end - 3 >= range.lowerBound else { return false }
        return has("…", at: end - 3) || has("...", at: end - 3)
    }

    /// Says whether `range` ends in a question mark, quotation marks and brackets behind it.
    public func endsQuestion(in range: Range<Int>) -> Bool {
        let tail = Swift.max(range.lowerBound, range.upperBound - 8)..<range.upperBound
        if firstIndex(of: 0x3F, in: tail) != nil { return true }
        return tail.count >= 3 && (tail.lowerBound...tail.upperBound - 3).contains { has("？", at: $0) }
    }

    /// A sentence of a paragraph's length, or a long line.
    public func isProse(_ range: Range<Int>) -> Bool {
        range.count >= 240 || (range.count >= 100 && endsSentence(in: range))
    }
}

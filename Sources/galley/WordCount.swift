internal import GalleyText

/// Counts how many words of an article its changes leave.
///
/// A word is lost with all that stands around it up to white space: of `â€œWe`, repaired to `“We`, nothing is.
/// What is written without spaces is counted by the character.
struct WordCount {
    let all: Int
    let kept: Int

    /// Counts.
    ///
    /// - Complexity: O(*n*) in the text, O(*m* log *n*) in hunks and words.
    init(_ original: [UInt8], _ hunks: [Hunk]) {
        let words = TokenTable(original.span, in: 0..<original.count)
        var lost = 0
        for hunk in hunks where !hunk.original.isEmpty {
            let gone = Self.gone(original.span, hunk.original, words)
            guard gone > 0 else { continue }
            let new = hunk.replacement
            let put = TokenTable(new.span, in: 0..<new.count).tokens.count
            lost += max(0, gone - max(put, Self.chunks(new.span, 0..<new.count).count))
        }
        (all, kept) = (words.tokens.count, words.tokens.count - lost)
    }

    /// The words that lie in `range` with all that they hang together with.
    private static func gone(_ bytes: Span<UInt8>, _ range: Range<Int>, _ words: TokenTable) -> Int {
        var count = 0
        for chunk in chunks(bytes, range) {
            let isWhole =
                (chunk.lowerBound > range.lowerBound || endsInSpace(bytes, chunk.lowerBound))
                && (chunk.upperBound < range.upperBound || startsWithSpace(bytes, chunk.upperBound))
            let within = words.within(chunk)
            if isWhole {
                count += within.count
            } else {
                count += words.tokens[within].count { Unicodes.isIdeographic(bytes.scalar(at: $0.start).value) }
            }
        }
        return count
    }

    /// The runs of anything but white space.
    private static func chunks(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>] {
        var chunks: [Range<Int>] = []
        var offset = range.lowerBound
        var start: Int?
        while offset < range.upperBound {
            let (value, length) = bytes.scalar(at: offset)
            if Unicodes.isSpace(value) {
                if let begun = start { chunks.append(begun..<offset) }
                start = nil
            } else if start == nil {
                start = offset
            }
            offset += length
        }
        if let start { chunks.append(start..<range.upperBound) }
        return chunks
    }

    private static func endsInSpace(_ bytes: Span<UInt8>, _ offset: Int) -> Bool {
        offset == 0 || Unicodes.isSpace(bytes.scalar(before: offset).value)
    }

    private static func startsWithSpace(_ bytes: Span<UInt8>, _ offset: Int) -> Bool {
        offset == bytes.count || Unicodes.isSpace(bytes.scalar(at: offset).value)
    }
}

internal import CMasks

/// A title cut at the marks that part a headline from the names of site and section: ` - `, ` | ` and their like.
///
/// Real titles are `Headline - Site`, `Headline | Section | Site`, `Section | Headline - Site`. Colons are not among
/// the marks, since most headlines with a colon have it themselves; `labelEnd` finds the colon of a label.
struct TitleParts {
    enum Mark { case bar, dash }
    struct Part {
        /// Without outer white space.
        let range: Range<Int>
        /// What stands between this part and the one before it; `nil` for the first.
        let mark: Mark?
    }
    let parts: [Part]

    /// - Complexity: O(*n*) in the length of `range`.
    init(_ bytes: Span<UInt8>, in range: Range<Int>) {
        var parts: [Part] = []
        var start = range.lowerBound
        var mark: Mark?
        var index = range.lowerBound
        while let (next, found) = Self.nextMark(bytes, in: index..<range.upperBound) {
            parts.append(Part(range: LineTable.trim(start..<next.lowerBound, of: bytes), mark: mark))
            (start, mark, index) = (next.upperBound, found, next.upperBound)
        }
        parts.append(Part(range: LineTable.trim(start..<range.upperBound, of: bytes), mark: mark))
        self.parts = parts
    }

    /// The next mark: a bar anywhere, or a dash, bullet or `>` with white space at both sides.
    static func nextMark(_ bytes: Span<UInt8>, in range: Range<Int>) -> (range: Range<Int>, mark: Mark)? {
        var start = range.lowerBound
        while let index = nextSign(bytes, in: start..<range.upperBound) {
            let byte = bytes[index]
            if byte == 0x7C { return (index..<index + 1, .bar) }
            if byte == 0xEF, bytes.has("｜", at: index) { return (index..<index + 3, .bar) }
            if index > range.lowerBound, bytes[index - 1] == 0x20,
                let (length, mark) = spacedMark(bytes, at: index, before: range.upperBound)
            {
                return (index - 1..<index + length, mark)
            }
            start = index + 1
        }
        return nil
    }

    /// The first byte that may begin a mark or end a label; a hyphen without a space before it is none.
    ///
    /// - Complexity: O(*n*), 64 bytes at a time.
    static func nextSign(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int? {
        var followsSpace: UInt64 = 0
        var base = range.lowerBound
        while base < range.upperBound {
            let bars = unsafe bytes.mask(at: base, before: range.upperBound, mask_bars)
            let dashes = unsafe bytes.mask(at: base, before: range.upperBound, mask_dashes)
            var signs = bars
            if dashes != 0 {
                let spaces = unsafe bytes.mask(at: base, before: range.upperBound, mask_spaces)
                signs |= dashes & (spaces << 1 | followsSpace)
            }
            while signs != 0 {
                let index = base + signs.trailingZeroBitCount
                if !isQuotationMark(bytes, at: index) { return index }
                signs &= signs - 1
            }
            base += 64
            followsSpace = bytes[Swift.min(base, range.upperBound) - 1] == 0x20 ? 1 : 0
        }
        return nil
    }

    /// Says whether one of U+2018–201F begins there, as most bytes do in prose that look like those of dashes.
    private static func isQuotationMark(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        bytes[start] == 0xE2 && start + 2 < bytes.count && bytes[start + 1] == 0x80 && bytes[start + 2] & 0xF8 == 0x98
    }

    private static func spacedMark(_ bytes: Span<UInt8>, at start: Int, before end: Int) -> (Int, Mark)? {
        guard start + 1 < end else { return nil }
        var found: (length: Int, mark: Mark)?
        switch bytes[start] {
        case 0x2D: found = (bytes[start + 1] == 0x2D ? 2 : 1, .dash)
        case 0x3E: found = (1, .bar)
        case 0x3A where bytes[start + 1] == 0x3A: found = (2, .bar)
        case 0xC2 where bytes.has("·", at: start): found = (2, .bar)
        case 0xE2:
            if bytes.has("–", at: start) || bytes.has("—", at: start) || bytes.has("―", at: start) {
                found = (3, .dash)
            } else if bytes.has("•", at: start) || bytes.has("›", at: start) {
                found = (3, .bar)
            }
        default: break
        }
        guard let found, start + found.length < end, bytes[start + found.length] == 0x20 else { return nil }
        return found
    }

    /// The end of a label of at most three words and 30 bytes with which `range` begins: `Opinion:`, `Fact Check:`.
    static func labelEnd(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int? {
        var spaces = 0
        var index = range.lowerBound
        let limit = min(range.upperBound - 1, range.lowerBound + 30)
        while index < limit {
            if bytes[index] == 0x20 { spaces += 1 }
            if bytes[index] == 0x3A, bytes[index + 1] == 0x20, index > range.lowerBound {
                let words = spaces - (bytes[index - 1] == 0x20 ? 1 : 0) + 1
                return words <= 3 ? index + 1 : nil
            }
            index += 1
        }
        return nil
    }

    /// Says whether a part can be the name of a site or section beside a headline of `letters` letters.
    ///
    /// Behind a bar, a few words that end no sentence; behind a dash, which headlines have too, also written as a name:
    /// no word of four letters or more begins with a small letter, and no year stands in it.
    static func isName(_ part: Range<Int>, mark: Mark, _ bytes: Span<UInt8>, besides letters: Int) -> Bool {
        guard !part.isEmpty, part.count <= 60 else { return false }
        guard !bytes.endsSentence(in: part), !bytes.endsWithEllipsis(in: part) else { return false }
        let words = TokenTable(bytes, in: part).tokens
        guard !words.isEmpty, words.reduce(0, { $0 + $1.range.count }) * 3 <= letters * 4 else { return false }
        if mark == .bar {
            return words.count <= 4 || part.count <= 24
                || words.count <= 8 && !words.contains { Unicodes.isDigit(bytes.scalar(at: $0.start).value) }
        }
        guard words.count <= 5 || part.count <= 24 else { return false }
        if isDomain(part, bytes) { return true }
        var hasName = false
        for word in words {
            let (first, _) = bytes.scalar(at: word.start)
            if Unicodes.isDigit(first) {
                if word.range.count >= 4 { return false }
            } else if !Unicodes.isLower(first) {
                hasName = true
            } else if word.range.count >= 4 {
                return false
            }
        }
        return hasName
    }

    /// `sportschau.de`: a point inside, no space.
    static func isDomain(_ part: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        guard bytes.firstIndex(of: 0x20, in: part) == nil else { return false }
        guard let point = bytes.firstIndex(of: 0x2E, in: part) else { return false }
        return point > part.lowerBound && part.upperBound - point > 2
    }
}

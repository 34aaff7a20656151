internal import GalleyText

/// Finds the line breaks that one width of lines explains, for `unwrap-lines`.
struct HardWrap {
    /// A line break that is to go.
    struct Joint {
        /// The line that goes on with the next.
        let line: Int
        /// What stands for the break: a space, or nothing within a word.
        fileprivate let join: Join

        fileprivate enum Join { case space, hyphen, nothing }

        /// Proposes the joint.
        func propose(in lines: LineTable, _ bytes: Span<UInt8>, into markup: inout Markup) {
            let (end, start) = (lines[line].trimmed.upperBound, lines[line + 1].trimmed.lowerBound)
            switch join {
            case .space: markup.replace(end..<start, with: " ", rule: "wrapped-line")
            case .hyphen: markup.remove(end..<start, rule: "broken-word", why: "the hyphen belongs to the word")
            case .nothing:
                let hyphen = bytes.has("\u{AD}", at: end - 2) ? 2 : 1
                markup.remove(end - hyphen..<start, rule: "broken-word")
            }
        }
    }

    /// The breaks to take out, in order.
    private(set) var joints: [Joint] = []

    /// A break between two lines of a paragraph: the widths that explain it.
    private struct Break {
        let line: Int
        /// How far the next line is set in.
        let indent: Int
        /// The width of the line, and of what it would have been with the next line's first word.
        let width: Int
        let overflow: Int
        /// The width of the text explains it.
        var fits = false

        func fits(_ limit: Int) -> Bool { width <= limit && overflow > limit }
    }

    /// The narrowest and the widest that texts are wrapped at.
    private static let widths = 50...100

    init(_ lines: LineTable, _ bytes: Span<UInt8>, _ article: Article) {
        guard lines.count > 3 else { return }
        var breaks = Self.breaks(lines, bytes)
        guard breaks.count > 3, let common = Self.limit(of: breaks) else { return }
        // Text browsers set quotations and headings to a width of their own.
        let limits = Dictionary(grouping: breaks, by: \.indent).mapValues { Self.limit(of: $0) ?? common }
        for index in breaks.indices { breaks[index].fits = breaks[index].fits(limits[breaks[index].indent] ?? common) }
        var evidence = WordEvidence(article)
        var first = 0
        while first < breaks.count {
            // A block is a run of lines with no blank line between.
            var end = first + 1
            while end < breaks.count, breaks[end].line == breaks[end - 1].line + 1 { end += 1 }
            join(breaks[first..<end], lines, bytes, &evidence)
            first = end
        }
    }

    /// The breaks between lines that may belong to one paragraph.
    private static func breaks(_ lines: LineTable, _ bytes: Span<UInt8>) -> [Break] {
        var breaks: [Break] = []
        breaks.reserveCapacity(min(lines.count, 200))
        for number in 0..<lines.count - 1 {
            let (line, next) = (lines[number], lines[number + 1])
            // Most texts end here: one long line a paragraph, a blank line between.
            guard !line.isBlank, !next.isBlank, line.trimmed.upperBound - line.start <= 4 * widths.upperBound else {
                continue
            }
            guard !beginsItem(bytes, next.trimmed, after: line.trimmed) else { continue }
            let width = line.trimmed.lowerBound - line.start + scalars(bytes, line.trimmed)
            var (overflow, end) = (width + 1, next.trimmed.lowerBound)
            while end < next.trimmed.upperBound, bytes[end] != 0x20, end - next.trimmed.lowerBound < 200 {
                if bytes[end] & 0xC0 != 0x80 { overflow += 1 }
                end += 1
            }
            let indent = next.trimmed.lowerBound - next.start
            breaks.append(Break(line: number, indent: indent, width: width, overflow: overflow))
        }
        return breaks
    }

    /// The width that most breaks agree on; `nil` if the text is not wrapped.
    private static func limit(of breaks: [Break]) -> Int? {
        var changes = [Int](repeating: 0, count: widths.upperBound + 2)
        for row in breaks where row.overflow > widths.lowerBound && row.width <= widths.upperBound {
            changes[max(row.width, widths.lowerBound)] += 1
            changes[min(row.overflow, widths.upperBound + 1)] -= 1
        }
        var (count, best, limit) = (0, 0, 0)
        for width in widths {
            count += changes[width]
            if count > best { (best, limit) = (count, width) }
        }
        // Lines that are short anyway, such as a menu's, say nothing; those nearly as long as the width or longer do.
        let relevant = breaks.count { $0.width * 10 >= limit * 7 }
        return best >= 4 && best * 4 >= relevant * 3 ? limit : nil
    }

    private mutating func join(
        _ block: ArraySlice<Break>,
        _ lines: LineTable,
        _ bytes: Span<UInt8>,
        _ evidence: inout WordEvidence
    ) {
        // Where a paragraph ends inside the block, a full line with a full stop may be its last.
        let hasShortLine = block.contains { !$0.fits }
        let hasSentences =
            block.contains { Self.hasSentenceEnd(bytes, lines[$0.line].trimmed) }
            || block.last.map { Self.hasSentenceEnd(bytes, lines[$0.line + 1].trimmed) } ?? false
        for index in block.indices where block[index].fits {
            let number = block[index].line
            let (line, next) = (lines[number].trimmed, lines[number + 1].trimmed)
            guard Self.isWrapped(bytes, line), Self.isWrapped(bytes, next) else { continue }
            guard Self.hasSameIndent(number, lines, bytes) else { continue }
            let before = index > block.startIndex && block[index - 1].fits
            let after = index + 1 < block.endIndex && block[index + 1].fits
            if hasShortLine || !hasSentences || !(before || after) {
                let strictly = !hasSentences || !(before || after)
                guard Self.goesOn(bytes, line, next, strictly: strictly) else { continue }
            } else if !after, Self.endsSentence(bytes, line), !Self.endsSentence(bytes, next) {
                // A caption, a credit or a link behind the paragraph's last line.
                guard Self.goesOn(bytes, line, next, strictly: false) else { continue }
            }
            guard let join = evidence.join(bytes, line, next) else { continue }
            joints.append(Joint(line: number, join: join))
        }
    }

    /// The sentence goes on behind the break, as far as both sides show it.
    private static func goesOn(_ bytes: Span<UInt8>, _ line: Range<Int>, _ next: Range<Int>, strictly: Bool) -> Bool {
        let first = bytes.scalar(at: next.lowerBound).value
        if Unicodes.isLower(first) { return true }
        let last = bytes.scalar(before: line.upperBound).value
        guard Unicodes.isWord(last) || last == 0x2C else { return false }
        guard strictly else { return true }
        // Two lines that stand alone, or headlines: the last word must be one that cannot end a headline.
        var start = line.upperBound
        while start > line.lowerBound, bytes[start - 1] != 0x20 { start -= 1 }
        return last == 0x2C || line.upperBound - start <= 3 && bytes[start].isASCIILower
    }

    private static func endsSentence(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
        var end = line.upperBound
        while end > line.lowerBound, TypeScan.isCloser(bytes.scalar(before: end).value) {
            end -= bytes.scalar(before: end).length
        }
        return end > line.lowerBound && ".!?:".utf8.contains(bytes[end - 1])
    }

    /// A stop, and a space or nothing behind it.
    private static func hasSentenceEnd(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
        for index in line where ".!?".utf8.contains(bytes[index]) {
            if index + 1 == line.upperBound || bytes[index + 1] == 0x20 || bytes[index + 1] >= 0x80 { return true }
        }
        return endsSentence(bytes, line)
    }

    /// The second line is indented as the first, or both as the text behind a list's mark.
    private static func hasSameIndent(_ number: Int, _ lines: LineTable, _ bytes: Span<UInt8>) -> Bool {
        let (line, next) = (lines[number], lines[number + 1])
        let (indent, nextIndent) = (line.trimmed.lowerBound - line.start, next.trimmed.lowerBound - next.start)
        if indent == nextIndent { return true }
        guard beginsItem(bytes, line.trimmed) else {
            // The first line of a paragraph may be set in, or out.
            let isFirst = number == 0 || lines[number - 1].isBlank
            return isFirst && abs(indent - nextIndent) <= 4
        }
        return nextIndent > indent && nextIndent - indent <= 4
    }

    /// Starts with a bullet, or with a number and a stop or bracket; with a dash that no sentence leads to.
    private static func beginsItem(_ bytes: Span<UInt8>, _ line: Range<Int>, after last: Range<Int>? = nil) -> Bool {
        var index = line.lowerBound
        // As most lines begin.
        if index < line.upperBound, bytes[index].isASCIILetter { return false }
        while index < line.upperBound, bytes[index].isASCIIDigit { index += 1 }
        let hasNumber = index > line.lowerBound
        guard index < line.upperBound else { return true }
        let mark = bytes[index]
        let space = index + 1 == line.upperBound || bytes[index + 1] == 0x20
        // Four digits are a year.
        if hasNumber { return (mark == 0x2E || mark == 0x29) && space && index - line.lowerBound < 4 }
        if bytes.has("–", at: index) || bytes.has("—", at: index) {
            return last.map { endsSentence(bytes, $0) } ?? true
        }
        if "*+-#>|".utf8.contains(mark) { return space || mark == 0x23 || mark == 0x7C }
        return bytes.has("•", at: index) || bytes.has("·", at: index) || bytes.has("○", at: index)
            || bytes.has("●", at: index)
    }

    /// Prose, with no address or tag at either end that a browser may have cut.
    private static func isWrapped(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
        var start = line.upperBound
        while start > line.lowerBound, bytes[start - 1] != 0x20 { start -= 1 }
        var end = line.lowerBound
        while end < line.upperBound, bytes[end] != 0x20 { end += 1 }
        for range in [line.lowerBound..<end, start..<line.upperBound] {
            guard range.count <= 40 || bytes.firstNonASCII(in: range) < range.upperBound else { return false }
            for index in range {
                switch bytes[index] {
                case 0x25
                where index + 1 < range.upperBound && (bytes[index + 1].isASCIILetter || bytes[index + 1].isASCIIDigit):
                    return false
                case 0x2F, 0x3D, 0x3C, 0x3E, 0x5F, 0x5C, 0x40, 0x7C: return false
                case 0xE3...0xED where Unicodes.isIdeographic(bytes.scalar(at: index).value): return false
                default: break
                }
            }
        }
        let traits = LineTraits(bytes, line)
        return !traits.isCode && !traits.isTable && (traits.alphabetic * 2 >= traits.words || traits.words < 3)
            && (traits.runs == 0 || traits.widestRun <= 2)
    }

    /// How many scalars a range has, but no more than one beyond the widest width.
    private static func scalars(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let most = widths.upperBound + 1
        let start = bytes.firstNonASCII(in: range.prefix(most))
        var count = start - range.lowerBound
        var index = start
        while count < most, index < range.upperBound {
            if bytes[index] & 0xC0 != 0x80 { count += 1 }
            index += 1
        }
        return count
    }
}

/// What the rest of the article says of a word that ends a line with a hyphen.
private struct WordEvidence {
    private let article: Article
    private var whole: Set<UInt64>?
    private var parts: Set<UInt64> = []

    init(_ article: Article) { self.article = article }

    /// How two lines are joined; `nil` if only a reader can tell.
    mutating func join(_ bytes: Span<UInt8>, _ line: Range<Int>, _ next: Range<Int>) -> HardWrap.Joint.Join? {
        let end = line.upperBound
        if bytes.has("\u{AD}", at: end - 2) { return .nothing }
        guard bytes[end - 1] == 0x2D else { return .space }
        guard Unicodes.isLetter(bytes.scalar(before: end - 1).value) else {
            // A dash between spaces.
            return bytes[end - 2] == 0x20 ? .space : nil
        }
        guard let last = TokenTable(bytes, in: max(line.lowerBound, cut(bytes, end - 100))..<end - 1).tokens.last,
            let first = TokenTable(bytes, in: next.lowerBound..<cut(bytes, min(next.upperBound, next.lowerBound + 100)))
                .tokens.first, first.start == next.lowerBound
        else { return nil }
        readArticle(bytes)
        var word: [UInt8] = []
        word.append(copying: bytes.extracting(last.range))
        word.append(copying: bytes.extracting(first.range))
        let joined = TokenTable(word.span, in: 0..<word.count).tokens.first?.hash ?? 0
        switch (whole?.contains(joined) ?? false, parts.contains(Self.pair(last.hash, first.hash))) {
        case (true, false): return .nothing
        case (false, true): return .hyphen
        default: return nil
        }
    }

    /// The nearest scalar boundary at or before an offset.
    private func cut(_ bytes: Span<UInt8>, _ offset: Int) -> Int {
        var offset = max(0, offset)
        while !bytes.isScalarBoundary(offset) { offset -= 1 }
        return offset
    }

    /// Gathers the article's words, and its pairs of words with a hyphen between.
    private mutating func readArticle(_ bytes: Span<UInt8>) {
        guard whole == nil else { return }
        let tokens = article.words.tokens
        whole = Set(tokens.map(\.hash))
        for (one, other) in zip(tokens, tokens.dropFirst()) where other.start == one.end + 1 && bytes[one.end] == 0x2D {
            parts.insert(Self.pair(one.hash, other.hash))
        }
    }

    private static func pair(_ one: UInt64, _ other: UInt64) -> UInt64 { one &* 31 &+ other }
}

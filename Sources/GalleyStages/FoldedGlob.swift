internal import GalleyText

/// A glob over a folded line: `*` is any run, `#` a number, `{a,b}` either of them, `\` takes the next sign as it is.
///
/// The texts of all globs lie one behind the other in one array, which each question takes along.
struct FoldedGlob: Sendable {
    // Narrow, since there are tens of thousands of them.
    private let number: Int32
    private let ends: (first: Int32, head: Int32, tail: Int32, last: Int32)

    /// The rule that it belongs to.
    var rule: Int { Int(number) }
    /// The folded text, a zero for each star.
    private var whole: Range<Int> { Int(ends.first)..<Int(ends.last) }
    /// What stands before the first star, or all of it.
    private var head: Range<Int> { Int(ends.first)..<Int(ends.head) }
    /// What stands behind the last star, or all of it.
    private var tail: Range<Int> { Int(ends.tail)..<Int(ends.last) }

    /// What stands for a star: a byte that no folded line has.
    private static let star: UInt8 = 0

    /// Reads a glob without braces, as `forEachVariant` has it, and adds its folded text to `texts`.
    ///
    /// - Parameter folded: memory to use again.
    init(_ text: [UInt8], rule: Int, _ folded: inout FoldedLine, addingTo texts: inout [UInt8]) {
        number = Int32(rule)
        let first = texts.count
        var (firstStar, lastStar): (Int?, Int?)
        var start = 0
        while true {
            let end = text.span.firstIndex(of: Self.star, in: start..<text.count) ?? text.count
            let keepsEnds = (start > 0, end < text.count)
            if Self.isFolded(text.span, start..<end, keepsEnds) {
                texts += text[start..<end]
            } else {
                folded.fold(text.span, start..<end, keepsEnds: keepsEnds)
                texts += folded.bytes
            }
            guard end < text.count else { break }
            firstStar = firstStar ?? texts.count
            lastStar = texts.count
            texts.append(Self.star)
            start = end + 1
        }
        let (head, tail) = (firstStar ?? texts.count, lastStar.map { $0 + 1 } ?? first)
        ends = (Int32(first), Int32(head), Int32(tail), Int32(texts.count))
    }

    /// Small letters and single spaces, as most globs have, stay what they are when they are folded.
    private static func isFolded(
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        _ keepsEnds: (start: Bool, end: Bool)
    ) -> Bool {
        var followsSpace = !keepsEnds.start
        for index in range {
            let isSpace = text[index] == 0x20
            guard isSpace ? !followsSpace : text[index].isASCIILower else { return false }
            followsSpace = isSpace
        }
        return keepsEnds.end || range.isEmpty || !followsSpace
    }

    /// Calls `body` with each glob that one with braces stands for.
    ///
    /// Escapes are read in them, and a star is a zero.
    ///
    /// - Returns: `false` if there are more than 500, or a brace does not close; braces do not nest.
    static func forEachVariant(_ text: String, _ body: ([UInt8]) -> Void) -> Bool {
        let text = plain(text)
        var variant: [UInt8] = []
        variant.reserveCapacity(text.count)
        var count = 0
        return expand(text, from: 0, &variant, &count, body)
    }

    private static func expand(
        _ text: [UInt8],
        from start: Int,
        _ variant: inout [UInt8],
        _ count: inout Int,
        _ body: ([UInt8]) -> Void
    ) -> Bool {
        guard let open = text.span.firstIndex(of: 0x7B, in: start..<text.count) else {
            variant += text[start...]
            count += 1
            body(variant)
            return count <= 500
        }
        guard let close = text.span.firstIndex(of: 0x7D, in: open..<text.count),
            text.span.firstIndex(of: 0x7B, in: open + 1..<close) == nil
        else {
            return false
        }
        variant += text[start..<open]
        let length = variant.count
        var choice = open + 1
        for index in open + 1...close where index == close || text[index] == 0x2C {
            variant += text[choice..<index]
            guard expand(text, from: close + 1, &variant, &count, body) else { return false }
            variant.removeSubrange(length...)
            choice = index + 1
        }
        return true
    }

    /// The text with its escapes read, and a zero for each star.
    private static func plain(_ text: String) -> [UInt8] {
        var plain: [UInt8] = []
        plain.reserveCapacity(text.utf8.count)
        var isLiteral = false
        for byte in text.utf8 {
            switch byte {
            case 0x5C where !isLiteral:
                isLiteral = true
                continue
            case 0x2A where !isLiteral: plain.append(star)
            // The sign for a number folds like any number.
            case FoldedLine.number: plain.append(0x30)
            default: plain.append(byte)
            }
            isLiteral = false
        }
        return plain
    }

    /// A text folded as a whole line.
    static func folded(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var line = FoldedLine()
        line.fold(bytes.span, 0..<bytes.count)
        return line.bytes
    }

    /// The length in bytes.
    var count: Int { whole.count }

    /// There is no star.
    var isWhole: Bool { head.count == whole.count }

    /// The first word and the key of the first two, or of the only one, if the glob begins with such that no star can
    /// lengthen.
    func opening(_ texts: Span<UInt8>) -> (first: UInt64, key: UInt64)? {
        guard let first = Self.word(texts, head) else { return nil }
        let second = Self.word(texts, first.upperBound..<head.upperBound)
        if !isWhole, second == nil || second?.upperBound == head.upperBound { return nil }
        let hash = FoldedLine.hash(texts, first)
        return (hash, FoldedLine.key(hash, second.map { FoldedLine.hash(texts, $0) }))
    }

    /// The hash of the first word, if the glob begins with one that no star can lengthen.
    func firstWord(_ texts: Span<UInt8>) -> UInt64? {
        guard let word = Self.word(texts, head) else { return nil }
        return isWhole || word.upperBound < head.upperBound ? FoldedLine.hash(texts, word) : nil
    }

    /// The longest word of ASCII letters that no star can lengthen, wherever it stands, in `texts`.
    func innerWord(_ texts: Span<UInt8>) -> Range<Int>? {
        var best = 0..<0
        var index = whole.lowerBound
        while let word = Self.word(texts, index..<whole.upperBound) {
            index = word.upperBound
            let isCut =
                word.lowerBound > whole.lowerBound && texts[word.lowerBound - 1] == Self.star
                || index < whole.upperBound && texts[index] == Self.star
            if !isCut, word.count > best.count, word.allSatisfy({ texts[$0].isASCIILetter }) { best = word }
        }
        return best.isEmpty ? nil : best
    }

    /// The hash of the word of ASCII letters before another one, if only a space is between them and nothing can lengthen it.
    func word(before word: Range<Int>, _ texts: Span<UInt8>) -> UInt64? {
        FoldedLine.wordBefore(texts, whole.lowerBound..<word.lowerBound)
    }

    /// The hash of the last word, if the glob ends with one that no star can lengthen, whatever marks stand behind it.
    func lastWord(_ texts: Span<UInt8>) -> UInt64? {
        var end = tail.upperBound
        while end > tail.lowerBound, !texts[end - 1].isPartOfWord { end -= 1 }
        var start = end
        while start > tail.lowerBound, texts[start - 1].isPartOfWord { start -= 1 }
        return start < end && (isWhole || start > tail.lowerBound) ? FoldedLine.hash(texts, start..<end) : nil
    }

    /// The first word in `range`.
    private static func word(_ texts: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
        var first = range.lowerBound
        while first < range.upperBound, !texts[first].isPartOfWord { first += 1 }
        var last = first
        while last < range.upperBound, texts[last].isPartOfWord { last += 1 }
        return first < last ? first..<last : nil
    }

    /// Says whether all of a folded line matches.
    func matches(_ line: Span<UInt8>, _ texts: Span<UInt8>) -> Bool {
        if isWhole { return line.count == whole.count && has(whole, in: line, at: 0, texts) }
        // Who asks knows the first word mostly.
        guard line.count >= head.count + tail.count, has(tail, in: line, at: line.count - tail.count, texts),
            has(head, in: line, at: 0, texts)
        else { return false }
        return hasMiddle(line, to: line.count - tail.count, texts)
    }

    /// A star ends the glob, so that it can match a line of which only the beginning is known.
    var takesBeginnings: Bool { !isWhole && tail.isEmpty }

    /// Says whether a line that is cut off matches as far as it goes: all parts stand in it, and a star ends the glob.
    func matchesBeginning(of line: Span<UInt8>, _ texts: Span<UInt8>) -> Bool {
        takesBeginnings && has(head, in: line, at: 0, texts) && hasMiddle(line, to: line.count, texts)
    }

    /// Says whether a part of the glob, without stars, stands in `line` at `offset`.
    private func has(_ part: Range<Int>, in line: Span<UInt8>, at offset: Int, _ texts: Span<UInt8>) -> Bool {
        guard line.count - offset >= part.count else { return false }
        var index = 0
        while index < part.count {
            guard line[offset + index] == texts[part.lowerBound + index] else { return false }
            index += 1
        }
        return true
    }

    /// Says whether what stands between the stars is in `line` before `end`, one behind the other.
    private func hasMiddle(_ line: Span<UInt8>, to end: Int, _ texts: Span<UInt8>) -> Bool {
        var index = head.count
        var start = head.upperBound + 1
        while start < tail.lowerBound {
            var stop = start
            while texts[stop] != Self.star { stop += 1 }
            guard let found = find(start..<stop, in: line, from: index, to: end, texts) else { return false }
            index = found + stop - start
            start = stop + 1
        }
        return true
    }

    private func find(
        _ part: Range<Int>,
        in line: Span<UInt8>,
        from start: Int,
        to end: Int,
        _ texts: Span<UInt8>
    ) -> Int? {
        guard !part.isEmpty else { return start }
        // A letter is rarer than the space before it.
        let shift = part.count > 1 && texts[part.lowerBound] == 0x20 ? 1 : 0
        let sign = texts[part.lowerBound + shift]
        var index = start + shift
        while index - shift + part.count <= end,
            let hit = line.firstIndex(of: sign, in: index..<end - part.count + 1 + shift)
        {
            if has(part, in: line, at: hit - shift, texts) { return hit - shift }
            index = hit + 1
        }
        return nil
    }
}

/// Networks and tools whose names make up share bars, in every language.
enum SocialNetworks {
    static let names = [
        "facebook", "twitter", "x", "whatsapp", "linkedin", "pinterest", "reddit", "tumblr", "flipboard", "telegram",
        "messenger", "instagram", "youtube", "tiktok", "threads", "bluesky", "mastodon", "pocket", "xing", "snapchat",
        "viber", "wechat", "weibo", "line", "google", "stumbleupon", "digg", "buffer", "email", "e-mail", "mail", "sms",
        "rss", "fb", "vk", "signal", "skype", "pinit", "app", "logo", "icon",
    ]
}

internal import GalleyText

/// A glob over a folded line: `*` is any run, `#` a number, `{a,b}` either of them, `\` takes the next sign as it is.
struct FoldedGlob: Sendable {
    /// The rule that it belongs to.
    let rule: Int
    /// The folded text, a zero for each star.
    private let bytes: [UInt8]
    /// What stands before the first star, or all of it.
    private let head: Range<Int>
    /// What stands behind the last star, or all of it.
    private let tail: Range<Int>

    /// What stands for a star: a byte that no folded line has.
    private static let star: UInt8 = 0

    /// Reads a glob without braces, as `variants` has it.
    ///
    /// - Parameter folded: memory to use again.
    init(_ text: [UInt8], rule: Int, _ folded: inout FoldedLine) {
        self.rule = rule
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count + 4)
        var start = 0
        while true {
            let end = text[start...].firstIndex(of: Self.star) ?? text.count
            folded.fold(text.span, start..<end, keepsEnds: (start > 0, end < text.count))
            bytes += folded.bytes
            guard end < text.count else { break }
            bytes.append(Self.star)
            start = end + 1
        }
        head = 0..<(bytes.firstIndex(of: Self.star) ?? bytes.count)
        tail = (bytes.lastIndex(of: Self.star).map { $0 + 1 } ?? 0)..<bytes.count
        self.bytes = bytes
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
        guard let open = text[start...].firstIndex(of: 0x7B) else {
            variant += text[start...]
            count += 1
            body(variant)
            return count <= 500
        }
        guard let close = text[open...].firstIndex(of: 0x7D), !text[open + 1..<close].contains(0x7B) else {
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
    var count: Int { bytes.count }

    /// There is no star.
    var isWhole: Bool { head.count == bytes.count }

    /// The key of the first two words, or of the only one, if the glob begins with such that no star can lengthen.
    var opening: UInt64? {
        guard let first = word(from: 0, to: head.upperBound) else { return nil }
        let second = word(from: first.upperBound, to: head.upperBound)
        if !isWhole, second == nil || second?.upperBound == head.upperBound { return nil }
        return FoldedLine.key(FoldedLine.hash(bytes[first]), second.map { FoldedLine.hash(bytes[$0]) })
    }

    /// The hash of the first word, if the glob begins with one that no star can lengthen.
    var firstWord: UInt64? {
        guard let word = word(from: 0, to: head.upperBound) else { return nil }
        return isWhole || word.upperBound < head.upperBound ? FoldedLine.hash(bytes[word]) : nil
    }

    /// The hash, first letter and length of the longest word of ASCII letters that no star can lengthen, wherever it stands.
    var innerWord: (hash: UInt64, letter: UInt8, length: Int)? {
        var best = 0..<0
        var index = 0
        while let word = word(from: index, to: bytes.count) {
            index = word.upperBound
            let isCut =
                word.lowerBound > 0 && bytes[word.lowerBound - 1] == Self.star
                || index < bytes.count && bytes[index] == Self.star
            if !isCut, word.count > best.count, bytes[word].allSatisfy(\.isASCIILetter) { best = word }
        }
        return best.isEmpty ? nil : (FoldedLine.hash(bytes[best]), bytes[best.lowerBound], best.count)
    }

    /// The hash of the last word, if the glob ends with one that no star can lengthen, whatever marks stand behind it.
    var lastWord: UInt64? {
        var end = tail.upperBound
        while end > tail.lowerBound, !bytes[end - 1].isPartOfWord { end -= 1 }
        var start = end
        while start > tail.lowerBound, bytes[start - 1].isPartOfWord { start -= 1 }
        return start < end && (isWhole || start > tail.lowerBound) ? FoldedLine.hash(bytes[start..<end]) : nil
    }

    /// The next word at or behind `start`.
    private func word(from start: Int, to end: Int) -> Range<Int>? {
        var first = start
        while first < end, !bytes[first].isPartOfWord { first += 1 }
        var last = first
        while last < end, bytes[last].isPartOfWord { last += 1 }
        return first < last ? first..<last : nil
    }

    /// Says whether all of a folded line matches.
    func matches(_ line: [UInt8]) -> Bool {
        if isWhole { return line == bytes }
        guard line.count >= head.count + tail.count, has(head, in: line, at: 0),
            has(tail, in: line, at: line.count - tail.count)
        else { return false }
        return hasMiddle(line, to: line.count - tail.count)
    }

    /// A star ends the glob, so that it can match a line of which only the beginning is known.
    var takesBeginnings: Bool { !isWhole && tail.isEmpty }

    /// Says whether a line that is cut off matches as far as it goes: all parts stand in it, and a star ends the glob.
    func matchesBeginning(of line: [UInt8]) -> Bool {
        takesBeginnings && has(head, in: line, at: 0) && hasMiddle(line, to: line.count)
    }

    /// Says whether a part of the glob, without stars, stands in `line` at `offset`.
    private func has(_ part: Range<Int>, in line: [UInt8], at offset: Int) -> Bool {
        guard line.count - offset >= part.count else { return false }
        var index = 0
        while index < part.count {
            guard line[offset + index] == bytes[part.lowerBound + index] else { return false }
            index += 1
        }
        return true
    }

    /// Says whether what stands between the stars is in `line` before `end`, one behind the other.
    private func hasMiddle(_ line: [UInt8], to end: Int) -> Bool {
        var index = head.count
        var start = head.count + 1
        while start < tail.lowerBound {
            var stop = start
            while bytes[stop] != Self.star { stop += 1 }
            guard let found = find(start..<stop, in: line, from: index, to: end) else { return false }
            index = found + stop - start
            start = stop + 1
        }
        return true
    }

    private func find(_ part: Range<Int>, in line: [UInt8], from start: Int, to end: Int) -> Int? {
        guard let first = part.first.map({ bytes[$0] }) else { return start }
        var index = start
        while index + part.count <= end,
            let hit = line.span.firstIndex(of: first, in: index..<end - part.count + 1)
        {
            if has(part, in: line, at: hit) { return hit }
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

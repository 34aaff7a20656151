internal import GalleyText

/// Rules for stops and marks: ellipses, doubled marks, missing spaces behind them.
extension TypeScan {
    /// A full stop with another or a letter behind it.
    @inline(never)
    mutating func dot(at index: Int, into markup: inout Markup) -> Int {
        var end = index + 1
        while end < line.upperBound, bytes[end] == 0x2E { end += 1 }
        switch end - index {
        case 1: stopBeforeLetter(at: index, into: &markup)
        case 2: twoDots(at: index, into: &markup)
        case 3: threeDots(at: index, into: &markup)
        case 4: fourDots(at: index, into: &markup)
        case 5, 6: manyDots(index..<end, into: &markup)
        default: break
        }
        return end
    }

    private mutating func threeDots(at index: Int, into markup: inout Markup) {
        let (before, after) = (scalar(before: index), scalar(at: index + 3))
        guard options.ellipses, traits.isText, isPlain(around: index) else { return }
        guard !Unicodes.isIdeographic(before), !Unicodes.isIdeographic(after) else { return }
        // `1...10` is a range, `, ...` and `:...` may be anything, dots before a number lead to it.
        guard !Unicodes.isDigit(after), before != 0x2C, before != 0x3A, before != 0x3B else { return }
        if before == 0x20 || before == 0, Unicodes.isDigit(scalar(behindSpaceAt: index + 3)) { return }
        markup.replace(index..<index + 3, with: "…", rule: "ellipsis")
    }

    private mutating func fourDots(at index: Int, into markup: inout Markup) {
        guard options.ellipses, Unicodes.isLower(scalar(before: index)) else { return }
        let after = scalar(at: index + 4)
        if after == 0x20 {
            let next = scalar(at: index + 5)
            guard Unicodes.isUpper(next) || Self.isOpener(next) else { return }
        } else if after != 0, !Self.isCloser(after) {
            return
        }
        guard traits.isText, isPlain(around: index) else { return }
        markup.replace(index..<index + 4, with: ".…", rule: "ellipsis", why: "a full stop and an ellipsis")
    }

    /// An ellipsis by a heavy hand, behind a word or before one; more dots are a line to write on or to a page number.
    private mutating func manyDots(_ dots: Range<Int>, into markup: inout Markup) {
        guard options.ellipses, traits.isText, isPlain(around: dots.lowerBound) else { return }
        let (before, after) = (scalar(before: dots.lowerBound), scalar(at: dots.upperBound))
        guard before == 0 ? Unicodes.isLetter(after) : Unicodes.isLetter(before) else { return }
        guard after == 0x20 || Unicodes.isLetter(after), !Unicodes.isDigit(scalar(behindSpaceAt: dots.upperBound))
        else {
            return
        }
        markup.replace(dots, with: "…", rule: "ellipsis")
    }

    /// `. . .` behind the space at `index`, or around it at the start of a line; says where to go on.
    mutating func spacedDots(at index: Int, into markup: inout Markup) -> Int {
        var end = index
        while bytes.has(" .", at: end), end + 1 < line.upperBound { end += 2 }
        let isFirst = index == line.lowerBound + 1 && bytes[index - 1] == 0x2E
        guard end - index == (isFirst ? 4 : 6), options.ellipses, traits.isText else { return end }
        let (before, after) = (isFirst ? 0 : scalar(before: index), scalar(at: end))
        guard after == 0 || after == 0x20 || after == 0x2C || Self.isCloser(after) else { return end }
        let next = scalar(behindSpaceAt: end)
        if Unicodes.isDigit(next) || next == 0x24 || next == 0x20AC || next == 0xA3 { return end }
        guard before != 0x20, !Unicodes.isDigit(next) else { return end }
        markup.replace((isFirst ? index - 1 : index + 1)..<end, with: "…", rule: "ellipsis")
        return end
    }

    private mutating func twoDots(at index: Int, into markup: inout Markup) {
        let before = scalar(before: index)
        guard options.doubled, traits.isText else { return }
        // `U.S..` and `p.m..` are no place for an ellipsis.
        if Self.isAbbreviation(bytes, index) {
            guard [0, 0x20, 0x2C].contains(scalar(at: index + 2)), isPlain(around: index) else { return }
        } else {
            guard Unicodes.isLower(before) || Unicodes.isDigit(before) || before == 0x29 else { return }
            guard scalar(at: index + 2) == 0x20, beginsSentence(index + 3) else { return }
            guard traits.isProse, isPlain(around: index), !writesTwoDots else { return }
        }
        markup.remove(index + 1..<index + 2, rule: "doubled-mark")
    }

    /// A word with a capital, or a mark that opens a quotation before one.
    private func beginsSentence(_ offset: Int) -> Bool {
        let first = scalar(at: offset)
        guard Self.isOpener(first), first != 0x28 else { return Unicodes.isUpper(first) }
        return Unicodes.isUpper(scalar(at: offset + bytes.scalar(at: offset).length))
    }

    /// Single letters with a full stop between them end before the stop at `offset`.
    private static func isAbbreviation(_ bytes: Span<UInt8>, _ offset: Int) -> Bool {
        offset > 2 && bytes[offset - 1].isASCIILetter && bytes[offset - 2] == 0x2E && bytes[offset - 3].isASCIILetter
            && (offset == 3 || !bytes[offset - 4].isASCIILetter)
    }

    /// Two dots inside a sentence: the author's ellipsis, which then may end one too.
    static func hasTwoDots(_ bytes: Span<UInt8>) -> Bool {
        var index = 0
        while let dot = bytes.firstIndex(of: 0x2E, in: index..<bytes.count) {
            index = dot + 1
            while index < bytes.count, bytes[index] == 0x2E { index += 1 }
            guard index - dot == 2, dot > 0, bytes[dot - 1] > 0x20, !isAbbreviation(bytes, dot) else { continue }
            let next = index < bytes.count && bytes[index] == 0x20 ? index + 1 : index
            guard next < bytes.count else { continue }
            if bytes[next] == 0x0A || bytes[next] == 0x22 || Unicodes.isLower(bytes.scalar(at: next).value) {
                return true
            }
        }
        return false
    }

    /// A full stop between a word and one that begins a sentence.
    private mutating func stopBeforeLetter(at index: Int, into markup: inout Markup) {
        let next = letters(at: index + 1)
        guard options.spaces, isPlainWord(next), Unicodes.isUpper(scalar(at: index + 1)) else { return }
        guard scalar(at: next.upperBound) == 0x20 else { return }
        let last = letters(before: index)
        if last.isEmpty {
            guard endsWithSign(index) else { return }
        } else {
            guard isPlainWord(last), isWordStart(last.lowerBound) else { return }
            // `Booking.In` and `Visit.It` may be addresses.
            guard Unicodes.isLower(bytes.scalar(at: last.lowerBound).value) || next.count > 2 else { return }
        }
        guard traits.isProse, usage.beginsSentence(hash(next)) else { return }
        markup.replace(index + 1..<index + 1, with: " ", rule: "missing-space")
    }

    /// A mark with another or a letter behind it.
    @inline(never)
    mutating func mark(at index: Int, into markup: inout Markup) -> Int {
        let byte = bytes[index]
        var end = index + 1
        while end < line.upperBound, ",;:!?".utf8.contains(bytes[end]) { end += 1 }
        if end - index == 1, byte == 0x2C {
            commaBeforeLetter(at: index, into: &markup)
        } else if end - index == 2, bytes[index + 1] == byte, byte != 0x21, byte != 0x3F {
            doubledMark(at: index, into: &markup)
        }
        return end
    }

    private mutating func commaBeforeLetter(at index: Int, into markup: inout Markup) {
        let (last, next) = (letters(before: index), letters(at: index + 1))
        guard options.spaces, isPlainWord(next) else { return }
        if last.isEmpty {
            guard endsWithSign(index) else { return }
        } else {
            guard isPlainWord(last), isWordStart(last.lowerBound) else { return }
        }
        guard endsPlainly(next), traits.isProse else { return }
        markup.replace(index + 1..<index + 1, with: " ", rule: "missing-space")
    }

    /// Says whether a space, or a mark and a space, stands behind a word, or the line ends there.
    func endsPlainly(_ word: Range<Int>) -> Bool {
        var end = word.upperBound
        while end < line.upperBound, ",.;:!?)\"'".utf8.contains(bytes[end]) { end += 1 }
        let after = scalar(at: end)
        return after == 0x20 || after == 0 || after == 0x201D || after == 0x2019 && end > word.upperBound
    }

    /// Says whether a bracket in which words stand, or a number with a percent sign, ends at `offset`.
    private func endsWithSign(_ offset: Int) -> Bool {
        switch scalar(before: offset) {
        case 0x25:
            let before = scalar(before: offset - 1)
            return Unicodes.isDigit(before) || before == 0x20 && Unicodes.isDigit(scalar(before: offset - 2))
        case 0x29:
            let last = letters(before: offset - 1)
            return !last.isEmpty && isPlain(around: offset - 1)
        default: return false
        }
    }

    private mutating func doubledMark(at index: Int, into markup: inout Markup) {
        let (before, after) = (scalar(before: index), scalar(at: index + 2))
        guard options.doubled, Self.isCasedOrDigit(before) || Self.isCloser(before) else { return }
        // A colon twice at the end of a line begins a block of reStructuredText.
        guard after == 0x20 || bytes[index] != 0x3A && (after == 0 || Self.isCloser(after)) else { return }
        guard traits.isText else { return }
        markup.remove(index + 1..<index + 2, rule: "doubled-mark")
    }

    /// The start of the line, or behind a space or an opening mark.
    func isWordStart(_ offset: Int) -> Bool {
        let before = scalar(before: offset)
        return before == 0 || before == 0x20 || Self.isOpener(before) || before == 0x2014
    }
}

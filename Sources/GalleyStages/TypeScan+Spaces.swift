internal import GalleyText

/// Rules for spaces and soft hyphens.
extension TypeScan {
    /// Two or more spaces or tabs.
    @inline(never)
    mutating func spaceRun(at index: Int, into markup: inout Markup) -> Int {
        var end = index + 1
        while end < line.upperBound, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
        guard options.spaces, traits.spaces != .columns else { return end }
        if traits.spaces == .likelySlips, hasRunBeside { return end }
        markup.remove(index + 1..<end, rule: "space-run")
        return end
    }

    /// The line before or behind has a run of spaces near its start: the three may be a table.
    private var hasRunBeside: Bool {
        var start = line.lowerBound
        while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
        if start > 0 {
            var before = start - 1
            while before > 0, bytes[before - 1] != 0x0A, start - before < 1000 { before -= 1 }
            if hasRun(from: before) { return true }
        }
        let end = bytes.firstIndex(of: 0x0A, in: line.upperBound..<bytes.count)
        return end.map { hasRun(from: $0 + 1) } ?? false
    }

    /// Two spaces behind a word in the 60 bytes from `offset` on, in one line.
    private func hasRun(from offset: Int) -> Bool {
        var seen = false
        for index in offset..<min(offset + 60, bytes.count) {
            if bytes[index] == 0x0A { return false }
            if seen, bytes.has("  ", at: index) { return true }
            if bytes[index] > 0x20 { seen = true }
        }
        return false
    }

    /// White space behind the last word of a line, or all there is in it.
    func reviewEnd(of line: Line, into markup: inout Markup) {
        guard line.start < line.end else { return }
        let start = line.isBlank ? line.start : line.trimmed.upperBound
        let end = bytes[line.end - 1] == 0x0D ? line.end - 1 : line.end
        // Two hyphens and a space part a mail from its signature.
        guard options.spaces, start < end, !(line.trimmed.count == 2 && bytes.has("--", at: start - 2)) else { return }
        var index = start
        while index < end {
            switch bytes.scalar(at: index) {
            case (0x20, let length), (0x09, let length), (0xA0, let length), (0x3000, let length): index += length
            default: return
            }
        }
        let breaksLine = article.facts.isMarkdown && !line.isBlank && bytes.has("  ", at: start)
        if !breaksLine, !code.contains(start) { markup.remove(start..<end, rule: "space-at-line-end") }
    }

    /// A space before a mark or a full stop.
    @inline(never)
    mutating func spaceBeforeMark(at index: Int, into markup: inout Markup) -> Int {
        let mark = bytes[index + 1]
        if mark == 0x2E {
            if bytes.has(" . .", at: index) { return spacedDots(at: index, into: &markup) }
            spaceBeforeStop(at: index, into: &markup)
        } else if mark == 0x2C {
            spaceBeforeComma(at: index, into: &markup)
        } else if usage.isFrench {
            spaceBeforeHighMark(at: index, mark, into: &markup)
        } else if usage.closesUp {
            spaceBeforeClosedMark(at: index, mark, into: &markup)
        }
        return index + 1
    }

    private mutating func spaceBeforeStop(at index: Int, into markup: inout Markup) {
        guard options.spaces, endsWord(index) else { return }
        let after = scalar(at: index + 2)
        if after == 0x20 {
            let next = scalar(at: index + 3)
            guard Unicodes.isUpper(next) || Self.isOpener(next) && next != 0x27 && next != 0x28 else { return }
        } else if after != 0, !Self.isCloser(after) {
            return
        }
        guard traits.isProse else { return }
        markup.remove(index..<index + 1, rule: "space-before-mark")
    }

    private mutating func spaceBeforeComma(at index: Int, into markup: inout Markup) {
        let after = scalar(at: index + 2)
        if Unicodes.isLetter(after) { return commaBetweenWords(at: index, into: &markup) }
        guard options.spaces, endsWord(index), after == 0 || after == 0x20 else { return }
        if Unicodes.isDigit(scalar(before: index)), Unicodes.isDigit(scalar(behindSpaceAt: index + 2)) { return }
        guard traits.isProse else { return }
        markup.remove(index..<index + 1, rule: "space-before-mark")
    }

    /// `yes ,but`: the space stands on the wrong side.
    private mutating func commaBetweenWords(at index: Int, into markup: inout Markup) {
        let (last, next) = (letters(before: index), letters(at: index + 2))
        guard options.spaces, isPlainWord(last), isPlainWord(next), isWordStart(last.lowerBound) else { return }
        guard endsPlainly(next), traits.isProse else { return }
        markup.replace(index..<index + 2, with: ", ", rule: "space-before-mark")
    }

    /// `; : ! ?` in a language that sets them close.
    private mutating func spaceBeforeClosedMark(at index: Int, _ mark: UInt8, into markup: inout Markup) {
        guard options.spaces, endsWord(index) else { return }
        let (after, next) = (scalar(at: index + 2), scalar(behindSpaceAt: index + 2))
        switch mark {
        case 0x3F:
            // Inside a line a lone question mark is as often a dash that some decoder did not know.
            guard after == 0 || Self.isCloser(after) else { return }
        case 0x3A:
            // Scores, ratios and columns of prices have theirs on purpose.
            guard !Unicodes.isDigit(scalar(before: index)), after == 0x20, Unicodes.isLetter(next) else { return }
        default:
            guard after == 0 || after == 0x20 || mark == 0x21 && Self.isCloser(after) else { return }
        }
        // What has guillemets may well be French inside another language.
        guard traits.isProse, !traits.hasGuillemets else { return }
        markup.remove(index..<index + 1, rule: "space-before-mark")
    }

    private mutating func spaceBeforeHighMark(at index: Int, _ mark: UInt8, into markup: inout Markup) {
        guard options.frenchSpaces == .fix, endsWord(index) || scalar(before: index) == 0x2026 else { return }
        let (after, next) = (scalar(at: index + 2), scalar(behindSpaceAt: index + 2))
        guard after == 0 || after == 0x20 || after == 0xA0 || after == 0x202F || Self.isCloser(after) else { return }
        if mark == 0x3A, Unicodes.isDigit(scalar(before: index)), Unicodes.isDigit(next) { return }
        guard traits.isText else { return }
        if mark == 0x3A {
            markup.replace(index..<index + 1, with: "\u{A0}", rule: "french-space")
        } else {
            markup.replace(index..<index + 1, with: "\u{202F}", rule: "french-space")
        }
    }

    /// A word, a number or a closing mark ends at `offset`; one letter alone may be a key or a name of something.
    private func endsWord(_ offset: Int) -> Bool {
        let before = scalar(before: offset)
        if Self.isCloser(before) { return before != 0x201C }
        guard Self.isCasedOrDigit(before), isPlain(around: offset - 1) else { return false }
        return Unicodes.isDigit(before) || scalar(before: offset - bytes.scalar(before: offset).length) != 0x20
    }

    /// A space before punctuation beyond ASCII.
    @inline(never)
    mutating func spaceBeforeGuillemet(at index: Int, into markup: inout Markup) -> Int {
        guard options.frenchSpaces == .fix, bytes.has(" »", at: index), usage.isFrench, traits.isText else {
            return index + 1
        }
        markup.replace(index..<index + 1, with: "\u{A0}", rule: "french-space")
        return index + 1
    }

    /// A scalar of U+0080–00BF or U+2000–2FFF.
    @inline(__always)
    mutating func lead(at index: Int, into markup: inout Markup) -> Int {
        guard bytes[index] == 0xC2 else { return index + 3 }
        let second = bytes[index + 1]
        switch second {
        case 0xAD: return softHyphen(at: index, into: &markup)
        case 0xAB where options.frenchSpaces == .fix:
            if scalar(at: index + 2) == 0x20, usage.isFrench, traits.isText {
                markup.replace(index + 2..<index + 3, with: "\u{A0}", rule: "french-space")
                return index + 3
            }
            return index + 2
        default: return index + 2
        }
    }

    @inline(never)
    private mutating func softHyphen(at index: Int, into markup: inout Markup) -> Int {
        var end = index + 2
        while bytes.has("\u{AD}", at: end) { end += 2 }
        let (before, after) = (scalar(before: index), scalar(at: end))
        // Behind Ã a soft hyphen is half of an í that was decoded wrongly.
        guard options.softHyphens, before != 0xC3 else { return end }
        guard Unicodes.isWord(before), Unicodes.isWord(after), !traits.isCode else {
            return end
        }
        markup.remove(index..<end, rule: "soft-hyphen")
        return end
    }
}

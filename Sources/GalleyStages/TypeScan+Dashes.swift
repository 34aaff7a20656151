internal import GalleyText

/// Rules for hyphens that stand for a dash.
extension TypeScan {
    /// Two or more hyphens.
    @inline(never)
    mutating func hyphenRun(at index: Int, into markup: inout Markup) -> Int {
        var end = index + 2
        while end < line.upperBound, bytes[end] == 0x2D { end += 1 }
        guard end - index <= 3, options.dash != .keep else { return end }
        let (before, after) = (scalar(before: index), scalar(at: end))
        if before == 0x20, after == 0x20 {
            let (last, next) = (scalar(before: index - 1), scalar(at: end + 1))
            guard endsClause(last), beginsClause(next), traits.isText, traits.words >= 4 else { return end }
            setDash(index..<end, rule: "double-hyphen", into: &markup)
        } else if before == 0x20, end == line.upperBound {
            // A verse or a speech that breaks off.
            let last = scalar(before: index - 1)
            guard end - index == 2, endsClause(last), !Unicodes.isDigit(last), traits.isText, traits.words >= 3,
                traits.runs == 0
            else { return end }
            setDash(index..<end, rule: "double-hyphen", into: &markup)
        } else if end - index == 2 {
            betweenWords(index..<end, into: &markup)
        }
        return end
    }

    /// `plan--which`: the second word must be one that likes to follow a dash, since `bulls--t` is a word too.
    private mutating func betweenWords(_ range: Range<Int>, into markup: inout Markup) {
        guard options.dash == .em || options.dash == .auto && usage.dash == .em else { return }
        let (last, next) = (letters(before: range.lowerBound), letters(at: range.upperBound))
        guard isPlainWord(last), !next.isEmpty, usage.beginsClause(hash(next)), traits.isProse else { return }
        guard isPlain(around: range.lowerBound) else { return }
        markup.replace(range, with: "—", rule: "double-hyphen")
    }

    /// A space before a hyphen.
    @inline(never)
    mutating func spacedHyphen(at index: Int, into markup: inout Markup) -> Int {
        guard options.dash != .keep, scalar(at: index + 2) == 0x20 else { return index + 1 }
        guard mayBeDash(index) || isOtherOfPair(index), traits.isProse, traits.words >= 8, hasDash else {
            return index + 2
        }
        setDash(index + 1..<index + 2, rule: "spaced-hyphen", into: &markup)
        return index + 2
    }

    /// Looks for a hyphen of the line that can only be a dash: then the others that may be are dashes too.
    ///
    /// Where lines of verse end with a hyphen, which stays, it would be odd to change those within them.
    func findDash(_ usage: LanguageUsage) -> Bool {
        if isAmongHyphens { return false }
        var index = line.lowerBound + 1
        while let hyphen = bytes.firstIndex(of: 0x2D, in: index..<max(index, line.upperBound)) {
            index = hyphen + 1
            guard bytes.has(" - ", at: hyphen - 1), hyphen - 1 > line.lowerBound, mayBeDash(hyphen - 1) else {
                continue
            }
            let next = letters(at: hyphen + 2)
            if usage.beginsClause(hash(next)), !isSuspended(next) { return true }
        }
        return false
    }

    /// Two words or what closes and opens them stand around ` - `, the second in small letters.
    private func mayBeDash(_ index: Int) -> Bool {
        let next = scalar(at: index + 3)
        guard Unicodes.isLower(next), endsClause(scalar(before: index)), !hasHyphenNearby(index) else { return false }
        let last = letters(before: index)
        return last.isEmpty || isPlainWord(last)
    }

    /// `costs - £160m - were`: a sentence has two such hyphens, and the other may be a dash.
    private func isOtherOfPair(_ index: Int) -> Bool {
        let (last, next) = (scalar(before: index), scalar(at: index + 3))
        guard endsClause(last), beginsClause(next), !Unicodes.isDigit(last) || !Unicodes.isDigit(next) else {
            return false
        }
        // A name on either side: a match, a route, a place and the news from it.
        if Unicodes.isUpper(next), Unicodes.isWord(last) {
            var start = index
            while start > line.lowerBound, index - start < 60, bytes[start - 1] != 0x20 { start -= 1 }
            guard Unicodes.isLower(scalar(at: start)) else { return false }
        }
        var (others, place) = (0, 0)
        sentence: for offset in max(line.lowerBound + 1, index - 300)..<min(line.upperBound - 3, index + 300) {
            switch bytes[offset] {
            case 0x2E, 0x21, 0x3F:
                guard bytes[offset + 1] == 0x20 else { continue }
                if offset > index { break sentence }
                others = 0
            case 0x20 where offset != index && bytes.has(" - ", at: offset):
                (others, place) = (others + 1, offset)
            default: break
            }
        }
        return others == 1 && mayBeDash(place)
    }

    /// This line, the one above or the one below ends with a hyphen behind a space.
    private var isAmongHyphens: Bool {
        if bytes.has(" -", at: line.upperBound - 2) { return true }
        var start = line.lowerBound
        while start > 0, bytes[start - 1] == 0x20 { start -= 1 }
        if start > 1, bytes.has(" -", at: start - 3) { return true }
        var end = line.upperBound
        while end < bytes.count, bytes[end] == 0x20 { end += 1 }
        guard end < bytes.count, let next = bytes.firstIndex(of: 0x0A, in: end + 1..<bytes.count) else {
            return bytes.has(" -", at: bytes.count - 2)
        }
        return bytes.has(" -", at: next - 2)
    }

    private mutating func setDash(_ range: Range<Int>, rule: String, into markup: inout Markup) {
        if options.dash == .em || options.dash == .auto && usage.dash == .em {
            markup.replace(range, with: "—", rule: rule)
        } else {
            markup.replace(range, with: "–", rule: rule)
        }
    }

    /// What may stand before a dash: a word, a number or what closes one.
    private func endsClause(_ scalar: UInt32) -> Bool {
        Unicodes.isWord(scalar) || Self.isCloser(scalar) || [0x2C, 0x2E, 0x21, 0x3F, 0x25, 0x2026].contains(scalar)
    }

    private func beginsClause(_ scalar: UInt32) -> Bool {
        Unicodes.isWord(scalar) || Self.isOpener(scalar)
            || [0x24, 0x20AC, 0xA3, 0x2026, 0x2019, 0xBF, 0xA1].contains(scalar)
    }

    /// `state - of - the - art`: one word from another such hyphen, it is the hyphen of a compound.
    private func hasHyphenNearby(_ index: Int) -> Bool {
        var start = index
        while start > line.lowerBound, index - start < 60, bytes[start - 1] != 0x20 { start -= 1 }
        if bytes.has(" - ", at: start - 3), start - 3 >= line.lowerBound { return true }
        var end = index + 3
        while end < line.upperBound, end - index < 60, bytes[end] != 0x20 { end += 1 }
        return bytes.has(" - ", at: end)
    }

    /// `short - and long-term`: the second part of a compound may follow.
    private func isSuspended(_ next: Range<Int>) -> Bool {
        var end = next.upperBound
        var words = 0
        while end < line.upperBound, words < 2, end - next.upperBound < 60 {
            if bytes[end] == 0x2D { return true }
            if bytes[end] == 0x20 { words += 1 }
            end += 1
        }
        return false
    }
}

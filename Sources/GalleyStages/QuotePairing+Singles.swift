internal import GalleyText

// Single marks: apostrophes first, then feet and inches, then quotations.
extension QuotePairing {
    mutating func pairSingle(
        _ number: Int,
        in run: Range<Int>,
        _ context: QuoteContext,
        _ left: QuoteSide,
        _ right: QuoteSide
    ) {
        let glyph = marks[number].glyph
        if left.isWord, right.isWord {
            if left == .digit, right == .digit {
                if run.count == 1 { measure(number) }
            } else if left == .digit, measuresBy(number) {
                if options.primes { marks[number].role = .prime }
            } else if number == run.lowerBound || number == run.upperBound - 1 {
                if glyph.isPlain && glyph != .backtick || glyph == .rightSingle || contracts(number) {
                    marks[number].role = .apostrophe
                }
            }
            return
        }
        switch context {
        // :'( is a face.
        case .either where right == .opener && left == .stop && bytes[marks[number].offset - 1] == 0x3A: return
        // f'(x) is a derivative.
        case .either where right == .opener && left == .letter && !topIsSingle: return
        case .open:
            // `¬´ is a face.
            if glyph == .backtick || glyph == .acute, !right.isWord { return }
            openSingle(number, isLast: number == run.upperBound - 1)
            if right.isWord { marks[number].doubt = .either }
        case .close: closeSingle(number, left: number == run.lowerBound ? left : .symbol)
        case .either:
            if right.isWord, hasPossessive(after: marks[number].end), glyph.isPlain || glyph == .rightSingle {
                marks[number].role = .apostrophe
            } else if topIsSingle {
                pair(pop(), number)
            } else if glyph.isPlain || glyph == .leftSingle || glyph == .lowSingle {
                push(number)
            }
        case .loose:
            if glyph == .leftSingle || glyph == .lowSingle {
                push(number)
            } else if glyph == .rightSingle, topIsSingle {
                pair(pop(), number)
            }
        }
    }

    private var topIsSingle: Bool { top >= 0 && marks[Int(top)].family == .single }

    private mutating func openSingle(_ number: Int, isLast: Bool) {
        let mark = marks[number]
        if mark.glyph == .lowSingle { return push(number) }
        let (word, end) = QuoteWords.pack(bytes, from: mark.end)
        let isClosedAtOnce = number + 1 < marks.count && marks[number + 1].offset == end
        if isLast, word == 0x6E, isClosedAtOnce, marks[number + 1].family == .single {
            // rock 'n' roll
            for side in [number, number + 1] {
                (marks[side].role, marks[side].isSettled) = (.leadingApostrophe, true)
            }
            return
        }
        let elided = isLast && word != 0 && QuoteWords.elided.contains(word)
        let maybeElided = isLast && word != 0 && QuoteWords.maybeElided.contains(word)
        let isDecade = isLast && hasDecade(after: mark.end) && !isQuotedCount(number)
        switch mark.glyph {
        case .straightSingle, .acute, .reversedSingle:
            if isDecade || elided && !isClosedAtOnce || maybeElided && topIsSingle {
                marks[number].role = .leadingApostrophe
                return
            }
        case .rightSingle:
            if isDecade || elided || maybeElided {
                marks[number].role = .leadingApostrophe
                return
            }
        default: break
        }
        marks[number].maybeApostrophe = elided || maybeElided || isDecade || mark.glyph == .rightSingle
        push(number)
    }

    private mutating func closeSingle(_ number: Int, left: QuoteSide) {
        let mark = marks[number]
        if topIsSingle {
            let opener = Int(top)
            if marks[opener].glyph == .rightSingle, left.isWord, style.primary != .swedish {
                // An apostrophe twice, as in ’Change or dancin’.
            } else if mark.glyph != .leftSingle, left == .letter, mayBePlural(number) {
                if marks[opener].weakCloser < 0 { marks[opener].weakCloser = Int32(number) }
            } else {
                return pair(pop(), number)
            }
        }
        switch left {
        case .letter where endsAddress(before: mark.offset), .digit where endsAddress(before: mark.offset): break
        case .digit where mark.glyph == .straightSingle:
            if options.primes, isMeasured(number) { marks[number].role = .prime }
        case .letter, .digit:
            if mark.glyph == .straightSingle || mark.glyph == .acute || mark.glyph == .rightSingle {
                marks[number].role = .apostrophe
            }
        case .stop
        where bytes[mark.offset - 1] == 0x2E && mark.offset > 1 && bytes[mark.offset - 2].asciiLowered == 0x73:
            // Warner Bros.' films
            if mark.glyph == .straightSingle || mark.glyph == .rightSingle { marks[number].role = .apostrophe }
        case .stop, .closer:
            if mark.glyph == .straightSingle || mark.glyph == .rightSingle { marks[number].role = .loneClose }
        default: break
        }
    }

    /// `the dogs' bowls`: s or z, space, a small letter.
    private func mayBePlural(_ number: Int) -> Bool {
        let mark = marks[number]
        let last = bytes[mark.offset - 1].asciiLowered
        guard last == 0x73 || last == 0x7A || last == 0x78, mark.end + 1 < bytes.count, bytes[mark.end] == 0x20 else {
            return false
        }
        return Unicodes.isLower(bytes.scalar(at: mark.end + 1).value)
    }

    /// A wrong mark between letters that can only be an apostrophe: don‘t, l‘homme.
    private func contracts(_ number: Int) -> Bool {
        let mark = marks[number]
        guard mark.glyph == .leftSingle || mark.glyph == .backtick else { return false }
        let (word, end) = QuoteWords.pack(bytes, from: mark.end)
        if word != 0, QuoteWords.contracted.contains(word), !QuoteSide(after: end, in: bytes).isWord { return true }
        guard style.secondary == .english else { return false }
        var start = mark.offset
        while start > 0, mark.offset - start < 5, bytes[start - 1].isASCIILetter { start -= 1 }
        guard !QuoteSide(before: start, in: bytes).isWord else { return false }
        return QuoteWords.apostrophized.contains(QuoteWords.pack(bytes, from: start).word)
    }

    /// The s of a genitive behind something that is no letter: `(sic)'s`.
    private func hasPossessive(after offset: Int) -> Bool {
        offset < bytes.count && bytes[offset] == 0x73 && !QuoteSide(after: offset + 1, in: bytes).isWord
    }

    /// Says whether an address of the web ends at `offset`.
    private func endsAddress(before offset: Int) -> Bool {
        var start = offset
        while start > 0, offset - start < 300, !bytes[start - 1].isASCIISpace {
            start -= 1
            if bytes.has("://", at: start) { return true }
        }
        return false
    }

    /// Says whether the mark opens a number with one word, which the next mark closes: '30 days', but the '93 players' strike.
    private func isQuotedCount(_ number: Int) -> Bool {
        let mark = marks[number]
        guard number + 1 < marks.count, bytes.has(" ", at: mark.end + 2), !bytes.has("the ", at: mark.offset - 4) else {
            return false
        }
        let (next, word) = (marks[number + 1], mark.end + 3..<marks[number + 1].offset)
        return next.family == .single && !QuoteSide(after: next.end, in: bytes).isWord && word.count > 1
            && word.allSatisfy { bytes[$0].isASCIILower }
    }

    /// Two digits, perhaps an s, and no more: '90s, '93; also the '90s' music.
    private func hasDecade(after offset: Int) -> Bool {
        guard offset + 2 <= bytes.count, bytes[offset].isASCIIDigit, bytes[offset + 1].isASCIIDigit else {
            return false
        }
        let hasS = offset + 2 < bytes.count && bytes[offset + 2] == 0x73
        let end = offset + (hasS ? 3 : 2)
        guard !QuoteSide(after: end, in: bytes).isWord else { return false }
        guard end < bytes.count, bytes[end] == 0x27 else { return true }
        return hasS && bytes.has("the '", at: offset - 5) && bytes.has(" ", at: end + 1)
            && QuoteSide(after: end + 2, in: bytes) == .letter
    }

    /// Tells feet and inches, 6'2", also 6'2 tall, from a thousand, 1'000, which stays.
    private mutating func measure(_ number: Int) {
        let mark = marks[number]
        guard mark.glyph == .straightSingle || mark.glyph == .rightSingle, measures(before: mark.offset) else { return }
        var index = mark.end
        while index < bytes.count, bytes[index].isASCIIDigit, index - mark.end < 3 { index += 1 }
        let inches = index - mark.end
        guard inches < 3 else { return }
        if measureInches(at: index, behind: number) {
            if options.primes { marks[number].role = .prime }
            return
        }
        let feet = bytes[mark.offset - 1]
        guard mark.glyph == .straightSingle, options.primes, (0x34...0x37).contains(feet),
            !QuoteSide(before: mark.offset - 1, in: bytes).isWord, !QuoteSide(after: index, in: bytes).isWord,
            inches == 1 || bytes[mark.end] == 0x31 && bytes[mark.end + 1] < 0x32
        else { return }
        marks[number].role = .prime
    }

    /// Takes the mark at `index` as that of inches, if it is one.
    private mutating func measureInches(at index: Int, behind number: Int) -> Bool {
        guard number + 1 < marks.count, marks[number + 1].offset == index else { return false }
        switch marks[number + 1].glyph {
        case .straightDouble, .rightDouble:
            marks[number + 1].role = options.primes ? .doublePrime : .inert
            marks[number + 1].isSettled = true
            if open[Int(QuoteMark.Family.double.rawValue)] > 0 { doubtfulInch = number + 1 }
            return true
        default: return false
        }
    }

    /// A foot mark by what follows it: `6' 2"`, `10' x 12'`, `6' tall`.
    private mutating func isMeasured(_ number: Int) -> Bool {
        let mark = marks[number]
        guard measures(before: mark.offset), mark.end + 1 < bytes.count else { return false }
        guard bytes[mark.end] == 0x20 || bytes[mark.end] == 0x2D else { return isBy(before: mark.offset) }
        var index = mark.end + 1
        while index < bytes.count, bytes[index].isASCIIDigit, index < mark.end + 3 { index += 1 }
        if index > mark.end + 1 { return measureInches(at: index, behind: number) }
        let (word, _) = QuoteWords.pack(bytes, from: index)
        return word != 0 && QuoteWords.measured.contains(word) || bytes.has("×", at: index) || isBy(before: mark.offset)
    }

    /// `5'x7`: a number before and behind, with an x between.
    private func measuresBy(_ number: Int) -> Bool {
        let mark = marks[number]
        guard mark.glyph == .straightSingle || mark.glyph == .rightSingle, measures(before: mark.offset) else {
            return false
        }
        return bytes.has("x", at: mark.end) && mark.end + 1 < bytes.count && bytes[mark.end + 1].isASCIIDigit
    }

    /// `x ` or `× ` before the number that ends at `offset`.
    private func isBy(before offset: Int) -> Bool {
        var index = offset
        while index > 0, bytes[index - 1].isASCIIDigit, offset - index < 4 { index -= 1 }
        // 5'x7'
        if index > 1, bytes[index - 1] == 0x78 {
            return bytes[index - 2] == 0x27 || bytes[index - 2] == 0x22 || bytes.has("′", at: index - 4)
        }
        guard index > 2, bytes[index - 1] == 0x20 else { return false }
        return bytes[index - 2] == 0x78 && bytes[index - 3] == 0x20 || bytes.has("×", at: index - 3)
    }
}

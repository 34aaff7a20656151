internal import GalleyText

/// Turns paired marks into edits and findings.
struct QuoteEdits {
    /// The marks to put in.
    private var style: QuoteStyle
    /// The pairs that stay as they are.
    private let kept: QuoteShapes
    private let isStraight: Bool
    /// Marks of every other style are replaced, and the space inside guillemets is set right.
    private let isExplicit: Bool
    /// The primary pair is still to be chosen among the language's by what the text itself prefers.
    private var isUndecided: Bool
    private let space: NormalizeQuotes.InnerSpace
    /// How many double quotations are open around the next mark.
    private var depth = 0
    /// The end of the last edit.
    private var end = 0

    init(_ options: NormalizeQuotes.Options, _ language: QuoteStyle) {
        space = options.guillemetSpace
        isStraight = options.style == .straight
        isExplicit = options.style.isExplicit
        isUndecided = false
        switch options.style {
        case .auto:
            (style, kept) = (language, language.usual)
            isUndecided = !language.usual.subtracting([.singles, QuoteShapes(language.primary)]).isEmpty
        case .curly: (style, kept) = (.english, language.usual.union(QuoteStyle.english.usual))
        case .straight:
            style = QuoteStyle(.straight, .straightSingle)
            kept = [.guillemets, .inward, .finnish]
        default: (style, kept) = (QuoteStyle.table[options.style] ?? .english, [])
        }
        if space == .none { style.isSpaced = false }
    }

    /// Proposes what the marks with these numbers need.
    mutating func propose(_ numbers: Range<Int>, of pairing: inout QuotePairing, into markup: inout Markup) {
        for number in numbers {
            let mark = pairing.marks[number]
            switch mark.role {
            case .inert: break
            case .apostrophe, .leadingApostrophe:
                let glyph: QuoteMark.Glyph = isStraight ? .straightSingle : .rightSingle
                let rule = mark.role == .apostrophe ? "apostrophe" : "leading-apostrophe"
                if mark.glyph != glyph { put(glyph, for: mark, rule, into: &markup) }
            case .prime: if !isStraight { put(.prime, for: mark, "prime", into: &markup) }
            case .doublePrime: if !isStraight { put(.doublePrime, for: mark, "prime", into: &markup) }
            case .open:
                let closer = pairing.marks[Int(mark.partner)]
                let shape = shape(mark, closer, pairing.bytes)
                pairing.marks[number].shape = shape
                if mark.family == .double || mark.family == .guillemet { depth += 1 }
                if let shape { open(mark, as: shape.open, closing: shape.close, in: pairing.bytes, into: &markup) }
            case .close:
                if mark.family == .double || mark.family == .guillemet { depth -= 1 }
                let opener = pairing.marks[Int(mark.partner)]
                close(mark, opener, in: pairing.bytes, into: &markup)
            case .continued, .loneOpen, .loneClose: lone(mark, in: pairing.bytes, into: &markup)
            }
        }
    }

    /// The pair that two marks are to become; `nil` if they stay.
    private mutating func shape(_ opener: QuoteMark, _ closer: QuoteMark, _ bytes: Span<UInt8>) -> QuoteShape? {
        let isDouble = opener.family == .double || opener.family == .guillemet
        if opener.glyph.isPlain || closer.glyph.isPlain, isDouble { decide(bytes) }
        let target: QuoteShape
        if isDouble {
            target = depth % 2 == 1 && style.secondary.isDouble ? style.secondary : style.primary
        } else {
            target = style.secondary.isDouble ? depth == 1 ? style.secondary : .single : style.secondary
        }
        if closer.length == 0 {
            return kept.hasOpener(opener.glyph) ? nil : target
        }
        guard !opener.isDoubled, !closer.isDoubled, let found = QuoteShape(opener.glyph, closer.glyph),
            found == target || found == style.primary && isDouble || kept.contains(QuoteShapes(found))
        else { return target }
        return isExplicit && found == .guillemets ? found : nil
    }

    /// Takes the usual pair that the text has most of, where a language has several.
    private mutating func decide(_ bytes: Span<UInt8>) {
        guard isUndecided else { return }
        isUndecided = false
        var counts = InlineArray<5, Int>(repeating: 0)
        var firstGuillemet: UInt8 = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0xC2, bytes[index + 1] == 0xAB || bytes[index + 1] == 0xBB {
                if firstGuillemet == 0 { firstGuillemet = bytes[index + 1] }
                counts[4] += 1
            } else if byte == 0xE2, bytes[index + 1] == 0x80, (0x9C...0x9E).contains(bytes[index + 2]) {
                counts[Int(bytes[index + 2] - 0x9C)] += 1
            }
            index += 1
        }
        let (left, right, low, guillemets) = (counts[0], counts[1], counts[2], counts[4])
        guard left + right + low + guillemets > 0 else { return }
        let found: QuoteShape =
            if guillemets > left + right + low {
                firstGuillemet == 0xAB ? .guillemets : .inwardGuillemets
            } else if low > 0, low * 3 >= left + right {
                left >= right ? .german : .polish
            } else {
                left == 0 ? .swedish : .english
            }
        if kept.contains(QuoteShapes(found)) { style.primary = found }
    }

    private mutating func open(
        _ mark: QuoteMark,
        as glyph: QuoteMark.Glyph,
        closing: QuoteMark.Glyph,
        in bytes: Span<UInt8>,
        into markup: inout Markup
    ) {
        if isStraight, mark.glyph.isPlain { return }
        var range = mark.range
        let space = bytes.spaceLength(after: mark.end)
        if glyph == .leftGuillemet, style.isSpaced {
            if space == 1 { range = mark.offset..<mark.end + 1 }
            if mark.glyph == glyph, space > 1 { return }
            put(glyph, for: mark, range, space > 1 ? "" : inner, into: &markup)
            return
        }
        if mark.glyph.family == .guillemet, mark.end + space < bytes.count { range = mark.offset..<mark.end + space }
        if mark.glyph == glyph, range == mark.range, !mark.isDoubled { return }
        put(glyph, for: mark, range, into: &markup)
    }

    private mutating func close(
        _ mark: QuoteMark,
        _ opener: QuoteMark,
        in bytes: Span<UInt8>,
        into markup: inout Markup
    ) {
        let isNew = mark.length == 0
        if isStraight, mark.glyph.isPlain, !isNew { return }
        guard let shape = opener.shape ?? (isNew ? likely(opener) : nil) else { return }
        let glyph = shape.close
        let space = bytes.spaceLength(before: mark.offset)
        let isFree = mark.offset - space >= end
        var range = mark.range
        if glyph == .rightGuillemet, style.isSpaced || isNew && bytes.spaceLength(after: opener.end) > 0,
            shape == .guillemets
        {
            if mark.glyph == glyph, space > 1, !isNew { return }
            if space == 1, isFree { range = mark.offset - 1..<mark.end }
            put(glyph, for: mark, range, before: space > 1 ? "" : inner, into: &markup)
            return
        }
        if mark.glyph.family == .guillemet, isFree, !isNew { range = mark.offset - space..<mark.end }
        if mark.glyph == glyph, range == mark.range, !mark.isDoubled, !isNew { return }
        put(glyph, for: mark, range, into: &markup)
    }

    /// The pair of an opening mark that stays, for the closing one that is put in.
    private func likely(_ opener: QuoteMark) -> QuoteShape? {
        if style.primary.open == opener.glyph { return style.primary }
        return QuoteShape.allCases.first { $0.open == opener.glyph && kept.contains(QuoteShapes($0)) }
    }

    private mutating func lone(_ mark: QuoteMark, in bytes: Span<UInt8>, into markup: inout Markup) {
        let isDouble = mark.family == .double
        if mark.role != .continued {
            let message =
                mark.role == .loneOpen ? "nothing closes this quotation" : "nothing opens what this mark closes"
            markup.report(mark.range, rule: "unbalanced-quote", message)
        }
        if isStraight {
            let glyph: QuoteMark.Glyph = isDouble ? .straightDouble : .straightSingle
            if mark.family == .double || mark.family == .single, mark.glyph != glyph, !mark.isDoubled,
                mark.glyph != .lowSingle
            {
                put(glyph, for: mark, "curly-quote", into: &markup)
            }
            return
        }
        guard mark.role != .loneClose, mark.glyph.isPlain, !mark.isDoubled else { return }
        if isDouble, mark.doubt == .none || mark.role == .continued {
            decide(bytes)
            open(mark, as: style.primary.open, closing: style.primary.close, in: bytes, into: &markup)
        } else if !isDouble, mark.glyph == .straightSingle, mark.doubt == .none || mark.role == .continued,
            !style.secondary.isDouble
        {
            put(style.secondary.open, for: mark, "straight-quote", into: &markup)
        }
    }

    private var inner: StaticString { space == .narrow ? "\u{202F}" : "\u{A0}" }

    private mutating func put(_ glyph: QuoteMark.Glyph, for mark: QuoteMark, _ rule: String, into markup: inout Markup)
    {
        markup.replace(mark.range, with: glyph.text, rule: rule)
        end = mark.end
    }

    private mutating func put(
        _ glyph: QuoteMark.Glyph,
        for mark: QuoteMark,
        _ range: Range<Int>,
        _ after: StaticString = "",
        before: StaticString = "",
        into markup: inout Markup
    ) {
        end = range.upperBound
        let rule = rule(mark, glyph)
        guard before.utf8CodeUnitCount + after.utf8CodeUnitCount > 0 else {
            markup.replace(range, with: glyph.text, rule: rule)
            return
        }
        var text: [UInt8] = []
        for part in [before, glyph.text, after] {
            part.withUTF8Buffer { unsafe text.append(contentsOf: $0) }
        }
        markup.replace(range, with: text, rule: rule)
    }

    private func rule(_ mark: QuoteMark, _ glyph: QuoteMark.Glyph) -> String {
        if mark.length == 0 { return "close-at-paragraph-end" }
        if mark.isDoubled { return "doubled-quote" }
        if mark.glyph == glyph { return "guillemet-space" }
        if isStraight { return "curly-quote" }
        if mark.glyph.isPlain { return "straight-quote" }
        let isTurned =
            mark.glyph == style.primary.open || mark.glyph == style.primary.close
            || mark.glyph == style.secondary.open || mark.glyph == style.secondary.close
        return isTurned ? "wrong-way-quote" : "foreign-quote"
    }
}

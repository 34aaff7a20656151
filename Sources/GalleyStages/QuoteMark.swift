internal import GalleyText

/// A quotation mark, an apostrophe or a look-alike of them, and what became of it.
struct QuoteMark {
    /// The characters that quote.
    enum Glyph: UInt8 {
        case straightDouble, leftDouble, rightDouble, lowDouble, reversedDouble
        case leftGuillemet, rightGuillemet
        case straightSingle, leftSingle, rightSingle, lowSingle, reversedSingle, backtick, acute
        /// Only put in, never read.
        case leftAngle, rightAngle, prime, doublePrime
    }

    /// Marks of one family can open and close a quotation together.
    enum Family: UInt8 { case double, guillemet, single }

    /// What a mark does in its paragraph.
    enum Role: UInt8 {
        /// Nothing that this stage may touch.
        case inert
        case apostrophe, leadingApostrophe, prime, doublePrime
        case open, close
        /// Opens or closes, but its partner is missing.
        case loneOpen, loneClose
        /// Opens a quotation that the next paragraph opens again.
        case continued
    }

    /// What makes the direction of a mark doubtful.
    enum Doubt: UInt8 {
        case none
        /// Space on both sides.
        case loose
        /// The mark faces the other way.
        case turned
        /// Text on both sides.
        case either
    }

    /// The offset of its first byte.
    let offset: Int
    /// The number of its bytes: two characters' for ``` `` ``` and `''`, none for a mark that is to be put in.
    var length: UInt8
    let glyph: Glyph
    var family: Family
    var role = Role.inert
    /// Why its direction is not certain.
    var doubt = Doubt.none
    /// An opening mark that is an apostrophe if nothing closes it.
    var maybeApostrophe = false
    /// Its role was found together with that of a mark before it.
    var isSettled = false
    /// The pair that both marks are to be; for the opening mark.
    var shape: QuoteShape?
    /// The other mark of the pair, as a number in the list; -1 for none.
    var partner: Int32 = -1
    /// For an open mark: the one that was open before it.
    var outer: Int32 = -1
    /// For an open single mark: the first that may close it, but is as likely a plural's apostrophe.
    var weakCloser: Int32 = -1

    init(at offset: Int, length: Int, _ glyph: Glyph) {
        (self.offset, self.length, self.glyph) = (offset, UInt8(length), glyph)
        family = glyph.family
    }

    var end: Int { offset + Int(length) }
    var range: Range<Int> { offset..<end }
    /// Two characters that stand for one mark.
    var isDoubled: Bool { family == .double && glyph.family == .single }
}

extension QuoteMark.Glyph {
    var family: QuoteMark.Family {
        switch self {
        case .straightDouble, .leftDouble, .rightDouble, .lowDouble, .reversedDouble, .doublePrime: .double
        case .leftGuillemet, .rightGuillemet: .guillemet
        default: .single
        }
    }

    /// A mark of typewriters, which says nothing of its direction.
    var isPlain: Bool {
        switch self {
        case .straightDouble, .straightSingle, .backtick, .acute: true
        default: false
        }
    }

    var text: StaticString {
        switch self {
        case .straightDouble: "\""
        case .leftDouble: "“"
        case .rightDouble: "”"
        case .lowDouble: "„"
        case .reversedDouble: "‟"
        case .leftGuillemet: "«"
        case .rightGuillemet: "»"
        case .straightSingle: "'"
        case .leftSingle: "‘"
        case .rightSingle: "’"
        case .lowSingle: "‚"
        case .reversedSingle: "‛"
        case .backtick: "`"
        case .acute: "´"
        case .leftAngle: "‹"
        case .rightAngle: "›"
        case .prime: "′"
        case .doublePrime: "″"
        }
    }
}

/// What stands beside a mark.
enum QuoteSide: UInt8 {
    case space, letter, digit, stop, opener, closer, dash, symbol
    /// `\`, which makes a mark part of code.
    case escape
    /// A letter of a script with marks of its own: Hebrew, Arabic, Han, kana, Hangul.
    case foreign
    /// On the right: stops with text directly behind them.
    case stopAndText

    init(_ scalar: UInt32) {
        guard scalar >= 0x80 else {
            switch UInt8(scalar) {
            case 0x30...0x39: self = .digit
            case 0x41...0x5A, 0x61...0x7A: self = .letter
            case 0x21, 0x2C, 0x2E, 0x3A, 0x3B, 0x3F: self = .stop
            case 0x28, 0x5B, 0x7B: self = .opener
            case 0x29, 0x5D, 0x7D: self = .closer
            case 0x2D: self = .dash
            case 0x5C: self = .escape
            case let byte: self = byte.isASCIISpace ? .space : .symbol
            }
            return
        }
        if (0x590...0x8FF).contains(scalar) || (0xFB1D...0xFEFC).contains(scalar) || Self.isEastAsian(scalar) {
            self = scalar == 0xFEFF ? .symbol : .foreign
            return
        }
        switch Unicodes.category(scalar) {
        case 1...8, 10, 11: self = .letter
        case 9: self = .digit
        case 13: self = .dash
        case 14: self = .opener
        case 15: self = .closer
        case 18: self = scalar == 0xBF || scalar == 0xA1 ? .opener : .stop
        case 23...25: self = .space
        default: self = .symbol
        }
    }

    private static func isEastAsian(_ scalar: UInt32) -> Bool {
        Unicodes.isIdeographic(scalar) || (0x1100...0x11FF).contains(scalar) || (0xAC00...0xD7FF).contains(scalar)
            || (0x3001...0x303F).contains(scalar) || (0xFF01...0xFF9F).contains(scalar)
    }

    var isWord: Bool { self == .letter || self == .digit }

    /// The side before `offset`.
    init(before offset: Int, in bytes: Span<UInt8>) {
        self = offset == 0 ? .space : QuoteSide(bytes.scalar(before: offset).value)
    }

    /// The side from `offset` on; a few stops are looked through, as in `".net"` and `"…and"`.
    init(after offset: Int, in bytes: Span<UInt8>) {
        self = .space
        var (index, dots) = (offset, 0)
        while index < bytes.count, index < offset + 8 {
            let (value, length) = bytes.scalar(at: index)
            let side = QuoteSide(value)
            guard side == .stop else {
                self = index == offset ? side : side == .space ? .stop : .stopAndText
                break
            }
            dots += value == 0x2026 ? 2 : value == 0x2E ? 1 : 0
            index += length
            self = .stop
        }
        // An ellipsis begins a quotation as often as it ends one.
        if self == .stop, dots > 1 { self = .symbol }
    }
}

/// How the neighbours of a mark make it face.
enum QuoteContext {
    case open, close
    /// Text or dashes on both sides.
    case either
    /// Space on both sides.
    case loose

    init(_ left: QuoteSide, _ right: QuoteSide) {
        let (after, before): (Bool?, Bool?)
        switch left {
        case .space, .opener: after = true
        case .letter, .digit, .stop, .closer, .foreign, .stopAndText: after = false
        case .dash, .symbol, .escape: after = nil
        }
        switch right {
        case .letter, .digit, .opener, .foreign: before = true
        case .space, .stop, .closer: before = false
        case .dash, .symbol, .escape: before = nil
        case .stopAndText: before = after
        }
        switch (after, before) {
        case (true, true), (true, nil), (nil, true): self = .open
        case (false, false), (false, nil), (nil, false): self = .close
        case (true, false): self = .loose
        default: self = .either
        }
    }
}

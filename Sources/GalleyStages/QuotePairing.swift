internal import GalleyText

/// Finds which marks of a text belong together, a paragraph at a time.
///
/// Marks are added in the order of the text. Those of a paragraph whose quotation does not close are held until the
/// paragraphs behind it tell whether it runs on.
///
/// - Complexity: O(*n*) in the marks; a mark is opened once, closed once and given up once.
struct QuotePairing: ~Escapable {
    let bytes: Span<UInt8>
    let options: NormalizeQuotes.Options
    /// The style that tells how the marks of the text may face: the one asked for by name, else the language's.
    let style: QuoteStyle
    /// The marks that no edit was proposed for yet.
    var marks: [QuoteMark] = []
    /// The number of the first mark of the paragraph that is being read.
    var first = 0
    /// The number of the innermost open mark; -1 for none.
    var top: Int32 = -1
    /// How many marks are open, by family.
    var open = InlineArray<3, Int>(repeating: 0)
    /// A quotation that was closed by what may be an inch mark: the number of its closing mark.
    var doubtfulCloser = -1
    /// An inch mark inside an open quotation, which it may as well end.
    var doubtfulInch = -1
    /// The line before.
    var lineBefore: Range<Int>?
    /// The paragraph before, if it is not decided.
    var held: Held?
    /// The paragraph holds a letter of a script with marks of its own next to a mark.
    var isForeign = false

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, _ options: NormalizeQuotes.Options, _ style: QuoteStyle) {
        (self.bytes, self.options) = (bytes, options)
        self.style = QuoteStyle.table[options.style] ?? style
        marks.reserveCapacity(64)
    }

    /// Forgets marks that are done with.
    mutating func clear() {
        marks.removeAll(keepingCapacity: true)
        first = 0
    }

    /// Gives each mark of the paragraph its role.
    mutating func pairParagraph() {
        (top, doubtfulCloser, doubtfulInch, isForeign) = (-1, -1, -1, false)
        open = InlineArray(repeating: 0)
        settleBackticks()
        var start = first
        while start < marks.count {
            var end = start + 1
            while end < marks.count, marks[end].offset == marks[end - 1].end { end += 1 }
            pairRun(start..<end)
            start = end
        }
        while top >= 0 { giveUp() }
    }

    /// Marks that touch one another share what stands beside them.
    private mutating func pairRun(_ run: Range<Int>) {
        guard run.count <= 6, run.count > 1 || !marks[run.lowerBound].isSettled else { return }
        let (start, end) = (marks[run.lowerBound].offset, marks[run.upperBound - 1].end)
        let (first, last) = (marks[run.lowerBound].glyph, marks[run.upperBound - 1].glyph)
        let inner = (
            first == .rightGuillemet ? innerSpace(bytes.spaceLength(before: start)) : 0,
            last == .leftGuillemet ? innerSpace(bytes.spaceLength(after: end)) : 0
        )
        let left = QuoteSide(before: start - inner.0, in: bytes)
        let right = QuoteSide(after: end + inner.1, in: bytes)
        if left == .escape { return }
        if left == .foreign || right == .foreign { isForeign = true }
        let context = QuoteContext(left, right)
        if run.count == 2, context == .loose, isDitto(start..<end) {
            // The line above, again.
            marks[run.lowerBound].length = 2
            if options.primes { marks[run.lowerBound].role = .doublePrime }
            return
        }
        if run.count > 1 {
            guard joinDoubled(run, context, left) else { return }
        }
        for number in run where !marks[number].isSettled {
            if marks[number].family == .single {
                pairSingle(number, in: run, context, left, right)
            } else {
                // l'"État"
                let isElided = number > run.lowerBound && marks[number - 1].role == .apostrophe && right.isWord
                pairDouble(number, isElided ? .open : context, left, right)
            }
        }
    }

    /// Says whether `''` is all that stands on a line.
    private func isDitto(_ range: Range<Int>) -> Bool {
        bytes.has("''", at: range.lowerBound) && (range.lowerBound == 0 || bytes[range.lowerBound - 1] == 0x0A)
            && (range.upperBound == bytes.count || bytes[range.upperBound] == 0x0A)
    }

    /// The length of the space inside a French guillemet, which says nothing of its direction.
    private func innerSpace(_ length: Int) -> Int { length > 1 || style.isSpaced ? length : 0 }

    private mutating func pairDouble(_ number: Int, _ context: QuoteContext, _ left: QuoteSide, _ right: QuoteSide) {
        let mark = marks[number]
        let isOpen = open[Int(mark.family.rawValue)] > 0
        let facing = facing(mark)
        var opens = facing ?? !isOpen
        switch context {
        case .open where facing != false || !isOpen || mark.family != .double:
            opens = true
            if facing == false { marks[number].doubt = .turned }
        case .close where facing != true || isOpen || mark.family != .double:
            opens = false
            if facing == true { marks[number].doubt = .turned }
        case .loose: if facing == nil { marks[number].doubt = .loose }
        case .either: if facing == nil { marks[number].doubt = .either }
        default: marks[number].doubt = .turned
        }
        if !isOpen, context == .either, left == .digit, mark.glyph == .straightDouble, measures(before: mark.offset) {
            // 5"x7"
            if options.primes { marks[number].role = .doublePrime }
            return
        }
        // Arrows: `Home » News`, `« Previous`.
        if context == .loose, mark.family != .double, opens ? !style.isSpaced : !isOpen { return }
        if opens { return push(number) }
        if isOpen { return close(number, left) }
        guard left == .digit, mark.family == .double, measures(before: mark.offset) else { return loneClose(number) }
        if mark.glyph == .rightDouble { return }
        if options.primes { marks[number].role = .doublePrime }
    }

    /// The way a mark faces by itself: `true` for opening, `nil` where only its place tells.
    private func facing(_ mark: QuoteMark) -> Bool? {
        switch mark.glyph {
        case .leftDouble: top >= 0 && marks[Int(top)].glyph == .lowDouble || style.primary == .german ? nil : true
        case .leftSingle where mark.isDoubled: true
        case .lowDouble, .lowSingle, .reversedDouble: true
        case .rightDouble: style.primary == .swedish ? nil : false
        case .rightSingle: false
        case .backtick: true
        case .leftGuillemet: true
        case .rightGuillemet: false
        default: nil
        }
    }

    mutating func push(_ number: Int) {
        marks[number].role = .loneOpen
        marks[number].outer = top
        open[Int(marks[number].family.rawValue)] += 1
        top = Int32(number)
    }

    /// Takes the innermost open mark off; what it is without a partner is decided now.
    private mutating func giveUp() {
        let number = pop()
        guard marks[number].family == .single else { return }
        if marks[number].weakCloser >= 0 {
            pair(number, Int(marks[number].weakCloser))
        } else if marks[number].maybeApostrophe {
            marks[number].role = .leadingApostrophe
        } else if marks[number].glyph == .backtick || marks[number].glyph == .acute {
            marks[number].role = .inert
        }
    }

    mutating func pop() -> Int {
        let number = Int(top)
        top = marks[number].outer
        open[Int(marks[number].family.rawValue)] -= 1
        return number
    }

    private mutating func close(_ number: Int, _ left: QuoteSide) {
        while top >= 0, marks[Int(top)].family != marks[number].family { giveUp() }
        guard top >= 0 else { return }
        pair(pop(), number)
        if left == .digit, marks[number].glyph == .straightDouble, measures(before: marks[number].offset) {
            doubtfulCloser = number
        }
    }

    mutating func pair(_ opener: Int, _ closer: Int) {
        (marks[opener].role, marks[closer].role) = (.open, .close)
        (marks[opener].partner, marks[closer].partner) = (Int32(closer), Int32(opener))
    }

    /// A closing mark too many shows that one before it measured something: `"a 12" record"`.
    private mutating func loneClose(_ number: Int) {
        guard marks[number].family == .double, doubtfulCloser >= 0 else {
            marks[number].role = .loneClose
            return
        }
        let inch = doubtfulCloser
        pair(Int(marks[inch].partner), number)
        marks[inch].role = options.primes ? .doublePrime : .inert
        marks[inch].partner = -1
        doubtfulCloser = -1
    }

    /// Makes one mark of two where that is what they stand for: ``` ``x'' ```, `''x''`, `“x’’`.
    ///
    /// - Returns: whether the run can be read at all; `""` and `'''` by themselves cannot.
    private mutating func joinDoubled(_ run: Range<Int>, _ context: QuoteContext, _ left: QuoteSide) -> Bool {
        let openSingles = open[Int(QuoteMark.Family.single.rawValue)]
        let isInDouble = open[Int(QuoteMark.Family.double.rawValue)] > 0
        let ends = isInDouble && (openIsDoubled || openSingles == 0 && run.count == 2) || left == .digit
        var number = run.lowerBound
        while number + 1 < run.upperBound {
            let glyph = marks[number].glyph
            var same = 1
            while number + same < run.upperBound, marks[number + same].glyph == glyph { same += 1 }
            if same > 1, glyph == .straightDouble, context != .either { return false }
            if same > 2, glyph.family == .single, glyph.isPlain { return false }
            if same == 2, glyph.family == .single {
                if context == .open && glyph != .rightSingle || context == .close && ends {
                    marks[number].length *= 2
                    marks[number].family = .double
                    marks[number + 1].isSettled = true
                } else if glyph == .backtick || glyph == .straightSingle, context != .close || openSingles < 2 {
                    return false
                }
            }
            number += same
        }
        return true
    }

    private var openIsDoubled: Bool {
        var number = top
        while number >= 0, marks[Int(number)].family == .single { number = marks[Int(number)].outer }
        return number >= 0 && marks[Int(number)].isDoubled
    }

    /// Two backticks enclose code, and two by two, if nothing between closes a quotation of TeX; nothing between them is
    /// a quotation.
    private mutating func settleBackticks() {
        // The run that may open code with one backtick, or with two.
        var openers = InlineArray<2, Int>(repeating: -1)
        var number = first
        while number < marks.count {
            let start = number
            number += 1
            guard marks[start].glyph == .backtick else { continue }
            while number < marks.count, marks[number].glyph == .backtick, marks[number].offset == marks[number - 1].end
            {
                number += 1
            }
            guard number - start <= 2 else { continue }
            let (kind, opener) = (number - start - 1, openers[number - start - 1])
            if opener >= 0, kind == 0 || !mayCloseQuotation(between: opener, and: start) {
                for inner in opener..<number { marks[inner].isSettled = true }
                openers[kind] = -1
                if openers[1 - kind] > opener { openers[1 - kind] = -1 }
            } else {
                openers[kind] = start
            }
        }
    }

    /// Says whether what two backticks open may end between two marks: with two single ones, or one double one.
    private func mayCloseQuotation(between opener: Int, and end: Int) -> Bool {
        var doubles = 0
        for number in opener + 2..<end {
            if marks[number].family != .single { doubles += 1 }
            guard marks[number].family == .single, marks[number - 1].family == .single else { continue }
            if marks[number].offset == marks[number - 1].end { return true }
        }
        return doubles % 2 == 1
    }

    /// Says whether a number of up to three digits, or with a fraction, ends at `offset`.
    func measures(before offset: Int) -> Bool {
        var index = offset
        while index > 0, bytes[index - 1].isASCIIDigit, offset - index < 4 { index -= 1 }
        guard index < offset, offset - index < 4 else { return false }
        if index > 1, bytes[index - 1] == 0x2E || bytes[index - 1] == 0x2F || bytes[index - 1] == 0x2C {
            return bytes[index - 2].isASCIIDigit
        }
        guard index > 0 else { return true }
        // 5"x7"
        if bytes[index - 1] == 0x78, index > 1 { index -= 1 }
        return !QuoteSide(before: index, in: bytes).isWord
    }
}

internal import CMasks
internal import GalleyText

/// The walk of `fix-typography` over a line: stops only at bytes that a rule may care for.
///
/// The rules' own files extend it. Each rule gets the place of its mark, proposes or not, and says where to go on.
struct TypeScan: ~Escapable {
    /// What a byte may be the start of.
    enum Kind: UInt8 {
        /// A letter of ASCII, or a byte of any scalar beyond those that `lead` begins.
        case letter
        case space
        /// `, ; : ! ?`
        case mark
        case dot
        case hyphen
        /// The first byte of U+0080–00BF and U+2000–2FFF, which hold most punctuation.
        case lead
        /// Digits, quotes, brackets and the rest.
        case other
    }

    let bytes: Span<UInt8>
    let article: Article
    let options: FixTypography.Options
    let spelling: Spelling?
    let code: CodeBlocks
    private let kinds: [Kind]

    /// The line that is read.
    private(set) var line = 0..<0
    private var knownTraits: LineTraits?
    private var knownUsage: LanguageUsage?
    private var knownTwoDots: Bool?
    private var knownDash: Bool?

    @_lifetime(copy bytes)
    init(
        _ bytes: Span<UInt8>,
        _ article: Article,
        _ options: FixTypography.Options,
        _ spelling: Spelling?,
        _ code: CodeBlocks
    ) {
        (self.bytes, self.article, self.options, self.spelling) = (bytes, article, options, spelling)
        (self.code, kinds) = (code, Self.kinds)
    }

    private static let kinds: [Kind] = (0...255).map { (byte: UInt8) -> Kind in
        switch byte {
        case 0x20, 0x09: .space
        case 0x2C, 0x3B, 0x3A, 0x21, 0x3F: .mark
        case 0x2E: .dot
        case 0x2D: .hyphen
        case 0xC2, 0xE2: .lead
        case 0x80...: .letter
        default: byte.isASCIILetter ? .letter : .other
        }
    }

    /// What is known of the line that is read; found when first asked for.
    var traits: LineTraits {
        mutating get {
            if let knownTraits { return knownTraits }
            let traits = code.contains(line.lowerBound) ? LineTraits.code : LineTraits(bytes, line)
            knownTraits = traits
            return traits
        }
    }

    /// How the article's language sets type; found when first asked for.
    var usage: LanguageUsage {
        mutating get {
            if let knownUsage { return knownUsage }
            let usage = LanguageUsage.of(article.language)
            knownUsage = usage
            return usage
        }
    }

    /// Whether the author writes two dots where others write three.
    var writesTwoDots: Bool {
        mutating get {
            if let knownTwoDots { return knownTwoDots }
            let found = Self.hasTwoDots(bytes)
            knownTwoDots = found
            return found
        }
    }

    /// Whether a hyphen between spaces in the line is a dash for certain.
    var hasDash: Bool {
        mutating get {
            if let knownDash { return knownDash }
            let usage = usage
            let found = findDash(usage)
            knownDash = found
            return found
        }
    }

    /// Reads one line, without its outer white space.
    ///
    /// - Complexity: O(*n*) in the length of the line.
    mutating func review(_ range: Range<Int>, into markup: inout Markup) {
        (line, knownTraits, knownDash) = (range, nil, nil)
        let filter = spelling?.filter ?? .none
        var (start, last) = (range.lowerBound, Word())
        let bytes = bytes
        unsafe bytes.forEachIndex(in: range, mask_stops) { index in
            if index > start { last = read(start..<index, after: last, filter, into: &markup) }
            let byte = bytes[index]
            let next = index + 1 < range.upperBound ? bytes[index + 1] : 0x0A
            // Nearly all stops are spaces before a word, and of the others most are marks before a space.
            let isPlain = byte == 0x20 ? next.isASCIILetter : next == 0x20 && byte < 0x80 && byte != 0x09
            start = isPlain ? index + 1 : stop(at: index, before: next, into: &markup)
            return start
        }
        if range.upperBound > start { _ = read(start..<range.upperBound, after: last, filter, into: &markup) }
    }

    /// A word, and its first letters.
    private struct Word {
        var place = 0..<0
        var head: UInt64 = 0
    }

    /// Looks at a word, and the one before it.
    @inline(__always)
    private mutating func read(
        _ place: Range<Int>,
        after last: Word,
        _ filter: Spelling.Filter,
        into markup: inout Markup
    ) -> Word {
        let word = Word(place: place, head: bytes.head(of: place))
        let mayBeListed = filter.mayHold(word.head)
        // It may be the one before it again: one space between, one length, the same first letters.
        let isLike =
            word.head == last.head && place.count == last.place.count && place.lowerBound == last.place.upperBound &+ 1
            && bytes[last.place.upperBound] == 0x20
        if isLike || mayBeListed { self.word(word, after: last, isLike: isLike, mayBeListed, into: &markup) }
        return word
    }

    @inline(never)
    private mutating func word(
        _ word: Word,
        after last: Word,
        isLike: Bool,
        _ mayBeListed: Bool,
        into markup: inout Markup
    ) {
        if isLike, doubledWord(last.place, word.place, into: &markup) { return }
        if mayBeListed { misspelling(word.place, into: &markup) }
    }

    /// Looks at what is no letter, with the byte behind it, and says where to go on.
    private mutating func stop(at index: Int, before next: UInt8, into markup: inout Markup) -> Int {
        let kind = kinds[Int(next)]
        switch kinds[Int(bytes[index])] {
        case .space:
            switch kind {
            case .space: return spaceRun(at: index, into: &markup)
            case .mark, .dot: return spaceBeforeMark(at: index, into: &markup)
            case .hyphen: return spacedHyphen(at: index, into: &markup)
            case .lead: return spaceBeforeGuillemet(at: index, into: &markup)
            default: return index + 1
            }
        case .mark: return kind == .letter || kind == .mark ? mark(at: index, into: &markup) : index + 1
        case .dot: return kind == .letter || kind == .dot ? dot(at: index, into: &markup) : index + 1
        case .hyphen: return kind == .hyphen ? hyphenRun(at: index, into: &markup) : index + 1
        case .lead: return lead(at: index, into: &markup)
        default: return index + 1
        }
    }
}

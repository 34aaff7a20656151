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
    let fences: CodeFences
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
        fences: CodeFences
    ) {
        (self.bytes, self.article, self.options, self.spelling) = (bytes, article, options, spelling)
        (self.fences, kinds) = (fences, Self.kinds)
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
            let traits = fences.contains(line.lowerBound) ? LineTraits.code : LineTraits(bytes, line)
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
        let filter = spelling?.filter ?? []
        var start = range.lowerBound
        var last = 0..<0
        var block = range.lowerBound
        while block < range.upperBound {
            var stops = unsafe bytes.mask(at: block, before: range.upperBound, mask_stops)
            while stops != 0 {
                let index = block &+ stops.trailingZeroBitCount
                stops &= stops &- 1
                // A rule may have gone on behind several stops.
                guard index >= start else { continue }
                if index > start {
                    let word = start..<index
                    if isLike(last, word) || mayBeListed(word, filter) { self.word(word, after: last, into: &markup) }
                    last = word
                }
                let byte = bytes[index]
                let next = index + 1 < range.upperBound ? bytes[index + 1] : 0x0A
                // Nearly all stops are spaces before a word, and of the others most are marks before a space.
                let isPlain = byte == 0x20 ? next.isASCIILetter : next == 0x20 && byte < 0x80 && byte != 0x09
                start = isPlain ? index + 1 : stop(at: index, before: next, into: &markup)
            }
            block += 64
        }
        guard range.upperBound > start else { return }
        let word = start..<range.upperBound
        if isLike(last, word) || mayBeListed(word, filter) { self.word(word, after: last, into: &markup) }
    }

    @inline(never)
    private mutating func word(_ word: Range<Int>, after last: Range<Int>, into markup: inout Markup) {
        if isLike(last, word), doubledWord(last, word, into: &markup) { return }
        if mayBeListed(word, spelling?.filter ?? []) { misspelling(word, into: &markup) }
    }

    @inline(__always)
    private func mayBeListed(_ word: Range<Int>, _ filter: [UInt64]) -> Bool {
        word.count > 2 && !filter.isEmpty && Spelling.mayHold(filter, bytes, word)
    }

    /// Whether a word may be the one before it again: one space between, one length, one first letter.
    @inline(__always)
    private func isLike(_ last: Range<Int>, _ word: Range<Int>) -> Bool {
        word.count == last.count && word.lowerBound == last.upperBound + 1
            && bytes[word.lowerBound] | 0x20 == bytes[last.lowerBound] | 0x20
            && bytes[last.upperBound] == 0x20
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

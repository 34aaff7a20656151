/// What an article is called, and where its text says so first.
public struct Headline: Sendable, Equatable {
    /// The headline's words as the source or the line has them, without outer white space.
    public let text: String
    /// The number of the line that says it; `nil` if only the source knows it.
    public let line: Int?
    /// Knows the headline again.
    public let matcher: HeadlineMatcher

    /// Two headlines are the same if text and line are.
    public static func == (one: Headline, other: Headline) -> Bool { (one.text, one.line) == (other.text, other.line) }

    /// Finds the headline in the text alone, as `HeadlineSearch` does.
    public init?(inTextOf article: Article) {
        guard let headline = HeadlineSearch(inTextOf: article).headline else { return nil }
        self = headline
    }

    /// The headline that an earlier revision had: in the words of its line, unless the source says it.
    init(at line: Int, of article: Article) {
        let text = article.bytes
        let words = article.facts.title?.trimmedOfSpaces() ?? text.span.string(article.lines[line].trimmed)
        self.init(text: words, line: line, HeadlineMatcher(Array(words.utf8)))
    }

    fileprivate init(text: String, line: Int?, _ matcher: HeadlineMatcher) {
        (self.text, self.line, self.matcher) = (text, line, matcher)
    }

    /// 3 to 40 words; more in scripts that have no spaces.
    static func hasHeadlineLength(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard (4...250).contains(range.count) else { return false }
        let words = bytes.countWords(in: range)
        return (3...40).contains(words) || (words > 40 && range.count <= 120)
    }

    /// The letters and digits of `bytes` in lower case: what two spellings of one headline share.
    public static func key(_ bytes: Span<UInt8>) -> [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let (value, length) = bytes.scalar(at: index)
            if Unicodes.isWord(value) { key.append(scalar: Unicodes.lowered(value)) }
            index += length
        }
        return key
    }
}

/// The headline that an article has by itself, whatever earlier revisions told.
struct HeadlineSearch: Sendable {
    let headline: Headline?
    /// The offset from which on no line has told anything.
    ///
    /// A text without some of the lines behind it has the same headline.
    let reach: Int

    /// Finds the headline: what the source says, else what the text says.
    init(of article: Article) {
        guard let title = article.facts.title?.trimmedOfSpaces() else {
            self.init(inTextOf: article)
            return
        }
        let matcher = HeadlineMatcher(Array(title.utf8))
        let text = article.bytes
        let bytes = text.span
        let line = article.lines.firstIndex {
            guard !$0.isBlank else { return false }
            return switch matcher.match(bytes, $0.trimmed, similarity: 1) {
            case .same, .bare, .affixed, .cutOff, .inFull: true
            case .near, .other, nil: false
            }
        }
        self.init(Headline(text: title, line: line, matcher), reach: line.map { article.lines[$0].next } ?? 0)
    }

    private init(_ headline: Headline?, reach: Int) { (self.headline, self.reach) = (headline, reach) }

    /// Finds the headline in the text alone: a first line that is repeated; else one of the next lines, if it is
    /// certain; else a first line that looks like a headline.
    ///
    /// The first line is taken if it has 3 to 40 words and at most 250 bytes, and is repeated further down, or ends no
    /// sentence and has a blank line or longer text behind it.
    init(inTextOf article: Article) {
        let text = article.bytes
        let bytes = text.span
        let lines = article.lines
        guard let first = lines.firstIndex(where: { !$0.isBlank }) else {
            (headline, reach) = (nil, 0)
            return
        }
        let range = lines[first].trimmed
        let fits = Headline.hasHeadlineLength(bytes, range)
        let matcher = HeadlineMatcher(copying: bytes.extracting(fits ? range : 0..<0))
        var lead = LeadLines(bytes, lines, from: first)
        let looks = fits && Self.looksLikeHeadline(first, in: lines, bytes)
        let again = fits ? Self.repetition(of: first, in: lines, bytes, matcher) : nil
        let isCertain =
            again != nil
            || looks && lead.isSpoken(of: range, behind: first, bytes, lines)
                && !lead.hasBetter(than: range, bytes, lines)
        if isCertain {
            headline = Headline(text: bytes.string(range), line: first, matcher)
        } else if let certain = lead.certainHeadline(bytes, lines), certain.isRightAway || range.count <= 250 {
            let text = bytes.string(lines[certain.line].trimmed)
            headline = Headline(text: text, line: certain.line, certain.matcher)
        } else {
            headline = looks ? Headline(text: bytes.string(range), line: first, matcher) : nil
        }
        reach = max(lead.reach, again.map { lines[$0].next } ?? 0)
    }

    private static func repetition(
        of first: Int,
        in lines: LineTable,
        _ bytes: Span<UInt8>,
        _ matcher: HeadlineMatcher
    ) -> Int? {
        (first + 1..<lines.count).first {
            !lines[$0].isBlank && matcher.match(bytes, lines[$0].trimmed, similarity: 1) != nil
        }
    }

    private static func looksLikeHeadline(_ first: Int, in lines: LineTable, _ bytes: Span<UInt8>) -> Bool {
        let line = lines[first].trimmed
        if ".:;,".utf8.contains(bytes[line.upperBound - 1]) { return false }
        if bytes.has("。", at: line.upperBound - 3) { return false }
        guard first + 1 < lines.count else { return false }
        guard let next = lines.dropFirst(first + 1).first(where: { !$0.isBlank }) else { return false }
        return lines[first + 1].isBlank || next.trimmed.count > line.count
    }
}

extension String {
    /// The string without white space at its ends.
    public func trimmedOfSpaces() -> String {
        let bytes = Array(utf8)
        return bytes.span.string(LineTable.trim(0..<bytes.count, of: bytes.span))
    }
}

internal import GalleyText

/// The copies of an article's headline, and the spelling that its first copy shall have.
struct HeadlineCopies {
    private var matcher: HeadlineMatcher
    private let similarity: Double
    private let lines: LineTable
    /// The line of the first copy, which stays.
    private let first: Int
    private let line: Range<Int>
    private var edits = EditList()
    /// The part of the first copy that has no affix, and what proves it.
    private var bare: (range: Range<Int>, why: String)?
    /// The matcher knows the source's title, not the first copy.
    private let isTitle: Bool
    private var isOver = false

    /// Finds the headline; `nil` if there is none in the text.
    init?(of article: Article, _ similarity: Double, _ sites: Set<[UInt8]>) {
        guard let known = article.headline else { return nil }
        guard let headline = known.line == nil ? Headline(inTextOf: article) : known, let first = headline.line else {
            return nil
        }
        let text = article.bytes
        let bytes = text.span
        self.similarity = similarity
        self.first = first
        lines = article.lines
        line = lines[first].trimmed
        matcher = headline.matcher
        isTitle = article.facts.title != nil && known.line != nil
        if isTitle {
            useTitle(headline.text, bytes)
        } else if matcher.isCut {
            completeFromBelow(bytes)
        }
        if edits.isEmpty, let named = Self.bare(bytes, line, sites) { bare = named }
    }

    /// The part of a headline without the sites that the pipeline names; `nil` if it has none of them.
    static func bare(_ bytes: Span<UInt8>, _ line: Range<Int>, _ sites: Set<[UInt8]>) -> (
        range: Range<Int>, why: String
    )? {
        guard !sites.isEmpty else { return nil }
        return HeadlineMatcher.bare(bytes, line, without: sites).map { ($0, "named in the pipeline") }
    }

    /// The part of a headline without what is written like a name, where the pipeline asks for that.
    static func bare(
        _ bytes: Span<UInt8>,
        _ line: Range<Int>,
        _ affixes: DedupeHeadlines.Affixes
    ) -> (range: Range<Int>, why: String)? {
        guard affixes == .likely else { return nil }
        return HeadlineMatcher.likelyBare(bytes, line).map { ($0, "written like a name") }
    }

    /// The edits that leave nothing of a headline but its bare part.
    static func cutting(_ line: Range<Int>, to bare: (range: Range<Int>, why: String)) -> EditList {
        var edits = EditList()
        for range in [line.lowerBound..<bare.range.lowerBound, bare.range.upperBound..<line.upperBound]
        where !range.isEmpty {
            edits.append(range, with: [UInt8]().span, rule: "site-affix", why: bare.why)
        }
        return edits
    }

    /// The source's title proves how the first copy is spelled.
    private mutating func useTitle(_ title: String, _ bytes: Span<UInt8>) {
        switch matcher.match(bytes, line, similarity: 1) {
        case .affixed(let core): bare = (core, "not in the title")
        case .cutOff: complete(with: Array(title.utf8).span, why: "in full in the title", bytes)
        default: break
        }
    }

    /// A headline that is cut off is completed from a line near the top that has it in full.
    private mutating func completeFromBelow(_ bytes: Span<UInt8>) {
        for number in (first + 1)..<min(lines.count, first + 12) where !lines[number].isBlank {
            let full = lines[number].trimmed
            guard matcher.match(bytes, full, similarity: 1) == .inFull else { continue }
            complete(with: bytes.extracting(full), why: "in full in line \(number + 1)", bytes)
            matcher = HeadlineMatcher(copying: bytes.extracting(full))
            return
        }
    }

    private mutating func complete(with full: Span<UInt8>, why: String, _ bytes: Span<UInt8>) {
        guard full.count <= 400, !(0..<full.count).contains(where: { full[$0] < 0x20 }) else { return }
        var same = 0
        while same < min(full.count, line.count), full[same] == bytes[line.lowerBound + same] { same += 1 }
        while !full.isScalarBoundary(same) || !bytes.isScalarBoundary(line.lowerBound + same) { same -= 1 }
        edits.append(
            line.lowerBound + same..<line.upperBound,
            with: full.extracting(same..<full.count),
            rule: "cut-off-headline",
            why: why
        )
    }

    /// The rule and reason with which a line goes; `nil` if it is no copy.
    mutating func copy(
        _ bytes: Span<UInt8>,
        _ line: Line,
        _ number: Int,
        reportingTo markup: inout Markup
    ) -> (rule: String, why: String)? {
        guard number > first, !isOver else { return nil }
        let range = line.trimmed
        // A headline of one or two words is no rare line further down.
        if matcher.isShort, bytes.isProse(range) { isOver = true }
        switch matcher.match(bytes, range, similarity: similarity) {
        case .same, .affixed, .inFull:
            return ("copy-of-headline", "copy of line \(first + 1)")
        case .bare:
            prove(by: number, bytes)
            return ("copy-of-headline", "copy of line \(first + 1)")
        case .cutOff:
            return ("cut-off-headline", "line \(first + 1), cut off")
        case .near:
            return ("near-copy-of-headline", "nearly line \(first + 1)")
        case .other:
            markup.report(
                range,
                rule: "near-copy-of-headline",
                "much like line \(first + 1), but not the same statement"
            )
            return nil
        case nil:
            return nil
        }
    }

    /// A copy without affix proves what in the first copy is one.
    private mutating func prove(by number: Int, _ bytes: Span<UInt8>) {
        guard edits.isEmpty else { return }
        // A title from elsewhere may be spelled otherwise than the first copy.
        let own = isTitle ? HeadlineMatcher(copying: bytes.extracting(line)) : matcher
        guard case .bare(let part) = own.match(bytes, lines[number].trimmed, similarity: 1) else { return }
        let spelling = part.lowerBound + line.lowerBound..<part.upperBound + line.lowerBound
        if spelling.count < bare?.range.count ?? .max { bare = (spelling, "not in line \(number + 1)") }
    }

    /// The edits that give the first copy its spelling.
    func spelling(_ bytes: Span<UInt8>, _ affixes: DedupeHeadlines.Affixes) -> EditList {
        guard edits.isEmpty else { return edits }
        let likely = isTitle ? nil : Self.bare(bytes, line, affixes)
        return (bare ?? likely).map { Self.cutting(line, to: $0) } ?? edits
    }
}

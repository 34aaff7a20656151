internal import CMasks
public import GalleyText

/// Gives quotation marks and apostrophes one style and closes quotations that certainly end.
///
/// A mark is never taken out. Marks are read a paragraph at a time: first apostrophes and measures, then pairs on a
/// stack; only what the neighbours of a mark and its partner bear out is changed, the rest is reported. Marks next to
/// letters of scripts with marks of their own (Hebrew, Arabic, Han, kana, Hangul), code and tags stay as they are.
public struct NormalizeQuotes: Stage {
    /// A named style of marks.
    public enum Style: String, CaseIterable, Sendable {
        case auto, curly, straight, guillemets
        case english, french, german, swiss, spanish, italian, portuguese, dutch, danish, norwegian, swedish, finnish
        case polish, czech, hungarian, romanian, croatian, russian, greek

        /// Every mark of another style is replaced, also one that the language knows.
        var isExplicit: Bool { self != .auto && self != .curly && self != .straight }
    }

    /// Where a closing mark that is missing goes.
    public enum Close: String, CaseIterable, Sendable { case outside, inside, never }

    /// The space inside guillemets in French.
    public enum InnerSpace: String, CaseIterable, Sendable {
        case noBreak = "no-break"
        case narrow, none
    }

    /// The options.
    public struct Options: StageOptions {
        /// The style of the marks.
        public var style = Style.auto
        /// Where a closing mark that is missing goes, seen from the stop.
        public var close = Close.outside
        /// Feet and inches get primes.
        public var primes = true
        /// The space inside guillemets.
        public var guillemetSpace = InnerSpace.noBreak
        /// The language's marks, and closing marks outside the stop.
        public init() {}
    }

    /// The options' fields.
    public static let fields: [OptionField<Options>] = [
        .choice(
            "style",
            \.style,
            """
            The style of the marks. auto: that of the article's language, and what is also usual in it stays; curly: \
            “ ” for straight marks, what is usual in the language stays; straight: \" and ' for curly ones; a name: \
            all marks in that style.
            """
        ),
        .choice(
            "close",
            \.close,
            "Where a missing closing mark goes: outside the stop (people.”), inside it (people”.), or never."
        ),
        .flag("primes", \.primes, "Gives feet and inches primes where digits clearly measure: 6'2\" is 6′2″."),
        .choice(
            "guillemet-space",
            \.guillemetSpace,
            "The space inside French guillemets: no-break (U+00A0), narrow (U+202F) or none."
        ),
    ]

    /// The stage's card.
    public static let card = StageCard(
        "normalize-quotes",
        "Gives quotation marks and apostrophes one style and closes quotations that certainly end.",
        details: """
            Apostrophes are told first, then feet and inches, then pairs, a paragraph at a time. A mark changes only where \
            its neighbours and its partner leave no doubt; code, tags, and marks beside letters of Hebrew, Arabic, Han, kana \
            and Hangul stay as they are.

            A quotation that nothing closes gets its mark at the end of the paragraph if it is the only one open, no other \
            double mark follows, a full stop, question or exclamation mark ends the paragraph, the next one does not begin \
            with a mark or end the quotation, and no verb of saying follows the opening mark. Everything else that does \
            not balance is reported. No mark is ever taken out.

            Where the language is not known (und), `style: auto` makes straight marks “ ” and leaves the marks of every \
            language's style.
            """,
        rules: [
            ("straight-quote", "A straight quotation mark became one of the style."),
            ("curly-quote", "A curly quotation mark became straight."),
            ("foreign-quote", "A quotation mark of another language's style became one of this style."),
            ("wrong-way-quote", "A quotation mark that faced the wrong way was turned."),
            ("doubled-quote", "Two single marks that stood for a double one became it."),
            ("apostrophe", "A straight or wrong apostrophe inside or behind a word was set right."),
            ("leading-apostrophe", "An apostrophe before a word or a year was set right."),
            ("prime", "A mark of feet or inches became a prime."),
            ("guillemet-space", "The space inside guillemets was set right."),
            ("close-at-paragraph-end", "A quotation that certainly ends with the paragraph was closed."),
            ("unbalanced-quote", "A mark without a partner, left as it is (a finding)."),
        ],
        examples: [
            Example("straight marks", before: "\"Come,\" she said.", after: "“Come,” she said.", language: "en"),
            Example(
                "a quotation in a quotation",
                before: "He said, \"She told me 'no.'\" And left.",
                after: "He said, “She told me ‘no.’” And left."
            ),
            Example(
                "elisions and decades",
                before: "'Twas the '90s, and rock 'n' roll wasn't new.",
                after: "’Twas the ’90s, and rock ’n’ roll wasn’t new."
            ),
            Example(
                "feet and inches",
                before: "\"He is 6'2\" tall,\" they said of the 12\" doll.",
                after: "“He is 6′2″ tall,” they said of the 12″ doll."
            ),
            Example(
                "marks that face the wrong way",
                before: "”Never“, he said.",
                after: "“Never”, he said.",
                language: "en"
            ),
            Example("straight and curly mixed", before: "“All of it\" was lost.", after: "“All of it” was lost."),
            Example("marks of TeX", before: "The ``last word'' is hers.", after: "The “last word” is hers."),
            Example(
                "German",
                before: "Er sagte: \"Das war's\", und ging mit der 'Post'.",
                after: "Er sagte: „Das war’s“, und ging mit der ‚Post‘.",
                language: "de"
            ),
            Example("Swedish", before: "Han sa \"nej\".", after: "Han sa ”nej”.", language: "sv"),
            Example(
                "French",
                before: "Il a dit \"non\" à l'Europe.",
                after: "Il a dit «\u{A0}non\u{A0}» à l’Europe.",
                language: "fr"
            ),
            Example(
                "guillemets by name, from curly marks",
                options: "{ style: guillemets, guillemet-space: narrow }",
                before: "Elle dit “oui”.",
                after: "Elle dit «\u{202F}oui\u{202F}»."
            ),
            Example(
                "Russian, one quotation in another",
                options: "style: russian",
                before: "Он читал \"Роман \"Идиот\" сегодня\".",
                after: "Он читал «Роман „Идиот“ сегодня»."
            ),
            Example(
                "back to straight",
                options: "style: straight",
                before: "“It’s ‘fine’,” he said.",
                after: "\"It's 'fine',\" he said."
            ),
            Example(
                "a quotation that ends with its paragraph",
                before: "He called him “the best friend of the people.\n\nThe talks went on.",
                after: "He called him “the best friend of the people.”\n\nThe talks went on.",
                findings: []
            ),
            Example(
                "the same, inside the stop",
                options: "close: inside",
                before: "He called him “the best friend of the people.",
                after: "He called him “the best friend of the people”."
            ),
            Example(
                "a quotation that runs on",
                before: "\"The first day.\n\n\"The second day,\" she wrote.",
                after: "“The first day.\n\n“The second day,” she wrote.",
                findings: []
            ),
            .untouched(
                "a quotation that ended somewhere before the verb",
                "“We have no further comment, they said.",
                findings: ["unbalanced-quote"]
            ),
            .untouched(
                "a closing mark that nothing opens",
                "The pair were not close”, he wrote.",
                findings: ["unbalanced-quote"]
            ),
            .untouched("marks that are right", "“It’s the ’90s,” he said of ‘her’ 6′2″ son.", findings: []),
            .untouched("marks that German also knows", "Er sagte »nein« und „ja“.", language: "de"),
            .untouched("marks of a language nobody named", "„Nie” – «nein» – »nej»"),
            .untouched("code", "let name = \"Ada\"; print(\"Hi\")"),
            .untouched("code in a fence", "```\nsay \"hi\"\n```"),
            .untouched(
                "titles of links in Markdown",
                "See [the report](http://a.example/x \"The 'full' report\") and more.\n\n[ref]: http://a.example \"A title\""
            ),
            .untouched("a tag", "<a href=\"/news\">News</a>"),
            .untouched("rows and pairs of data", "\"name\": \"Ada\", or \"a\",\"b\""),
            .untouched("marks of Hebrew", "הוא אמר \"שלום\" בצה\"ל"),
            .untouched("marks of Japanese", "彼は「はい」と\"言った\"。"),
            .untouched("the name of an island", "On O‘ahu and in Hawai‘i."),
            .untouched("thousands as the Swiss write them", "Es kostet 12'500 Franken.", language: "de"),
            .untouched("arrows between links", "Home » News » Sport", findings: []),
            .untouched("an elision nobody can know", "He saw 'Change for weeks.", findings: ["unbalanced-quote"]),
        ]
    )

    /// In rare mixtures of styles one pair's new marks decide about another.
    public static let rounds = 2

    private let options: Options

    /// Makes the stage.
    public init(_ options: Options, _ reader: inout SettingReader) { self.options = options }

    /// Reads the title like any text.
    public func review(title: Article, into markup: inout Markup) throws(StageFailure) {
        try review(title, into: &markup)
    }

    /// Proposes the style's marks, and reports what does not balance.
    public func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        // The language is asked for only where a mark may need it.
        guard hasMarks(article.bytes), let language = QuoteStyle.of(article.language) else { return }
        markup = review(article.bytes, language, isMarkdown: article.facts.isMarkdown, again: 2)
    }

    /// Says whether there is any mark but apostrophes that are right.
    private func hasMarks(_ text: [UInt8]) -> Bool {
        let bytes = text.span
        var index = 0
        while true {
            index = bytes.nextQuote(from: index)
            guard index < bytes.count else { return false }
            let (glyph, length) = bytes.quote(at: index)
            if let glyph, !isRightApostrophe(glyph, at: index, in: bytes) { return true }
            index += length
        }
    }

    private func isRightApostrophe(_ glyph: QuoteMark.Glyph, at index: Int, in bytes: Span<UInt8>) -> Bool {
        glyph == .rightSingle && options.style != .straight && index > 0 && bytes[index - 1].isASCIILetter
            && index + 3 < bytes.count && bytes[index + 3].isASCIILetter
    }

    /// Reads a text until a second review of what becomes of it would change nothing.
    ///
    /// - Parameter again: how often what becomes of the text may be reviewed in turn.
    private func review(_ text: [UInt8], _ language: QuoteStyle, isMarkdown: Bool, again: Int) -> Markup {
        let bytes = text.span
        var reading = read(bytes, language, isMarkdown: isMarkdown)
        if reading.edits.isEmpty { return reading }
        let findings = reading.findings
        var doubtful: Set<Int> = []
        for _ in 0..<4 {
            let result = reading.edits.applied(to: text)
            let second = read(result.span, language, isMarkdown: isMarkdown)
            if second.edits.isEmpty {
                reading.foresee(second.findings)
                return reading
            }
            // A reading that a second look would not share is given up, line by line.
            let edited = Set(lines(of: reading.edits, in: bytes))
            let disputed = lines(of: second.edits, in: result.span).filter { !doubtful.contains($0) }
            if disputed.isEmpty {
                if again > 0, review(result, language, isMarkdown: isMarkdown, again: again - 1).edits.isEmpty {
                    return reading
                }
                break
            }
            // An edit may also have changed how a later line reads.
            for line in disputed {
                doubtful.insert(line)
                if let earlier = (0...line).suffix(8).last(where: edited.contains) { doubtful.insert(earlier) }
            }
            reading = read(bytes, language, isMarkdown: isMarkdown, skipping: doubtful)
        }
        var nothing = Markup()
        for finding in findings { nothing.report(finding.range, rule: finding.rule, finding.message) }
        return nothing
    }

    /// The numbers of the lines with edits, in order.
    private func lines(of edits: EditList, in bytes: Span<UInt8>) -> [Int] {
        var lines: [Int] = []
        var (line, index) = (0, 0)
        for edit in edits.edits {
            while let feed = bytes.firstIndex(of: 0x0A, in: index..<edit.range.lowerBound) {
                (line, index) = (line + 1, feed + 1)
            }
            index = edit.range.lowerBound
            if lines.last != line { lines.append(line) }
        }
        return lines
    }

    private func read(
        _ bytes: Span<UInt8>,
        _ language: QuoteStyle,
        isMarkdown: Bool,
        skipping doubtful: Set<Int> = []
    ) -> Markup {
        var markup = Markup()
        var pairing = QuotePairing(bytes, options, language)
        var edits = QuoteEdits(options, language)
        let all = 0..<bytes.count
        let mayHoldCode = isMarkdown || CodeBlocks.mayFence(bytes)
        let code = mayHoldCode ? CodeBlocks(LineTable(bytes), bytes, isMarkdown: isMarkdown) : nil
        var (start, line, proposed) = (0, 0, 0)
        var isJoined = false
        unsafe bytes.forEachIndex(in: all, mask_quotes) { index in
            guard bytes[index] != 0x0A else {
                if pairing.first < pairing.marks.count, bytes.isSoftBreak(at: index) {
                    isJoined = true
                } else {
                    end(start..<index, isJoined: isJoined, &pairing, &proposed, &edits, into: &markup)
                    (start, isJoined) = (index + 1, false)
                }
                line += 1
                return index + 1
            }
            let (glyph, length) = bytes.quote(at: index)
            if let glyph {
                let isSkipped = !doubtful.isEmpty && doubtful.contains(line) || code?.contains(index) == true
                if !isSkipped, !isRightApostrophe(glyph, at: index, in: bytes) {
                    pairing.marks.append(QuoteMark(at: index, length: length, glyph))
                }
            }
            return index + length
        }
        end(start..<bytes.count, isJoined: isJoined, &pairing, &proposed, &edits, into: &markup)
        _ = pairing.settle(beginning: nil)
        edits.propose(proposed..<pairing.marks.count, of: &pairing, into: &markup)
        return markup
    }

    /// Ends a line: proposes what is decided with it, behind the marks that were `proposed` before.
    private func end(
        _ line: Range<Int>,
        isJoined: Bool,
        _ pairing: inout QuotePairing,
        _ proposed: inout Int,
        _ edits: inout QuoteEdits,
        into markup: inout Markup
    ) {
        let decided = pairing.endLine(line, isJoined: isJoined)
        edits.propose(proposed..<decided, of: &pairing, into: &markup)
        proposed = decided
        guard decided == pairing.marks.count else { return }
        pairing.clear()
        proposed = 0
    }
}

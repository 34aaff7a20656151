public import GalleyText

/// Sets dashes, ellipses, spaces, doubled and misspelled words as a typesetter would.
///
/// Each rule acts only where its reading is the only one: code, tables, verse, addresses and names stay as they are.
public struct FixTypography: Stage {
    /// What is fixed; one option for each group of rules.
    public struct Options: StageOptions {
        /// The dash that stands for hyphens between words.
        public var dash = DashChoice.auto
        /// Three dots become an ellipsis.
        public var ellipses = true
        /// Space within lines and around marks.
        public var spaces = true
        /// French space before high marks.
        public var frenchSpaces = FrenchSpaces.keep
        /// Marks and words that stand twice.
        public var doubled = true
        /// Soft hyphens go.
        public var softHyphens = true
        /// Listed misspellings are corrected.
        public var spelling = true
        /// A file of misspellings beside the list that ships.
        public var dictionary: Setting?

        /// The defaults.
        public init() {}
    }

    /// The dash for ` - ` and `--`.
    public enum DashChoice: String, CaseIterable, Sendable {
        /// As the language has it: an em dash in English, Spanish or Russian, an en dash in German or French.
        case auto
        /// An em dash, U+2014.
        case em
        /// An en dash, U+2013.
        case en
        /// Hyphens stay.
        case keep
    }

    /// What becomes of a plain space before `;` `:` `!` `?` `»` and after `«` in French.
    public enum FrenchSpaces: String, CaseIterable, Sendable {
        /// It stays.
        case keep
        /// It becomes one that does not break: U+202F, beside `:` and guillemets U+00A0.
        case fix
    }

    /// One option for each group of rules.
    public static let fields: [OptionField<Options>] = [
        .choice("dash", \.dash, "The dash that stands for ` -- ` and ` - ` between words; keep leaves them."),
        .flag("ellipses", \.ellipses, "Three dots become one ellipsis."),
        .flag("spaces", \.spaces, "Spaces that are doubled, missing, before marks or at line ends are mended."),
        .choice(
            "french-spaces",
            \.frenchSpaces,
            "In French, whether plain space beside `;:!?«»` becomes no-break space."
        ),
        .flag("doubled", \.doubled, "Doubled marks and function words lose one."),
        .flag("soft-hyphens", \.softHyphens, "Soft hyphens (U+00AD) inside words are taken out."),
        .flag("spelling", \.spelling, "Listed English misspellings are corrected."),
        .setting(
            "dictionary",
            \.dictionary,
            .file,
            "A file with a line `wrong->right` for each further misspelling of English."
        ),
    ]

    /// The rules with their examples.
    public static let card = StageCard(
        "fix-typography",
        "Mends dashes, ellipses, spaces, doubled words and listed misspellings.",
        details: """
            Language decides what is right: a dash between words is an em dash in English and an en dash in German, \
            French keeps its space before high marks, doubled words go only if they are in the language's list. Where \
            the language is not known (und), only rules that hold in all languages act.

            Web addresses, handles, tags, lines with code or backticks, tables, indents and verse stay as they are.
            A dictionary has a line `wrong->right` for each misspelling, as codespell's have; where several corrections \
            stand (`wrong->right, write,`) the word is reported, where a reason follows (`wrong->right, reason`) it is \
            left alone.
            """,
        rules: [
            ("double-hyphen", "Two or three hyphens between words are a dash."),
            ("spaced-hyphen", "A hyphen between spaces is a dash."),
            ("ellipsis", "Three dots are an ellipsis; a fourth before them is a full stop."),
            ("space-run", "Several spaces between words are one, and a line break within a title."),
            (
                "space-at-line-end",
                "No space ends a line, but for the one of a mail's signature and the two that break one of Markdown."
            ),
            ("space-before-mark", "No space stands before a comma, stop or other mark, except in French."),
            ("missing-space", "A space follows a comma or a full stop."),
            ("french-space", "The space before a high mark does not break."),
            ("doubled-mark", "A comma, semicolon, colon or full stop stands once."),
            ("doubled-word", "A function word stands once."),
            ("soft-hyphen", "Soft hyphens are taken out of words."),
            ("misspelling", "A listed misspelling."),
            ("possible-misspelling", "A finding: a listed misspelling with several corrections."),
        ],
        examples: examples
    )

    /// What one rule mends may show a fault to another, so that a second look can find more; a third finds nothing.
    public static let rounds = 3

    let options: Options
    let spelling: Spelling?

    /// Makes the stage, with the dictionary that the options name.
    public init(_ options: Options, _ reader: inout SettingReader) {
        self.options = options
        if let dictionary = options.dictionary {
            spelling = Spelling(withListed: options.spelling, dictionary, &reader)
        } else {
            spelling = options.spelling ? .listed : nil
        }
    }

    /// Makes the title one line, and then reads it like any text.
    public func review(title: Article, into markup: inout Markup) throws(StageFailure) {
        let written = options.spaces ? title.lines.indices.filter { !title.lines[$0].isBlank } : []
        for (number, next) in zip(written, written.dropFirst()) {
            let gap = title.lines[number].trimmed.upperBound..<title.lines[next].trimmed.lowerBound
            markup.replace(gap, with: " ", rule: "space-run")
        }
        if written.count < 2 { try review(title, into: &markup) }
    }

    /// Walks over each line once.
    public func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        review([article.lines.indices], of: article, into: &markup)
    }

    /// Walks over the lines that were changed, and those beside them: no rule looks further.
    public func review(_ article: Article, madeBy edits: EditList, into markup: inout Markup) throws(StageFailure) {
        review(article.lines.numbers(near: edits), of: article, into: &markup)
    }

    private func review(_ numbers: [Range<Int>], of article: Article, into markup: inout Markup) {
        let text = article.bytes
        let bytes = text.span
        let lines = article.lines
        let code = CodeBlocks(lines, bytes, isMarkdown: article.facts.isMarkdown)
        var scan = TypeScan(bytes, article, options, spelling, code)
        for number in numbers.joined() {
            let line = lines[number]
            scan.review(line.trimmed, into: &markup)
            if line.isBlank || line.trimmed.upperBound < line.end { scan.reviewEnd(of: line, into: &markup) }
        }
    }
}

public import GalleyText

/// Sets an article aside that does not meet conditions, with the reason.
///
/// It judges the text as the stages before it left it, and changes nothing.
public struct Gate: Stage {
    /// The conditions; each is off until it is set, but for one word.
    public struct Options: StageOptions {
        /// The fewest words.
        public var minWords = 1
        /// The most words; 0 for no limit.
        public var maxWords = 0
        /// The languages that pass; none for all.
        public var languages: [Setting] = []
        /// What becomes of an article whose language is not known, where languages are given.
        public var undetermined = Undetermined.pass
        /// The greatest share of the input's bytes that may have been taken out or replaced.
        public var maxChanged = 1.0
        /// One line at least must be a sentence.
        public var requireSentence = false

        /// The defaults.
        public init() {}
    }

    /// What becomes of an article whose language is not known.
    public enum Undetermined: String, CaseIterable, Sendable {
        /// It passes.
        case pass
        /// It is set aside.
        case setAside = "set-aside"
    }

    /// One option for each condition.
    public static let fields: [OptionField<Options>] = [
        .integer("min-words", \.minWords, in: 0...1_000_000, "The fewest words; 1 keeps back what has none."),
        .integer("max-words", \.maxWords, in: 0...100_000_000, "The most words; 0 for no limit."),
        .list("languages", \.languages, "The languages that pass, as tags such as en; [] for all."),
        .choice("undetermined", \.undetermined, "What becomes of text whose language is not known."),
        .number("max-changed", \.maxChanged, in: 0...1, "The share of the input's bytes that stages may have changed."),
        .flag("require-sentence", \.requireSentence, "Whether one line must be a sentence of five words or more."),
    ]

    /// The reasons with their examples.
    public static let card = StageCard(
        "gate",
        "Sets articles aside that are too short, too long, in another language, or changed too much.",
        details: """
            A gate may stand anywhere among the stages, also several times: it judges the text as the stages before it \
            left it. Without options it keeps back only what has no word at all. An article that fails several \
            conditions is set aside for the first, in the order of the options. In JSON Lines its line stays, with its \
            text as it was and the verdict in `galley`; the log says how many there are.

            The reasons are too-short, too-long, wrong-language, changed-too-much and no-sentence. Words are counted \
            as runs of letters and digits; in Chinese and Japanese each character is one. A share of change counts \
            what was taken out or replaced, not what was put in. An article whose language is not known (und) passes \
            unless `undetermined` says otherwise.
            """,
        examples: [
            Example(
                "too few words",
                options: "min-words: 5",
                before: "Photo: Jane Roe",
                after: "Photo: Jane Roe",
                setAside: "too-short"
            ),
            Example("no word left", before: "—\n", after: "—\n", setAside: "too-short"),
            Example(
                "too many words",
                options: "max-words: 2",
                before: "One two three",
                after: "One two three",
                setAside: "too-long"
            ),
            Example(
                "another language",
                options: "languages: [en, fr]",
                before: "Der Zug ist weg.",
                after: "Der Zug ist weg.",
                language: "de",
                setAside: "wrong-language"
            ),
            Example(
                "a language that is not known",
                options: "{languages: [en], undetermined: set-aside}",
                before: "ok",
                after: "ok",
                setAside: "wrong-language"
            ),
            Example(
                "a menu",
                options: "require-sentence: true",
                before: "Home\nNews and weather of the day\nAll rights reserved.",
                after: "Home\nNews and weather of the day\nAll rights reserved.",
                setAside: "no-sentence"
            ),
            .untouched("words enough", options: "{min-words: 3, max-words: 3}", "One two three"),
            .untouched(
                "a region of a language that passes",
                options: "languages: [en]",
                "All is well.",
                language: "en-GB"
            ),
            .untouched("a language that is not known passes", options: "languages: [en]", "ok"),
            .untouched("a quoted sentence", options: "require-sentence: true", "News\n“The train was late again.”"),
            .untouched("a sentence of Hindi", options: "require-sentence: true", "वह आज सुबह घर गया था।"),
            .untouched("a sentence of Chinese", options: "require-sentence: true", "火车又晚点了。"),
            .untouched("text that no stage has changed", options: "max-changed: 0", "All is well."),
        ]
    )

    private let options: Options
    private let languages: [Language]

    /// Makes the stage, and takes tags that are none.
    public init(_ options: Options, _ reader: inout SettingReader) {
        self.options = options
        languages = options.languages.compactMap { Language($0, &reader) }
    }

    /// Decides once; an article that meets all conditions gets no verdict.
    public func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        guard
            let verdict = lengthFault(article) ?? languageFault(article) ?? changeFault(article)
                ?? sentenceFault(article)
        else { return }
        markup.decide(verdict)
    }

    private func lengthFault(_ article: Article) -> Verdict? {
        guard options.minWords > 0 || options.maxWords > 0 else { return nil }
        let count = article.words.tokens.count
        if count < options.minWords {
            return .setAside(
                reason: "too-short",
                message: "\(count == 1 ? "1 word" : "\(count) words"), fewer than \(options.minWords)"
            )
        }
        guard options.maxWords > 0, count > options.maxWords else { return nil }
        return .setAside(reason: "too-long", message: "\(count) words, more than \(options.maxWords)")
    }

    private func languageFault(_ article: Article) -> Verdict? {
        guard !languages.isEmpty, !languages.contains(article.language) else { return nil }
        if article.language == .undetermined {
            guard options.undetermined == .setAside else { return nil }
            return .setAside(reason: "wrong-language", message: "the language is not known")
        }
        let wanted = languages.map(\.rawValue).joined(separator: ", ")
        return .setAside(reason: "wrong-language", message: "the language is \(article.language), not one of \(wanted)")
    }

    private func changeFault(_ article: Article) -> Verdict? {
        guard article.change > options.maxChanged else { return nil }
        let message = "\(percent(article.change)) of the text has changed, more than \(percent(options.maxChanged))"
        return .setAside(reason: "changed-too-much", message: message)
    }

    private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    private func sentenceFault(_ article: Article) -> Verdict? {
        guard options.requireSentence else { return nil }
        let text = article.bytes
        for line in article.lines where Self.endsSentence(text.span, line.trimmed) {
            if article.words.within(line.trimmed).count >= 5 { return nil }
        }
        return .setAside(reason: "no-sentence", message: "no line is a sentence of five words or more")
    }

    /// Sentence punctuation of any script, behind it perhaps marks that close a quotation or bracket.
    private static func endsSentence(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
        var end = line.upperBound
        while end > line.lowerBound {
            let (value, length) = bytes.scalar(before: end)
            if sentenceEnds.contains(value) { return true }
            guard TypeScan.isCloser(value) || wideClosers.contains(value) else { return false }
            end -= length
        }
        return false
    }

    /// Unicode's Sentence_Terminal (PropList.txt), as far as scripts of today use it, and the ellipsis.
    private static let sentenceEnds: Set<UInt32> = [
        0x21, 0x2E, 0x3F, 0x589, 0x61D, 0x61F, 0x6D4, 0x700, 0x964, 0x965, 0x104A, 0x104B, 0x1362, 0x1367, 0x17D4,
        0x17D5, 0x1803, 0x1809, 0x2026, 0x203C, 0x203D, 0x2047, 0x2048, 0x2049, 0x3002, 0xFE52, 0xFE56, 0xFE57,
        0xFF01, 0xFF0E, 0xFF1F, 0xFF61,
    ]

    /// Closing brackets and quotation marks of East Asia.
    private static let wideClosers: Set<UInt32> = [0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0xFF02, 0xFF09, 0xFF63]
}

internal import CCLD2
public import GalleyText

/// Finds the language of an article whose source does not name it.
public struct DetectLanguage: Stage {
    /// What `detect-language` may be told.
    public struct Options: StageOptions {
        /// The languages that it may answer; none for all.
        public var languages: [Setting] = []
        /// The least text that it judges.
        public var minLetters = 80
        /// All languages.
        public init() {}
    }

    /// The options.
    public static let fields: [OptionField<Options>] = [
        .list(
            "languages",
            \.languages,
            "The languages that it may answer, as tags such as en; another one is und. [] for all that CLD2 knows."
        ),
        .integer(
            "min-letters",
            \.minLetters,
            in: 1...1000,
            "The least letters that a text must have, those beyond ASCII counted as their bytes; a shorter one is und."
        ),
    ]

    /// What it is.
    public static let card = StageCard(
        "detect-language",
        "Finds the language of an article whose source does not name it.",
        details: """
            The text stays as it is. What is found is in the record, and decides for the stages after this one: the style \
            of `normalize-quotes`, the rules of `fix-typography`, the terms of `tag-topics`, whether `gate` lets the \
            article pass. A language that the article or the pipeline declares stands, also one that is not among \
            `languages`.

            CLD2 reads the first 1,000 bytes of the lines that are long enough to be text. It answers where it is sure \
            that most of them are in one language; the rest is und, as is a text of fewer than `min-letters` letters. It \
            knows about 80 languages, and may take one that it does not know for a relative: name those that you expect.

            Without this stage, the language is guessed from script and function words, which costs a tenth as much and \
            serves for paragraphs in about 40 languages. With it, und stays und: nothing is guessed for the stages after it.
            """,
        examples: [
            .untouched(
                "English",
                """
                Ferry to run all winter

                The ferry will run all winter, the harbour board said on Monday. It had been closed since the flood.
                """,
                finds: "en"
            ),
            .untouched(
                "a sentence of Catalan",
                "El transbordador funcionarà tot l’hivern, va dir dilluns la junta del port. Era tancat des de la riuada.",
                finds: "ca"
            ),
            .untouched("Chinese", "轮渡将整个冬季运行，港务局星期一表示。自从洪水以来，它一直关闭，居民不得不绕行。", finds: "zh"),
            .untouched(
                "a language that is not on the list",
                options: "languages: [en, fr]",
                "Die Fähre fährt den ganzen Winter, teilte die Hafenverwaltung am Montag mit. Sie stand seit der Flut still.",
                finds: "und"
            ),
            .untouched(
                "a language that the source declares",
                options: "languages: [en, fr]",
                "The ferry will run all winter, the harbour board said on Monday. It had been closed since the flood.",
                language: "de",
                finds: "de"
            ),
            .untouched("too short", "The ferry will run.", finds: "und"),
            .untouched(
                "half and half",
                """
                The ferry will run all winter, the harbour board said on Monday. It had been closed since the flood.

                Die Fähre fährt den ganzen Winter, teilte die Hafenverwaltung am Montag mit. Sie stand seit der Flut still.
                """,
                finds: "und"
            ),
            .untouched(
                "numbers",
                "1 2 3 4 5 6 7 8 9 10\n11 12 13 14 15 16 17 18 19 20\n" + "2.5 3.5 4.5",
                finds: "und"
            ),
        ]
    )

    private let languages: [Language]
    private let minLetters: Int

    /// Makes the stage, and takes tags that are none.
    public init(_ options: Options, _ reader: inout SettingReader) {
        languages = options.languages.compactMap { Language($0, &reader) }
        minLetters = options.minLetters
    }

    /// Settles the language.
    public func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        guard article.facts.language ?? .undetermined == .undetermined else { return }
        var sample = Sample(article, shortest: 80)
        if sample.letters < minLetters { sample = Sample(article, shortest: 1) }
        let found = sample.letters < minLetters ? .undetermined : sample.language
        markup.settle(languages.isEmpty || languages.contains(found) ? found : .undetermined)
    }

    /// The beginning of an article's text.
    private struct Sample {
        /// Lines that are long enough, one behind the other.
        private var bytes: [UInt8] = []
        /// How many of the bytes are letters.
        private(set) var letters = 0

        /// - Parameter shortest: the bytes of the shortest line that is taken for text.
        init(_ article: Article, shortest: Int) {
            let text = article.bytes
            let span = text.span
            bytes.reserveCapacity(Self.most + 1)
            if shortest == 1, article.headline?.line == nil, let title = article.facts.title {
                let title = Array(title.utf8)
                append(title.span, 0..<title.count)
            }
            for line in article.lines where line.trimmed.count >= shortest {
                append(span, line.trimmed)
                if bytes.count >= Self.most { break }
            }
        }

        /// As much as tells a language; more would not change the answer.
        private static let most = 1000

        private mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
            var end = min(range.upperBound, range.lowerBound + Self.most - min(bytes.count, Self.most))
            while end < range.upperBound, text[end] & 0xC0 == 0x80 { end -= 1 }
            let part = range.lowerBound..<max(range.lowerBound, end)
            letters += Unicodes.countLetterBytes(text, part)
            bytes.append(copying: text.extracting(part))
            bytes.append(0x0A)
        }

        /// What CLD2 says of it.
        var language: Language {
            let code = unsafe bytes.withUnsafeBytes { text in
                // Its answers are strings of its own that are never freed.
                unsafe cld2_language(text.bindMemory(to: CChar.self).baseAddress, Int32(text.count))
                    .map { unsafe String(cString: $0) } ?? "un"
            }
            // The tags that BCP 47 has other names for, and scripts without a language (`xx-Qaai`).
            switch code {
            case "un": return .undetermined
            case "iw": return Language(rawValue: "he")
            case "jw": return Language(rawValue: "jv")
            default: return code.hasPrefix("xx") ? .undetermined : Language(rawValue: code)
            }
        }
    }
}

extension Unicodes {
    /// How many bytes of `range` belong to letters.
    fileprivate static func countLetterBytes(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var (index, count) = (range.lowerBound, 0)
        while index < range.upperBound {
            let (value, length) = bytes.scalar(at: index)
            if isLetter(value) { count += length }
            index += length
        }
        return count
    }
}

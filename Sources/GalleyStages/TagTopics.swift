public import GalleyText

/// Gives an article topics from a taxonomy, with the terms that speak for each.
public struct TagTopics: Stage {
    /// What `tag-topics` may be told.
    public struct Options: StageOptions {
        /// The taxonomy's file.
        public var taxonomy: Setting?
        /// The only topics to give; none for all.
        public var topics: [Setting] = []
        /// Whose terms are looked for.
        public var language: Setting?
        /// The topics above a topic are given too.
        public var parents = false
        /// Limits other than the taxonomy's, by number of their field.
        fileprivate var limits: [(field: Int, setting: Setting)] = []
        /// The shipped taxonomy, with its limits.
        public init() {}
    }

    /// The options.
    public static let fields: [OptionField<Options>] =
        [
            .setting("taxonomy", \.taxonomy, .file, "The taxonomy's file; `topics/news.yaml` if none is named."),
            .list("topics", \.topics, "The only topics to give, with those under them; all, if none is named."),
            .setting(
                "language",
                \.language,
                .text,
                "The language of the terms to look for, whatever the article's own may be."
            ),
            .flag("parents", \.parents, "Whether the topics above a topic are given behind it."),
        ]
        + TopicLimits.fields.enumerated().map { (number, field) in
            OptionField(field.name, field.type, standard: "", field.documentation) { setting, options, _ in
                options.limits.append((number, setting))
            }
        }

    /// What it is.
    public static let card = StageCard(
        "tag-topics",
        "Gives an article its topics, with the terms that spoke for each.",
        details: """
            The text stays as it is. Terms are looked for in the headline and at the beginning of the body, the longest \
            first; a topic is given when its terms weigh enough for the article's length and it stands clear of the next.

            Limits that are not named here are those of the taxonomy. An article in a language without terms, or in \
            one that could not be told (und), gets no topic.

            A taxonomy lists topics, each with an `id`, a `label` by language, a `parent`, a `threshold`, and `terms` by \
            language: groups of a weight `w` and `any` of these terms. A term is one or more whole words; `*` lets its \
            last word go on; with `case: exact` it is found only as it is written. `not` holds groups that speak against \
            the topic, `require-any` terms of which one must occur.

            The score of a topic is the sum over its terms of w × log₂(1 + n) × 5 / √(20 + words), where n is the times a \
            term was found, in the headline `title-boost` times each; a term of several topics is shared among them.
            """,
        examples: [
            .untouched(
                "terms in headline and body",
                """
                Central bank raises interest rates

                The central bank raised its key interest rate on Thursday, saying that inflation was still too high and \
                that the economy would grow more slowly than it had hoped.
                """,
                topics: ["medtop:04000000"]
            ),
            .untouched(
                "French, with elision",
                """
                L’équipe de France qualifiée pour la finale de la Coupe du monde

                Au stade, les joueurs de l’entraîneur ont marqué deux buts dans les dernières minutes du match. \
                Le championnat reprend dans une semaine, et les supporters sont déjà dans la rue.
                """,
                topics: ["medtop:15000000"]
            ),
            .untouched(
                "nothing that any topic is about",
                "She put the letter back into the drawer and said that it was of no use to anyone now.",
                topics: []
            ),
            .untouched(
                "a language without terms",
                "Die Zentralbank hat am Donnerstag den Leitzins erhöht, weil die Inflation nach wie vor zu hoch ist.",
                language: "de",
                topics: []
            ),
        ]
    )

    private let taxonomy: Taxonomy
    private let indexes: [String: TermIndex]
    private let limits: TopicLimits
    private let language: Language?
    private let withParents: Bool

    /// Makes the stage, with the taxonomy read and its terms laid out.
    public init(_ options: Options, _ reader: inout SettingReader) {
        let name = options.taxonomy
        if let name, name.text == nil { reader.report(at: name.place, "taxonomy takes a file, not \(name.described)") }
        let place = name?.place ?? Setting.Place(file: 0, line: 1, column: 1, length: 1)
        let file = reader.yaml(name?.text ?? "topics/news.yaml", .taxonomy, at: place)
        var taxonomy = Taxonomy()
        if let read = file.flatMap({ TaxonomyReader.read($0, &reader) }) {
            taxonomy = read
            if !options.topics.isEmpty { taxonomy.keep(options.topics, &reader) }
        }
        var limits = taxonomy.limits
        for (field, setting) in options.limits { TopicLimits.fields[field].read(setting, &limits, &reader) }
        var indexes: [String: TermIndex] = [:]
        for language in taxonomy.languages {
            indexes[language] = TermIndex(taxonomy.uses) { $0.language == nil || $0.language == language }
        }
        (self.taxonomy, self.indexes, self.limits) = (taxonomy, indexes, limits)
        language = options.language.map { Language(rawValue: $0.text ?? "") }
        if let setting = options.language, let language, !indexes.isEmpty, indexes[language.rawValue] == nil {
            reader.report(
                at: setting.place,
                "the taxonomy has no terms in the language \(setting.described)",
                hint: "languages here: \(indexes.keys.sorted().joined(separator: ", "))"
            )
        }
        withParents = options.parents
    }

    /// Tags.
    public func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        let language = language ?? article.language
        guard let index = indexes[language.rawValue] else { return }
        let (hits, count) = hits(in: article, by: index)
        guard !hits.isEmpty else { return }
        let ranking = TopicRanking(hits, words: count, in: taxonomy, limits)
        for tag in ranking.tags(named: language, withParents: withParents) { markup.tag(tag) }
    }

    /// The terms found in the headline, then in the body, and how many words were read.
    private func hits(in article: Article, by index: TermIndex) -> (hits: [TermIndex.Hit], words: Int) {
        let text = article.bytes
        let bytes = text.span
        var hits: [TermIndex.Hit] = []
        hits.reserveCapacity(128)
        var (titleCount, titleLine) = (0, 0..<0)
        if let headline = article.headline {
            let title = headline.line == nil ? Array(headline.text.utf8) : text
            titleLine = headline.line.map { article.lines[$0].trimmed } ?? 0..<0
            let words = TokenTable(title.span, in: headline.line == nil ? 0..<title.count : titleLine).tokens
            index.find(in: title.span, words.span, words.indices, isHeadline: true, into: &hits)
            titleCount = words.count
        }
        let isLimited = limits.bodyTokens > 0
        let table =
            isLimited
            ? TokenTable(bytes, in: 0..<bytes.count, limit: limits.bodyTokens + titleCount) : article.words
        let wanted = isLimited ? limits.bodyTokens : table.tokens.count
        let title = table.within(titleLine)
        let before = 0..<min(wanted, title.lowerBound)
        let behind = title.upperBound..<min(title.upperBound + wanted - before.count, table.tokens.count)
        index.find(in: bytes, table.tokens.span, before, into: &hits)
        index.find(in: bytes, table.tokens.span, behind, into: &hits)
        return (hits, titleCount + before.count + behind.count)
    }
}

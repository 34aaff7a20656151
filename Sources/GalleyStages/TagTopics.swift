public import GalleyText

/// Gives an article topics from a taxonomy or a model, with the terms that speak for each.
public struct TagTopics: Stage {
    /// What `tag-topics` may be told.
    public struct Options: StageOptions {
        /// The taxonomy's file.
        public var taxonomy: Setting?
        /// The file of a model.
        public var model: Setting?
        /// What becomes of topics where taxonomy and model are both asked.
        public var combine = Combination.modelFirst
        /// The confidence from which a model gives a topic; `nil` for what training found best.
        public var minConfidence: Setting?
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

    /// How a taxonomy and a model share the work.
    public enum Combination: String, CaseIterable, Sendable {
        /// The taxonomy is asked where the model gives nothing.
        case modelFirst = "model-first"
        /// The model is asked where the taxonomy gives nothing.
        case rulesFirst = "rules-first"
        /// What one of them gives.
        case either
        /// What both give.
        case both
    }

    /// The options.
    public static let fields: [OptionField<Options>] =
        [
            .setting(
                "taxonomy",
                \.taxonomy,
                .file,
                "The taxonomy's file; `topics/news.yaml` if neither one nor a model is named."
            ),
            .setting("model", \.model, .file, "A model that `galley topics train` made."),
            .choice(
                "combine",
                \.combine,
                """
                What is given where taxonomy and model are both named: what the first gives, and if that is nothing, what \
                the other gives; what either gives; or only what both give.
                """
            ),
            .setting(
                "min-confidence",
                \.minConfidence,
                .number(0...1),
                "How sure the model must be of a topic, 0 to 1; if not named, what was best when it was trained."
            ),
            .list(
                "topics",
                \.topics,
                "The only topics to give; what is under one counts for it. All, if none is named."
            ),
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

            A model reads the whole text, and gives the topics that its training data had as labels. It is silent in \
            languages that it has not learned; where the language is not known (und), it speaks. Its score is how sure it \
            is, 0 to 1, and its terms are the words and pairs of words that spoke loudest; `by` says whether rules, model \
            or both gave a topic. Beside a taxonomy its labels are ids of that taxonomy. The file is mapped into memory: \
            replace it by renaming, as `galley topics train` does, and reload.
            """,
        examples: [
            .untouched(
                "terms in headline and body",
                """
                Central bank raises interest rates

                The central bank raised its key interest rate on Thursday, saying that inflation was still too high and \
                that the economy would grow more slowly than it had hoped.
                """,
                topics: ["medtop:20000344"]
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
                "De centrale bank heeft donderdag de rente verhoogd, omdat de inflatie nog altijd te hoog is.",
                language: "nl",
                topics: []
            ),
        ]
    )

    private let taxonomy: Taxonomy
    private let indexes: [String: TermIndex]
    private let limits: TopicLimits
    private let language: Language?
    private let withParents: Bool
    private let model: LearnedTopics?
    private let combine: Combination

    /// Makes the stage, with the taxonomy read and its terms laid out.
    public init(_ options: Options, _ reader: inout SettingReader) {
        var taxonomy = Taxonomy()
        // A model alone needs no taxonomy.
        if options.taxonomy != nil || options.model == nil {
            let name = options.taxonomy
            if let name, name.text == nil {
                reader.report(at: name.place, "taxonomy takes a file, not \(name.described)")
            }
            let place = name?.place ?? Setting.Place(file: 0, line: 1, column: 1, length: 1)
            let file = reader.yaml(name?.text ?? "topics/news.yaml", .taxonomy, at: place)
            if let read = file.flatMap({ TaxonomyReader.read($0, &reader) }) { taxonomy = read }
        }
        model = options.model.flatMap { LearnedTopics($0, options, taxonomy, &reader) }
        if let model = options.model, options.taxonomy == nil, options.combine == .both {
            reader.report(at: model.place, "combine: both needs a taxonomy beside the model")
        }
        if !options.topics.isEmpty, !taxonomy.topics.isEmpty { taxonomy.keep(options.topics, &reader) }
        var limits = taxonomy.limits
        for (field, setting) in options.limits { TopicLimits.fields[field].read(setting, &limits, &reader) }
        var indexes: [String: TermIndex] = [:]
        for (number, language) in taxonomy.languages.enumerated()
        where taxonomy.uses.contains(where: { $0.language == number }) {
            indexes[language] = TermIndex(taxonomy) { $0.language == nil || $0.language == number }
        }
        taxonomy.forgetUses()
        (self.taxonomy, self.indexes, self.limits) = (taxonomy, indexes, limits)
        language = options.language.map { Language(rawValue: $0.text ?? "") }
        if let setting = options.language, let language, !indexes.isEmpty, indexes[language.rawValue] == nil {
            reader.report(
                at: setting.place,
                "the taxonomy has no terms in the language \(setting.described)",
                hint: "languages here: \(indexes.keys.sorted().joined(separator: ", "))"
            )
        }
        (withParents, combine) = (options.parents, options.combine)
    }

    /// Tags.
    public func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        let language = language ?? article.language
        let learned = model?.tags(of: article, in: language, taxonomy, most: limits.maxTopics) ?? []
        guard model != nil else { return markup.tag(rules(article, language)) }
        if combine == .modelFirst, !learned.isEmpty { return markup.tag(learned) }
        let ruled = rules(article, language)
        if learned.isEmpty || ruled.isEmpty || combine == .rulesFirst {
            if combine != .both { markup.tag(ruled.isEmpty ? learned : ruled) }
            return
        }
        for tag in learned {
            if let other = ruled.first(where: { $0.id == tag.id }) {
                markup.tag(tag.joined(with: other))
            } else if combine == .either {
                markup.tag(tag)
            }
        }
        guard combine == .either else { return }
        for tag in ruled where !learned.contains(where: { $0.id == tag.id }) { markup.tag(tag) }
    }

    /// The ids that it may give.
    package var ids: [String] { taxonomy.topics.isEmpty ? model?.ids ?? [] : taxonomy.topics.map(\.id) }

    /// Whether there are terms in a language, or a model that has learned it.
    package func knows(_ language: Language) -> Bool {
        let language = self.language ?? language
        return indexes[language.rawValue] != nil || model?.knows(language) ?? false
    }

    /// What the taxonomy's terms say.
    private func rules(_ article: Article, _ language: Language) -> [Tag] {
        guard let index = indexes[language.rawValue] else { return [] }
        var hits: [TermIndex.Hit] = []
        hits.reserveCapacity(128)
        let bytes = article.bytes
        var (count, titleLine) = (0, 0..<0)
        if let headline = article.headline {
            let title = headline.line == nil ? Array(headline.text.utf8) : bytes
            if let line = headline.line { titleLine = article.lines[line].trimmed }
            let place = headline.line == nil ? title.indices : titleLine
            count = index.find(in: title.span, place, isHeadline: true, into: &hits)
        }
        var left = limits.bodyTokens > 0 ? limits.bodyTokens : .max
        for part in [0..<titleLine.lowerBound, titleLine.upperBound..<bytes.count] {
            let found = index.find(in: bytes.span, part, most: left, into: &hits)
            (count, left) = (count + found, left - found)
        }
        guard !hits.isEmpty else { return [] }
        let ranking = TopicRanking(hits, words: count, in: taxonomy, limits)
        return ranking.tags(named: language, withParents: withParents)
    }
}

extension Markup {
    fileprivate mutating func tag(_ tags: [Tag]) {
        for tag in tags { self.tag(tag) }
    }
}

extension Tag {
    /// What a model gives, and rules give too: the model's confidence, and the words of both.
    fileprivate func joined(with rules: Tag) -> Tag {
        Tag(id: id, label: rules.label, score: score, evidence: evidence + rules.evidence, source: .both)
    }
}

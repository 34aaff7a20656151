public import GalleyText

/// Knows articles again that were delivered before, and does with each what the policy of its relation says.
///
/// A stage keeps no state, so the memory is not its own: whoever runs it gives one along with the article, asks it to
/// note what was delivered, and keeps it (`ArticleMemory`). `galley run` keeps an index beside the spool and notes an
/// article when its batch is committed; `galley clean` remembers what it cleaned in this run; `galley dry-run` reads
/// the index, and writes nothing; tests and checks have none. The record names what the memory answered, which is all
/// that the stage took from it.
public struct DedupeArticles: Stage {
    /// A policy for each relation, and the reach of the memory.
    public struct Options: StageOptions {
        /// What becomes of the same words.
        public var exact = Policy.tag
        /// What becomes of a corrected article.
        public var revision = Policy.tag
        /// What becomes of an article from another source.
        public var syndicated = Policy.tag
        /// What becomes of a part.
        public var excerpt = Policy.tag
        /// What becomes of an article with more in it.
        public var extended = Policy.tag
        /// What becomes of the same form with other numbers and headline.
        public var template = Policy.tag
        /// What becomes of an article that shares half.
        public var related = Policy.link
        /// Which of two articles stays where only one should.
        public var keep = Keep.first
        /// How many days back it looks.
        public var window = 14
        /// The folder of the index; `nil` for the spool's own.
        public var index: String?

        /// The defaults.
        public init() {}
    }

    /// What becomes of an article that resembles an earlier one.
    public enum Policy: String, CaseIterable, Sendable {
        /// It is delivered, with a finding and the other's name in its record.
        case tag
        /// It is delivered, with the other's name in its record.
        case link
        /// It is not delivered; its original is kept.
        case drop
        /// It goes to the quarantine.
        case setAside = "set-aside"
    }

    /// Which of two articles stays where one is dropped or set aside.
    public enum Keep: String, CaseIterable, Sendable {
        /// The one that came first: the other is always dropped.
        case first
        /// The longer one: an article with more words than the one that was delivered is delivered too.
        case longest
        /// The one that came last: all are delivered, each with the name of the one before it.
        case newest
    }

    /// One option for each relation.
    public static let fields: [OptionField<Options>] = [
        .choice("exact", \.exact, "What becomes of the same words in the same order."),
        .choice("revision", \.revision, "What becomes of an article that was corrected or brought up to date."),
        .choice("syndicated", \.syndicated, "What becomes of an article from another source or with another headline."),
        .choice("excerpt", \.excerpt, "What becomes of a part of an article."),
        .choice("extended", \.extended, "What becomes of an article with more in it."),
        .choice("template", \.template, "What becomes of the same form of words with other numbers and headline."),
        .choice("related", \.related, "What becomes of an article that shares half of its words with another."),
        .choice("keep", \.keep, "Which of two articles stays where the policy is drop or set-aside."),
        .integer("window", \.window, in: 1...3650, "How many days back it looks; what is older is forgotten."),
        .text("index", \.index, "The folder of the index, if it is not to lie in the spool; one service writes it."),
    ]

    /// The relations as rules, with examples: without a memory nothing is known again.
    public static let card = StageCard(
        "dedupe-articles",
        "Knows articles again that were delivered before: copies, revisions, excerpts, the same from another source.",
        details: """
            Words are compared without regard to case, punctuation and typography: all of them by a hash, and a sample \
            of five-word runs, of which at least three, and half of those of the shorter article, must be in the other. \
            An article is compared with those of the last days that were delivered, and nothing is dropped unless the \
            policy of its relation says so. What is dropped is not delivered; its original is kept in the archive, \
            with a record that names the other article, what they have in common, and how much. In JSON Lines its line \
            stays, with its text as it was and the verdict in `galley`.

            It belongs behind the stages that take litter out. The service keeps its index in the spool, in articles; \
            galley clean compares the articles of one run; galley dry-run reads the index of the service. In galley \
            test there is no memory, so that a test never depends on one.
            """,
        rules: [
            ("exact", "the same words in the same order, whatever the typography"),
            ("revision", "four fifths in common, about as long, and the same source or headline"),
            ("syndicated", "four fifths in common, about as long, from another source or under another headline"),
            ("excerpt", "most of it is in a longer article"),
            ("extended", "it holds most of a shorter article"),
            ("template", "half or more in common, but other numbers under another headline"),
            ("related", "half or more of the shorter one is in the other"),
        ],
        examples: [
            .untouched("nothing was delivered before", "The mayor opened the bridge on Monday.\n", findings: []),
            .untouched(
                "a text twice in one article is the business of dedupe-headlines",
                options: "{exact: drop, excerpt: drop}",
                "The mayor opened the bridge on Monday.\n\nThe mayor opened the bridge on Monday.\n",
                findings: []
            ),
            .untouched("text without a word", "—\n", findings: []),
        ]
    )

    private let options: Options

    /// How far back the memory of its articles must reach, in days.
    public var window: Int { options.window }
    /// The folder of the index, as the pipeline file names it; `nil` for the spool's own.
    public var index: String? { options.index }

    /// Makes the stage.
    public init(_ options: Options, _ reader: inout SettingReader) { self.options = options }

    /// Asks the memory once, and changes nothing.
    public func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        guard let memory = article.memory else { return }
        let sketch = Sketch(of: article)
        guard sketch.traits.words > 0 else { return }
        markup.remember(sketch)
        guard let found = memory.closest(to: sketch, days: options.window) else { return }
        markup.link(found)
        let policy = policy(of: found.relation)
        switch policy {
        case .link: return
        case .drop where !stays(sketch, found): markup.decide(.duplicate(found))
        case .setAside where !stays(sketch, found):
            markup.decide(.setAside(reason: found.relation.rawValue, message: found.message))
        case .tag, .drop, .setAside:
            markup.report(place(of: article), rule: found.relation.rawValue, found.message)
        }
    }

    /// Where a reader looks first: the headline, else the first line.
    private func place(of article: Article) -> Range<Int> {
        let lines = article.lines
        let number = article.headline?.line ?? lines.firstIndex { !$0.isBlank }
        return number.map { lines[$0].trimmed } ?? 0..<0
    }

    /// Whether the article is to be delivered beside the one that was there before.
    private func stays(_ sketch: Sketch, _ found: Resemblance) -> Bool {
        switch options.keep {
        case .first: false
        case .longest: sketch.traits.words > found.words
        case .newest: true
        }
    }

    private func policy(of relation: Relation) -> Policy {
        switch relation {
        case .exact: options.exact
        case .revision: options.revision
        case .syndicated: options.syndicated
        case .excerpt: options.excerpt
        case .extended: options.extended
        case .template: options.template
        case .related: options.related
        }
    }
}

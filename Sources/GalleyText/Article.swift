/// One revision of an article: its text, and what is known of it.
///
/// What several stages need (lines, words, headline, language) is found when first asked for and then kept.
/// An article belongs to one thread.
public final class Article {
    /// The text, as UTF-8.
    public let bytes: [UInt8]
    /// What came with the text, and the language that a stage has settled.
    public private(set) var facts: Facts
    /// The share of the input's bytes that stages have taken out or replaced so far, 0 to 1.
    ///
    /// Bytes that were replaced twice count twice.
    public let change: Double
    /// The articles that were delivered before, where whoever runs the stages remembers them.
    ///
    /// A stage asks it as it asks for the headline, and so stays a function of what it is given: the text, the options
    /// and this. Who gives none (a test, a check) gets the same every time.
    public var memory: (any ArticleMemory)?

    /// The revision of an article that this is the title of: it tells the language.
    public var whole: Article?

    /// What the source says of an article beside its text.
    public struct Facts: Sendable, Equatable {
        /// The headline, from a JSON field or front matter.
        public var title: String?
        /// The language, from a JSON field, front matter or the pipeline.
        public var language: Language?
        /// Who published it, from a JSON field or front matter.
        public var source: String?
        /// What it is called elsewhere, from a JSON field or front matter.
        public var id: String?
        /// The text is Markdown, in which two spaces at the end of a line break it.
        public var isMarkdown: Bool

        /// Nothing known, unless given.
        public init(
            title: String? = nil,
            language: Language? = nil,
            source: String? = nil,
            id: String? = nil,
            isMarkdown: Bool = false
        ) {
            (self.title, self.language, self.source, self.id) = (title, language, source, id)
            self.isMarkdown = isMarkdown
        }
    }

    /// Makes an article from UTF-8.
    ///
    /// - Precondition: `bytes` is valid UTF-8 (not checked here; `Decoding` makes it so).
    public init(_ bytes: [UInt8], _ facts: Facts = Facts(), change: Double = 0) {
        (self.bytes, self.facts, self.change, whole) = (bytes, facts, change, nil)
        dropBlankTitle()
    }

    /// Makes the title of another article a text of its own, of one paragraph and in that article's language.
    public init(titled title: String, of article: Article) {
        (bytes, facts, change, whole) = (Array(title.utf8), Facts(), 0, article)
    }

    /// Makes an article from a string.
    public convenience init(_ text: String, _ facts: Facts = Facts()) { self.init(Array(text.utf8), facts) }

    /// The text as a string.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The lines of the text.
    public private(set) lazy var lines = Self.lines(of: bytes)
    /// The words of the text.
    public private(set) lazy var words = Self.words(of: bytes)
    /// The headline and where it stands, if there is one.
    public var headline: Headline? {
        if case .some(let found) = foundHeadline { return found }
        let search = headlineSearch ?? HeadlineSearch(of: self)
        headlineSearch = search
        let headline = search.headline ?? earlierHeadline.map { Headline(at: $0, of: self) }
        foundHeadline = .some(headline)
        return headline
    }
    /// The language: as declared or settled, else guessed from the first paragraphs.
    public var language: Language {
        if let whole { return whole.language }
        if let foundLanguage { return foundLanguage }
        var language = facts.language ?? Self.language(of: bytes, lines)
        if language == .undetermined { language = earlierLanguage }
        foundLanguage = language
        return language
    }

    /// The edits that made this revision took whole lines out, and the headline is that of the revision before.
    public var isSameButForLines: Bool {
        guard hasOnlyLostLines else { return false }
        return headline.map { $0.line != nil && $0.line == earlierHeadline }
            ?? (earlierHeadline == nil && facts.title == nil)
    }

    /// Settles the language, also of all revisions; `und` if it cannot be told, and is not to be guessed.
    public func settle(_ language: Language) {
        facts.language = language
        (foundLanguage, earlierLanguage) = (language, .undetermined)
    }

    /// Takes another spelling of the title; a line that was found to say the headline still says it.
    public func retitle(_ title: String) {
        facts.title = title
        dropBlankTitle()
        headlineSearch = nil
        guard let found = foundHeadline else { return }
        if let line = found?.line { foundHeadline = .some(Headline(at: line, of: self)) } else { foundHeadline = nil }
    }

    /// A title without a word is none.
    private func dropBlankTitle() {
        if let title = facts.title, title.utf8.allSatisfy(\.isASCIISpace) { facts.title = nil }
    }

    private var foundHeadline: Headline??
    private var headlineSearch: HeadlineSearch?
    private var foundLanguage: Language?
    // What an earlier revision told and this one may not tell any more; the headline by its line.
    private var earlierHeadline: Int?
    private var earlierLanguage = Language.undetermined
    private var hasOnlyLostLines = false

    /// The article with edits made.
    ///
    /// The headline and language that this revision was found to have stay if only parts of lines change. Where lines
    /// come or go, the new text is asked; if it does not tell, they stand as long as the headline's line does: a copy
    /// that a stage has taken out may have been what told them.
    ///
    /// - Precondition: `edits.firstFault(in: bytes)` is `nil`.
    /// - Complexity: one copy of the text.
    public func revised(by edits: EditList, change: Double) -> Article {
        let article = Article(edits.applied(to: bytes), facts, change: change)
        article.memory = memory
        article.earlierLanguage = foundLanguage ?? earlierLanguage
        var found: Headline?
        if case .some(let headline) = foundHeadline { found = headline }
        if let number = found?.line ?? earlierHeadline, let place = edits.place(of: lines[number].trimmed) {
            article.earlierHeadline = article.lines.line(at: place)
        }
        article.hasOnlyLostLines = edits.onlyRemoveLines(of: bytes)
        if article.hasOnlyLostLines, let search = headlineSearch, let first = edits.edits.first,
            first.range.lowerBound >= search.reach
        {
            article.headlineSearch = search
        }
        guard !edits.changesLines(of: bytes) else { return article }
        if foundLanguage != .undetermined { article.foundLanguage = foundLanguage }
        if found?.line != nil, let line = article.earlierHeadline {
            article.foundHeadline = .some(Headline(at: line, of: article))
        }
        return article
    }

    // A span borrows from a local or a parameter, not from a property of an object.
    private static func lines(of bytes: [UInt8]) -> LineTable { LineTable(bytes.span) }
    private static func language(of bytes: [UInt8], _ lines: LineTable) -> Language {
        Language.guess(bytes.span, lines)
    }
    private static func words(of bytes: [UInt8]) -> TokenTable { TokenTable(bytes.span, in: 0..<bytes.count) }
}

public import GalleyText

/// Keeps the headline once, and long paragraphs once.
public struct DedupeHeadlines: Stage {
    /// What can be set.
    public struct Options: StageOptions {
        /// How much of its words and letters a near copy shares with the headline.
        public var similarity = 0.9
        /// Repeated paragraphs go, too.
        public var paragraphs = true
        /// Names of sites and sections that are cut off a headline without further proof.
        public var sites: [Setting] = []
        /// When a name of a site or section is cut off a headline.
        public var affixes = Affixes.proven

        /// The defaults.
        public init() {}
    }

    /// When a name of a site or section is cut off a headline.
    public enum Affixes: String, CaseIterable, Sendable {
        /// Where another copy or the source's title shows the headline without it.
        case proven
        /// Also where it is written like one: up to four words behind a bar, or a name behind a dash.
        case likely
    }

    /// Its options.
    public static let fields: [OptionField<Options>] = [
        .number(
            "similarity",
            \.similarity,
            in: 0.5...1,
            "How much of its words and letters a near copy shares with the headline; 1 takes exact copies only."
        ),
        .flag("paragraphs", \.paragraphs, "Takes out paragraphs that the text has had before."),
        .list(
            "sites",
            \.sites,
            "Names of sites and sections that are cut off a headline also where no other copy shows it without them."
        ),
        .choice(
            "affixes",
            \.affixes,
            "When other names are cut off: proven where a copy shows the headline without, likely also by their look."
        ),
    ]

    private let similarity: Double
    private let paragraphs: Bool
    private let sites: Set<[UInt8]>
    private let affixes: Affixes

    /// Makes the stage.
    public init(_ options: Options, _ reader: inout SettingReader) {
        similarity = options.similarity
        paragraphs = options.paragraphs
        affixes = options.affixes
        sites = Set(
            options.sites.compactMap(\.text).map { name in
                let bytes = Array(name.utf8)
                return Headline.key(bytes.span)
            }
        )
    }

    /// A headline below others may come to light when those are gone.
    public static let rounds = 3

    /// Proposes to take out the copies.
    public func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        var copies = HeadlineCopies(of: article, similarity, sites)
        var repeats = RepeatedParagraphs()
        var removals = LineRemovals()
        let text = article.bytes
        let bytes = text.span
        let lines = article.lines
        for (number, line) in lines.enumerated() where !line.isBlank {
            if let found = copies?.copy(bytes, line, number, reportingTo: &markup) {
                removals.remove(number, rule: found.rule, why: found.why)
            } else if paragraphs, let first = repeats.firstCopy(of: number, in: lines, bytes) {
                removals.remove(number, rule: "repeated-paragraph", why: "copy of line \(first + 1)")
            }
        }
        removals.propose(for: lines, and: copies?.spelling(bytes, affixes) ?? EditList(), into: &markup)
    }

    /// Cuts names of sites and sections off that need no proof.
    public func review(title: Article, into markup: inout Markup) throws(StageFailure) {
        let text = title.bytes
        let bytes = text.span
        let all = LineTable.trim(0..<text.count, of: bytes)
        let bare = HeadlineCopies.bare(bytes, all, sites) ?? HeadlineCopies.bare(bytes, all, affixes)
        guard let bare else { return }
        for edit in HeadlineCopies.cutting(all, to: bare).edits {
            markup.remove(edit.range, rule: edit.rule, why: edit.why)
        }
    }

    /// Reads all, unless lines went and no copy can have come to light.
    public func review(_ article: Article, madeBy edits: EditList, into markup: inout Markup) throws(StageFailure) {
        if needsLook(article, after: edits) { try review(article, into: &markup) }
    }

    /// Reads all, unless lines went and no copy can have come to light.
    public func review(_ article: Article, since edits: EditList, into markup: inout Markup) throws(StageFailure) {
        if needsLook(article, after: edits) { try review(article, into: &markup) }
    }

    /// Whether there can be a copy among lines that had none.
    ///
    /// With the same headline each line is judged as before, unless the headline is so short that it counts only above
    /// the first paragraph, or is completed from below; and a line that repeats the one before it, which may have come
    /// up to it only now.
    private func needsLook(_ article: Article, after edits: EditList) -> Bool {
        guard article.isSameButForLines else { return true }
        if let matcher = article.headline?.matcher, matcher.isShort || matcher.isCut { return true }
        let text = article.bytes
        return paragraphs && RepeatedParagraphs.mayStand(near: edits, in: article.lines, text.span)
    }
}

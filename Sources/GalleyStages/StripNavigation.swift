public import GalleyText

/// Removes lines of the page that came along with the article: teasers, share bars, notices, lists of other articles.
///
/// Litter is known by whole lines: by the rules of packs, one for each language, by patterns of the pipeline's own, and
/// by signs that need no language. A line of the article's own words is never removed for its length or its look.
public struct StripNavigation: Stage {
    /// The options.
    public struct Options: StageOptions {
        /// How much is removed.
        public var mode = Mode.safe
        /// The packs to use.
        public var packs = [
            Setting(.scalar("en", plain: true), at: Setting.Place(file: 0, line: 1, column: 1, length: 1))
        ]
        /// Globs of lines to remove.
        public var lines: [Setting] = []
        /// Regular expressions of lines to remove.
        public var patterns: [Setting] = []
        /// Whether `lines` and `patterns` tell upper from lower case.
        public var letters = Case.exact
        /// Kinds of line to remove that are kept otherwise.
        public var remove: [Setting] = []
        /// The file of what was learned of lines.
        public var weights: Setting?
        /// The file of lines that recur.
        public var recurring: Setting?
        /// In how many articles of its source a line has to recur.
        public var recurringFrom = 10

        /// The standard options.
        public init() {}
    }

    /// How much is removed.
    public enum Mode: String, CaseIterable, Sendable {
        /// What rules know for litter.
        case safe
        /// Also what looks more like litter than like the article.
        case strict
    }

    /// How letters are compared.
    public enum Case: String, CaseIterable, Sendable {
        /// As they are.
        case exact
        /// Without case.
        case ignore
    }

    /// The options, as a pipeline file names them.
    public static let fields: [OptionField<Options>] = [
        .choice(
            "mode",
            \.mode,
            "How much is removed: safe takes what rules know, strict also what looks like litter, as in whole pages."
        ),
        .list(
            "packs",
            \.packs,
            standard: "[en]",
            "The packs of litter rules to use, each for one language; all are applied to every article."
        ),
        .list("lines", \.lines, "Lines to remove, as globs over the whole line: * is any run, ? one character."),
        .list("patterns", \.patterns, "Lines to remove, as PCRE2 regular expressions over the whole line."),
        .choice("case", \.letters, "Whether lines and patterns tell upper from lower case."),
        .list("remove", \.remove, "Kinds of line to remove that are kept otherwise: byline, credit, dateline."),
        .setting(
            "weights",
            \.weights,
            .file,
            "What strict has learned of lines; `lines/news.yaml` if no file is named."
        ),
        .setting(
            "recurring",
            \.recurring,
            .file,
            "A file of lines that recur in many articles of one source, as galley recurring counts them."
        ),
        .integer(
            "recurring-from",
            \.recurringFrom,
            in: 3...1_000_000,
            "In how many articles of its source, and in a twentieth of them, a line has to stand to be litter."
        ),
    ]

    /// What it does, and examples.
    public static let card = StageCard(
        "strip-navigation",
        "Removes lines of the page that came along with the article.",
        details: """
            A line goes only as a whole, and only for what it says or for the marks that it is made of. Some words are \
            litter only above the first or below the last paragraph, or beside other litter, such as Share or Related. \
            A head such as Related stories takes the list below it along. A line within a sentence stays, and so do \
            a list below a line that ends in a colon, a sentence that says who said it, and Markdown's code and \
            tables.

            Bylines, photo credits and date lines stay unless remove names them. The first line stays unless it is \
            litter to the letter, since it may be the headline.

            In strict mode a line also goes for what it looks like, where it stands and what stands around it, as was \
            learned from news pages; the first line and the headline stay. That takes lines of the article too, most \
            of all short ones and on sites unlike those pages: dry-run shows them, each with its reasons.

            A line that recurs in many articles of one source goes too, if the pipeline names a file that counts them \
            (galley recurring): a sentence outside the article's own paragraphs or beside litter, a short line beside \
            litter or in a run of three. The first line, the headline and bylines stay, and all of an article of which \
            two thirds recur. An article's source is its field or front matter `source`.

            Every pack named is applied to every article, whatever its language, also if it is not known (und). A pack is packs/NAME.yaml beside the \
            pipeline file, else the one that ships.
            """,
        rules: [
            ("lone-mark", "a line of marks, such as - or |; what may part two scenes goes only at either end"),
            ("breadcrumb", "the path of the page in the menu; below the first paragraph one such as Home > News"),
            ("leaked-code", "code of the page"),
            ("wire-mark", "an agency's mark that there is more, or no more, such as (more) or -30-"),
            (
                "judged",
                "in strict mode, a line that its look, its place and its neighbours give away; the reasons are told"
            ),
            ("listed", "a line of a list whose head is litter"),
            ("lines", "a line that the pipeline lists"),
            ("pattern", "a line that a pattern of the pipeline matches"),
            ("recurring", "a line that recurs in many articles of the source; how many is told"),
        ],
        examples: examples
    )

    let weights: LineWeights
    private let userLines: [LinePattern]
    private let patterns: [Pattern]
    let grounds: LitterSurvey.Grounds
    private let index: LitterIndex
    private let recurring: RecurringLines?
    /// Bylines and the like, which stay though they recur.
    private let kept: LitterIndex?

    /// Reasons for which a line is certain to go, by their numbers; those of the pipeline's own lines and patterns follow.
    private enum Certain: Int { case leakedCode, loneMark, breadcrumb, wireMark, own }

    /// Reads the packs and compiles the patterns.
    public init(_ options: Options, _ reader: inout SettingReader) {
        let ignoresCase = options.letters == .ignore
        // A sentence that nobody has in mind: what takes it takes whole articles.
        let sentence = Array("Zyx qwv jkpf wmtz, and bdgh vrnk plmq sxct the zwyq.".utf8)
        let message = { (setting: Setting) in "\(setting.described) takes any sentence, and whole articles with it" }
        userLines = options.lines.compactMap { setting in
            let line = setting.text.map { LinePattern($0, ignoringCase: ignoresCase) }
            if line?.matches(sentence, 0..<sentence.count) == true {
                reader.report(at: setting.place, message(setting))
            }
            return line
        }
        patterns = options.patterns.compactMap { setting in
            let pattern = Pattern(setting, ignoringCase: ignoresCase, &reader)
            if let pattern, (try? pattern.matches(sentence.span, 0..<sentence.count)) == true {
                reader.report(at: setting.place, message(setting))
            }
            return pattern
        }
        var optional: Set<LitterKind> = []
        for setting in options.remove {
            let text = setting.text ?? ""
            if let kind = LitterKind(rawValue: text), LitterKind.optional.contains(kind) {
                optional.insert(kind)
                continue
            }
            let names = LitterKind.optional.map(\.rawValue)
            let guess = nearest(to: text, among: names).map { "; did you mean '\($0)'?" } ?? ""
            reader.report(at: setting.place, "remove takes \(names.joined(separator: ", ")), not '\(text)'\(guess)")
        }
        var packs: [LitterPack] = []
        for name in options.packs {
            guard let text = name.text, let setting = reader.yaml(text, .pack, at: name.place) else { continue }
            packs.append(LitterPack(setting, name: text, &reader))
        }
        let kept = Set(LitterKind.optional).subtracting(optional)
        index = LitterIndex(packs, of: Set(LitterKind.allCases).subtracting(kept), &reader)
        recurring = options.recurring.flatMap { Self.recurring($0, from: options.recurringFrom, &reader) }
        self.kept = recurring == nil ? nil : LitterIndex(packs, of: kept, &reader)
        var reasons: [LitterSurvey.Reason] = [
            ("leaked-code", ""), ("lone-mark", ""), ("breadcrumb", ""), ("wire-mark", ""),
        ]
        reasons += userLines.map { ("lines", $0.source) }
        reasons += patterns.map { ("pattern", $0.source) }
        grounds = LitterSurvey.Grounds(rules: index.rules, reasons: reasons)
        let file = options.weights
        if let file, file.text == nil { reader.report(at: file.place, "weights takes a file, not \(file.described)") }
        let place = file?.place ?? Setting.Place(file: 0, line: 1, column: 1, length: 1)
        guard options.mode == .strict else {
            if let file {
                reader.report(at: file.place, "weights is for mode: strict; safe goes by rules alone")
            }
            weights = LineWeights()
            return
        }
        let learned = reader.yaml(file?.text ?? "lines/news.yaml", .taxonomy, at: place)
        weights = learned.map { LineWeights($0, &reader) } ?? LineWeights()
    }

    /// Proposes to remove the lines that are litter.
    ///
    /// - Throws: `StageFailure` if a pattern of the pipeline runs into its limits.
    public func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        let text = article.bytes
        let bytes = text.span
        let lines = article.lines
        var candidates = try candidates(text, lines, isMarkdown: article.facts.isMarkdown)
        var grounds = grounds
        let hasRecurring = takeRecurring(&candidates, &grounds, bytes, source: article.facts.source)
        guard !weights.isEmpty || candidates.contains(where: { $0.suspicion != nil }) else { return }
        let headline = article.facts.title == nil && !hasRecurring ? nil : article.headline?.line
        var judgement = LitterJudgement(candidates, headline: headline)
        // A look at a line cannot tell the headline from a teaser; whoever looks for it reads the whole text.
        judgement.decide(bytes, grounds, weights, keeping: weights.isEmpty ? nil : article.headline?.line)
        judgement.removals.propose(for: lines, into: &markup)
    }

    private static func recurring(_ file: Setting, from least: Int, _ reader: inout SettingReader) -> RecurringLines? {
        guard let name = file.text else {
            reader.report(at: file.place, "recurring takes a file, not \(file.described)")
            return nil
        }
        guard let bytes = reader.file(name, at: file.place) else { return nil }
        do throws(RecurringFile.Fault) {
            return RecurringLines(try RecurringFile.rows(bytes.span), from: least)
        } catch {
            reader.report(
                at: file.place,
                "line \(error.line) of '\(name)': \(error.message)",
                hint: "galley recurring makes such a file"
            )
            return nil
        }
    }

    /// Takes lines that recur for litter, unless the article may be a version of one that was counted.
    ///
    /// - Returns: whether there are any.
    private func takeRecurring(
        _ candidates: inout [LitterSurvey.Candidate],
        _ grounds: inout LitterSurvey.Grounds,
        _ bytes: Span<UInt8>,
        source: String?
    ) -> Bool {
        guard let recurring, let kept else { return false }
        let source = RecurringFile.key(ofSource: source?.trimmedOfSpaces() ?? "")
        var found: [(number: Int, rule: LitterRule)] = []
        var (own, again) = (0, 0)
        var memory = LitterIndex.Memory()
        for number in candidates.indices where candidates[number].suspicion == nil {
            let range = candidates[number].range
            let isSentence = bytes.isSentence(range)
            if let entry = recurring.entry(source, bytes, range), kept.match(bytes, range, &memory) == nil {
                found.append((number, LitterRule(recurring: entry, isSentence: isSentence)))
                again += isSentence ? 1 : 0
            } else {
                own += isSentence ? 1 : 0
            }
        }
        guard !found.isEmpty, own > 0, own * 2 >= again else { return false }
        for (number, rule) in found {
            candidates[number].suspicion = .rule(grounds.rules.count, isWhole: false)
            grounds.rules.append(rule)
        }
        return true
    }

    /// The lines that are not blank, and what each is taken for by its own text; without code, and without the tables of
    /// Markdown.
    func candidates(
        _ text: [UInt8],
        _ lines: LineTable,
        isMarkdown: Bool
    ) throws(StageFailure) -> [LitterSurvey.Candidate] {
        var candidates: [LitterSurvey.Candidate] = []
        candidates.reserveCapacity(lines.count)
        var memory = LitterIndex.Memory()
        let code = CodeBlocks(lines, text.span, isMarkdown: isMarkdown)
        let tables = MarkdownTables(lines, text.span)
        var gaps = 0
        for (number, line) in lines.enumerated() {
            guard !line.isBlank, !code.contains(line.start), !tables.contains(line.start) else {
                gaps += 1
                continue
            }
            let suspicion = try suspicion(text, line.trimmed, &memory)
            candidates.append(
                LitterSurvey.Candidate(line: number, range: line.trimmed, gaps: gaps, suspicion: suspicion)
            )
        }
        return candidates
    }

    /// What a line is taken for, by its own text.
    private func suspicion(
        _ text: [UInt8],
        _ range: Range<Int>,
        _ memory: inout LitterIndex.Memory
    ) throws(StageFailure) -> LitterSurvey.Suspicion? {
        let bytes = text.span
        let own = Certain.own.rawValue
        for (number, line) in userLines.enumerated() where line.matches(text, range) { return .certain(own + number) }
        for (number, pattern) in patterns.enumerated() where try pattern.matches(bytes, range) {
            return .certain(own + userLines.count + number)
        }
        if let code = bytes.code(range) {
            return code == .certain ? .certain(Certain.leakedCode.rawValue) : .code(isData: code == .data)
        }
        if let marks = bytes.marks(range) {
            return marks == .lone ? .certain(Certain.loneMark.rawValue) : .sceneBreak
        }
        if bytes.isWireMark(range) { return .certain(Certain.wireMark.rawValue) }
        if let match = index.match(bytes, range, &memory) { return .rule(match.rule, isWhole: match.isWhole) }
        guard bytes.isBreadcrumb(range) else { return nil }
        // “Home > Insert > Table” is where an article's reader shall go, “Home > Sport” where the page's reader is.
        if let label = bytes.labelBelowHome(range), let match = index.match(bytes, label, &memory),
            index.rules[match.rule].kind == .menuLabel
        {
            return .certain(Certain.breadcrumb.rawValue)
        }
        return .certain(Certain.breadcrumb.rawValue, .top)
    }
}

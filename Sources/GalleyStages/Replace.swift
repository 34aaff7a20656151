public import GalleyText

/// Replaces what the pipeline's own rules name: literal text, or matches of a PCRE2 pattern.
///
/// All rules read the text as it came; none reads what another put in. Where two match in one place, the earlier rule
/// of the list has it.
public struct Replace: Stage {
    /// The rules, as written.
    public struct Options: StageOptions {
        /// A list of mappings, each a rule.
        public var rules: Setting?

        /// No rule.
        public init() {}
    }

    /// The one option.
    public static let fields: [OptionField<Options>] = [
        .setting(
            "rules",
            \.rules,
            .mappings(ReplaceRule.keys),
            "What is replaced: `text` or `pattern`, `with`, and perhaps `name` and `case: ignore`."
        )
    ]

    /// How rules are written, with examples.
    public static let card = StageCard(
        "replace",
        "Replaces text or patterns by rules of the pipeline's own.",
        details: """
            A rule has either `text`, which stands for itself anywhere, also inside words, or `pattern`, a PCRE2 \
            expression (`(?m)` lets `^` and `$` match at each line). `with` is what is put in; for a pattern, `$1` or \
            `${name}` in it is what a group matched, `$0` the whole match, `$$` a dollar sign. `name` is what the \
            record calls the rule, `replacement` if it has none. `case: ignore` matches letters of either case.

            All rules read the text as it came; a rule that is to read what another made belongs in a second `replace` \
            stage. A replacement that a rule of the list would replace again is a mistake, as far as it has no groups; \
            with groups it is up to you that a second run changes nothing. To take out whole lines, use \
            strip-navigation, which takes their blank line along. The article's language plays no part.
            """,
        examples: [
            Example(
                "literal text",
                options: "rules: [{ name: house-style, text: e-mail, with: email }]",
                before: "Send an e-mail, or two e-mails.",
                after: "Send an email, or two emails."
            ),
            Example(
                "a pattern with groups",
                options: #"rules: [{ name: dates, pattern: '(\d+)/(\d+)/(\d{4})', with: '$3-$1-$2' }]"#,
                before: "From 9/11/2001 on.",
                after: "From 2001-9-11 on."
            ),
            Example(
                "a named group and a dollar sign",
                options: #"rules: [{ pattern: '(?<n>\d+) dollars', with: '$$${n}' }]"#,
                before: "It cost 5 dollars.",
                after: "It cost $5."
            ),
            Example(
                "the whole match",
                options: #"rules: [{ pattern: '\d+(?=km)', with: '$0 ' }]"#,
                before: "It is 5km from here.",
                after: "It is 5 km from here."
            ),
            Example(
                "letters of either case, and dollar signs in literal text",
                options: "rules: [{ text: usd, with: US$, case: ignore }]",
                before: "5 USD",
                after: "5 US$"
            ),
            Example(
                "the earlier rule has the place",
                options: "rules: [{ text: New York Times, with: NYT }, { text: The New York, with: NY }]",
                before: "The New York Times of The New York we knew",
                after: "The NYT of NY we knew"
            ),
            Example(
                "the start of each line",
                options: "rules: [{ pattern: '(?m)^\\* ', with: '• ' }]",
                before: "* one\n* two",
                after: "• one\n• two"
            ),
            .untouched("what no rule matches", options: "rules: [{ text: cat, with: dog }]", "The Cat sat."),
            .untouched("what is so already", options: #"rules: [{ pattern: ' +', with: ' ' }]"#, "one two"),
            .untouched("no rules", "The cat sat."),
        ]
    )

    private let rules: [ReplaceRule]

    /// Makes the stage, and takes mistakes in its rules.
    public init(_ options: Options, _ reader: inout SettingReader) {
        guard let setting = options.rules else {
            rules = []
            return
        }
        guard case .sequence(let items) = setting.value else {
            reader.report(
                at: setting.place,
                "rules takes a list, not \(setting.described)",
                hint: "write rules: [{ text: old, with: new }]"
            )
            rules = []
            return
        }
        let rules = items.compactMap { ReplaceRule($0, &reader) }
        self.rules = rules
        for rule in rules {
            guard let constant = rule.constant else { continue }
            for other in rules where other.changes(constant) {
                let again = other.name == rule.name ? "again each time" : "by rule '\(other.name)'"
                reader.report(
                    at: rule.place,
                    "what rule '\(rule.name)' puts in is replaced \(again)",
                    hint: "choose text that no rule of the list matches, or use a second replace stage"
                )
            }
        }
    }

    /// Reads the title like any text.
    public func review(title: Article, into markup: inout Markup) throws(StageFailure) {
        try review(title, into: &markup)
    }

    /// Looks for each rule once over the text.
    ///
    /// - Throws: `StageFailure` if a pattern runs into its match limit.
    public func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        let text = article.bytes
        let bytes = text.span
        var places: [Place] = []
        for (number, rule) in rules.enumerated() {
            let matches = try rule.matches(in: bytes)
            if !matches.isEmpty { places = Self.merge(places, matches.map { Place(rule: number, match: $0) }) }
        }
        for place in places {
            let rule = rules[place.rule]
            let replacement = rule.replacement(of: place.match, in: bytes)
            guard !text[place.match.range].elementsEqual(replacement) else { continue }
            markup.replace(place.match.range, with: replacement, rule: rule.name)
        }
    }

    private struct Place {
        let rule: Int
        let match: Pattern.Match
        var range: Range<Int> { match.range }
    }

    /// The places of earlier rules, and those of the next that meet none of them; both in the order of the text.
    private static func merge(_ taken: [Place], _ added: [Place]) -> [Place] {
        var places: [Place] = []
        places.reserveCapacity(taken.count + added.count)
        var next = 0
        for place in added {
            while next < taken.count, precedes(taken[next].range, place.range) {
                places.append(taken[next])
                next += 1
            }
            guard next == taken.count || precedes(place.range, taken[next].range) else { continue }
            places.append(place)
        }
        return places + taken[next...]
    }

    /// Ends before the other starts; of two empty ranges in one place, none precedes the other.
    private static func precedes(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        one.upperBound < other.lowerBound || one.upperBound == other.lowerBound && !(one.isEmpty && other.isEmpty)
    }
}

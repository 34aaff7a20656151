public import GalleyText

/// Joins paragraphs that were broken into lines of one width, as e-mail and text browsers do.
///
/// Such a break leaves a proof: the next line's first word would not have fit. Where enough breaks of the text have it
/// for one width, those that have it go; all others stay.
public struct UnwrapLines: Stage {
    /// It has no option.
    public typealias Options = NoOptions

    /// None.
    public static let fields: [OptionField<NoOptions>] = []

    /// What it joins and what it leaves, with examples.
    public static let card = StageCard(
        "unwrap-lines",
        "Joins paragraphs that were broken into lines of one width.",
        details: """
            It belongs before all stages that go by lines or paragraphs, right behind repair-text: a headline or a \
            quotation that runs over two lines is then seen whole.

            A text is taken for wrapped if at least four breaks, and three of four among its long lines, are explained \
            by one width between 50 and 100 characters: each line fits, and would not with the next line's first word. \
            Verse, lists, code, tables and addresses do not pass that test. A word that ends a line with a hyphen is \
            joined only if the rest of the text shows how it is written. The article's language plays no part.
            """,
        rules: [
            ("wrapped-line", "A line break that only the width of the lines asked for is a space."),
            ("broken-word", "A word that was broken at the end of a line is whole."),
        ],
        examples: [
            Example(
                "paragraphs that were broken at one width",
                before: """
                    The council of the old town by the river met on Monday evening to
                    vote on the bridge. It had been closed since the flood of last year,
                    and those who live on the far bank have had to walk a mile upstream
                    to cross. The mayor, who had been away, said that the money was
                    there.

                    Work will begin in the spring, as soon as the water is low enough.
                    Until then a ferry will carry people over, but not at night and not
                    on days when the river is high.
                    """,
                after: """
                    The council of the old town by the river met on Monday evening to vote on the bridge. It had been \
                    closed since the flood of last year, and those who live on the far bank have had to walk a mile \
                    upstream to cross. The mayor, who had been away, said that the money was there.

                    Work will begin in the spring, as soon as the water is low enough. Until then a ferry will carry \
                    people over, but not at night and not on days when the river is high.
                    """,
                language: "en"
            ),
            Example(
                "a word that is whole elsewhere, and a compound that is written with its hyphen",
                before: """
                    The council of the old town by the river met on Monday to discuss the inter-
                    national bridge. It is an international work, and it had been closed for long-
                    term repair. Such long-term repair is rare, said the mayor, who had been away
                    for most of the winter and had come back only when the water was low again.
                    The work will begin soon.
                    """,
                after: """
                    The council of the old town by the river met on Monday to discuss the international bridge. It is an \
                    international work, and it had been closed for long-term repair. Such long-term repair is rare, said \
                    the mayor, who had been away for most of the winter and had come back only when the water was low \
                    again. The work will begin soon.
                    """,
                language: "en"
            ),
            .untouched(
                "a poem",
                """
                The water took the bridge away,
                The bridge that took us to the town;
                We went by boat on market day
                And watched the brown stream running down.

                And when the summer came at last
                With nothing but a bed of stone,
                We walked across it, slow or fast,
                And each of us went home alone.
                """
            ),
            .untouched(
                "headlines of one list",
                """
                Council votes on new bridge over the river after a year of floods
                Ferry to run until spring, but not at night
                Mayor returns from holiday and says that money is there for works
                Water level falls for the third day in a row
                Farmers on the far bank ask for help with their sheep
                School bus will go round by the northern road
                """
            ),
            .untouched(
                "a recipe and an address",
                """
                200 g flour
                2 eggs
                a pinch of salt

                The Mill House
                Bridge Street
                Oldtown
                """
            ),
        ]
    )

    /// Where the widest lines are joined, the width of the others may show.
    public static let rounds = 3

    /// Makes the stage.
    public init(_ options: NoOptions, _ reader: inout SettingReader) {}

    /// Looks for a width first, and at the breaks only if there is one.
    public func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        let text = article.bytes
        let lines = article.lines
        for joint in HardWrap(lines, text.span, article).joints { joint.propose(in: lines, text.span, into: &markup) }
    }
}

import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite("tag-topics") struct TagTopicsTests {
    /// The tags of `text` by a taxonomy of these topics.
    static func tags(
        _ topics: String,
        _ text: String,
        options: String = "{min-score: 0.1, min-margin: 0}",
        language: String? = "en",
        title: String? = nil
    ) throws -> [GalleyText.Tag] {
        let (stage, mistakes) = made("version: 1\ntopics:\n" + topics, options: options)
        try #require(mistakes.map(\.message) == [])
        var markup = Markup()
        try stage.review(Article(text, .init(title: title, language: language.map(Language.init))), into: &markup)
        #expect(markup.edits.isEmpty)
        return markup.tags
    }

    /// The stage with a taxonomy, and what is wrong with it.
    static func made(_ taxonomy: String, options: String = "") -> (stage: any Stage, mistakes: [Mistake]) {
        let (setting, faults) = YAML.read(Array(taxonomy.utf8), file: 1)
        var reader = SettingReader { name, _, place throws(Mistake) in
            guard let setting else { throw Mistake(at: place, "'\(name)' cannot be read") }
            return .setting(setting)
        }
        for fault in faults { reader.report(fault) }
        let stage = PipelineStage.read(TagTopics.self, options: YAML.read(Array(options.utf8)).setting, with: &reader)
        return (stage.stage, reader.mistakes)
    }

    // MARK: terms

    struct Row: CustomTestStringConvertible, Sendable {
        let title: String
        let terms: String
        let text: String
        /// Each term found, with its times.
        let found: [String]
        var testDescription: String { title }

        init(_ title: String, _ terms: String, _ text: String, _ found: [String]) {
            (self.title, self.terms, self.text, self.found) = (title, terms, text, found)
        }
    }

    @Test(
        "terms are found by whole words",
        arguments: [
            Row("a word", "[war]", "War and peace; the war.", ["war 2"]),
            Row("not a part of a word", "[war]", "A warm award.", []),
            Row("letters of any case and script", "[été, ΠΌΛΗ]", "Été, ÉTÉ, πόλη", ["été 2", "ΠΌΛΗ 1"]),
            Row(
                "a phrase",
                "[prime minister]",
                "The prime minister, a minister, Prime\nMinister",
                ["prime minister 2"]
            ),
            Row("no phrase over a comma", "[prime minister]", "In its prime, minister", []),
            Row("no phrase over a sentence", "[prime minister]", "In its prime. Minister", []),
            Row("no phrase over a blank line", "[prime minister]", "Prime\n\nMinister", []),
            Row(
                "hyphens and spaces are alike",
                "[cease-fire, car bomb]",
                "A cease fire; a car-bomb",
                ["cease-fire 1", "car bomb 1"]
            ),
            Row("apostrophes are alike", "[alzheimer's]", "Alzheimer’s and Alzheimer's", ["alzheimer's 2"]),
            Row("elision parts words", "[équipe]", "L’équipe d'équipes", ["équipe 1"]),
            Row("initials", "[u.s. army]", "The U.S. Army of the U.S.", ["u.s. army 1"]),
            Row(
                "the longest phrase first",
                "[white, white house, house]",
                "White House, house, white",
                ["white 1", "white house 1", "house 1"]
            ),
            Row(
                "a longer phrase that does not end",
                "[white house staff, white, house]",
                "White House people",
                ["white 1", "house 1"]
            ),
            Row(
                "the phrase found hides what begins inside it",
                "[red cross, cross country]",
                "Red Cross country",
                ["red cross 1"]
            ),
            Row("a beginning", "[profit*]", "Profits, PROFITEERS, a profit, prof", ["profit* 3"]),
            Row("a beginning with accents", "[émig*]", "Émigrés, ÉMIGRER, emigre", ["émig* 2"]),
            Row(
                "a beginning behind a word",
                "[interest rate*]",
                "Interest rates, interest ratings",
                ["interest rate* 1"]
            ),
            Row(
                "a beginning that hides",
                "[bank*, bank holiday]",
                "Bank holiday, banks",
                ["bank* 1", "bank holiday 1"]
            ),
            Row(
                "one term a place, the most exact",
                "[bank*, banks, banki*]",
                "Banks, banking, bank",
                ["bank* 1", "banks 1", "banki* 1"]
            ),
            Row(
                "a short beginning behind a word",
                "[united n*, united]",
                "United Nations, a united nation",
                ["united n* 2"]
            ),
            Row(
                "a beginning of many that begin alike",
                "[international*, internal, inter]",
                "Internationally",
                ["international* 1"]
            ),
            Row(
                "long words that differ at the end",
                "[internationalisation, internationalists]",
                "INTERNATIONALISATION, internationalism, Internationalists",
                ["internationalisation 1", "internationalists 1"]
            ),
            Row(
                "a word behind an opening that goes on otherwise",
                "[on strike, strike]",
                "On stride. On strike",
                ["on strike 1"]
            ),
            Row(
                "a phrase in part beyond ASCII",
                "[état d'urgence]",
                "L’État d’urgence; l’ÉTAT d'Urgence",
                ["état d'urgence 2"]
            ),
            Row("ideographs are words", "[東京, 京都]", "東京都", ["東京 1"]),
        ]
    )
    func terms(_ row: Row) throws {
        let tags = try Self.tags("- {id: a, terms: {en: [{w: 1, any: \(row.terms)}]}}", row.text)
        let found = tags.flatMap(\.evidence).sorted { $0.term < $1.term }.map { "\($0.term) \($0.count)" }
        #expect(found == row.found.sorted())
    }

    @Test("a term whose case counts is found as it is written")
    func exactCase() throws {
        let topics = """
            - id: a
              terms: {en: [{w: 3, any: [WHO, Labour*], case: exact}, {w: 1, any: [who]}]}
            """
        let tags = try Self.tags(topics, "Who said it? The WHO. Labourers in Labour, labour.")
        #expect(tags.first?.evidence.map { "\($0.term) \($0.count)" } == ["Labour* 2", "WHO 1", "who 1"])
    }

    @Test("a term whose case counts takes the place from others, in every topic")
    func exactFirst() throws {
        let topics = """
            - {id: work, terms: {en: [{w: 1, any: [labour*, labour]}]}}
            - {id: party, terms: {en: [{w: 1, any: [Labour], case: exact}]}}
            """
        #expect(try Self.tags(topics, "Labour").map(\.id) == ["party"])
        #expect(try Self.tags(topics, "labour").map(\.id) == ["work"])
        #expect(try Self.tags(topics, "Labourers").map(\.id) == ["work"])
    }

    // MARK: scores

    @Test("a score is the weight by the logarithm of the times, for the length of the article")
    func score() throws {
        // 3 × log₂(1 + 3) × 5 / √(20 + 5)
        let tags = try Self.tags("- {id: a, terms: {en: [{w: 3, any: [war]}]}}", "War, war, war and peace.")
        #expect(
            tags == [
                Tag(
                    id: "a",
                    label: "a",
                    score: 6,
                    evidence: [
                        GalleyText.Tag.Evidence(term: "war", weight: 3, inHeadline: 0, offsets: [0, 5, 10])
                    ]
                )
            ]
        )
    }

    @Test("a term in the headline counts as often as the boost says", arguments: [("1", 5.0), ("3", 10), ("0", 0)])
    func titleBoost(_ row: (boost: String, score: Double)) throws {
        let options = "{min-score: 0.1, min-margin: 0, title-boost: \(row.boost)}"
        // The headline is a line of the text, or known only to the source: five words in both.
        for (text, title) in [("The war again\n\nA letter", nil), ("A letter", "The war again")] {
            let tags = try Self.tags(
                "- {id: a, terms: {en: [{w: 5, any: [war]}]}}",
                text,
                options: options,
                title: title
            )
            #expect(tags.map(\.score) == (row.score == 0 ? [] : [row.score]))
            if let evidence = tags.first?.evidence.first {
                #expect(evidence.inHeadline == 1 && evidence.offsets == [])
            }
        }
    }

    @Test("a term of several topics is shared among them")
    func sharing() throws {
        let topics = (1...4).map { "- {id: t\($0), terms: {en: [{w: 4, any: [war]}], fr: [{w: 4, any: [war\($0)]}]}}" }
        let tags = try Self.tags(topics.joined(separator: "\n"), "War is a word that all four of them share.")
        #expect(tags.map(\.id) == ["t1", "t2", "t3"])
        // Half of 4 × log₂ 2 × 5 / √(20 + 10)
        #expect(tags.map(\.score) == [1.83, 1.83, 1.83])
    }

    @Test("a term that speaks against a topic lowers its score, and takes the words away from shorter ones")
    func negative() throws {
        let topics = """
            - id: a
              terms: {en: [{w: 2, any: [share*, price*]}]}
              not: [{w: 1, any: [share this article]}]
            """
        #expect(try Self.tags(topics, "Share price").first?.score == 4.26)
        #expect(try Self.tags(topics, "Share this article. Price").first?.score == 1.02)
        #expect(try Self.tags(topics, "Share this article. Shares").first?.evidence.map(\.term) == ["share*"])
        #expect(try Self.tags(topics, "Share this article").isEmpty)
    }

    @Test("a topic with required terms is given only where one of them occurs")
    func requireAny() throws {
        let topics = """
            - id: a
              terms: {en: [{w: 2, any: [match, ball]}]}
              require-any: [ball, football club*]
            - {id: a.b, parent: a, terms: {en: [{w: 2, any: [bat]}]}}
            """
        #expect(try Self.tags(topics, "A match.").isEmpty)
        #expect(try Self.tags(topics, "A match of football clubs.").map(\.id) == ["a"])
        #expect(try Self.tags(topics, "A match with a ball.").map(\.id) == ["a"])
        #expect(
            try Self.tags(topics, "A match with a bat.", options: "{parents: true, min-score: 0.1}").map {
                $0.evidence.map(\.term)
            } == [["bat"], ["bat"]]
        )
    }

    // MARK: what is given

    static let four = (1...4).map { "- {id: t\($0), terms: {en: [{w: \(5 - $0), any: [term\($0)]}]}}" }
        .joined(separator: "\n")

    @Test(
        "topics are given as far as they stand clear of the next",
        arguments: [
            // Scores are as 4 : 3 : 2 : 1, less where a term is missing.
            ("term1 term2 term3 term4", "max-topics: 3, min-margin: 0", ["t1", "t2", "t3"]),
            ("term4 term3 term2 term1", "max-topics: 2, min-margin: 0", ["t1", "t2"]),
            ("term1 term2 term3 term4", "max-topics: 3, min-margin: 0.2", ["t1", "t2", "t3"]),
            ("term1 term2 term3 term4", "max-topics: 3, min-margin: 0.3", []),
            ("term1 term2 term4", "max-topics: 3, min-margin: 0.3", ["t1", "t2"]),
            ("term1 term2", "max-topics: 1, min-margin: 0.3", []),
            ("term1 term3", "max-topics: 1, min-margin: 0.3", ["t1"]),
            ("term1", "min-margin: 1", ["t1"]),
            ("nothing of it", "min-margin: 0, min-score: 0", []),
        ]
    )
    func margin(_ row: (text: String, options: String, ids: [String])) throws {
        let options = "{\(row.options.contains("min-score") ? "" : "min-score: 0.1, ")\(row.options)}"
        #expect(try Self.tags(Self.four, row.text, options: options).map(\.id) == row.ids)
    }

    @Test("a topic's own threshold counts before the limit of all")
    func threshold() throws {
        let topics = """
            - {id: low, threshold: 0.5, terms: {en: [{w: 1, any: [war]}]}}
            - {id: high, threshold: 9, terms: {en: [{w: 1, any: [peace]}]}}
            - {id: other, terms: {en: [{w: 1, any: [truce]}]}}
            """
        let text = "war peace truce"
        #expect(try Self.tags(topics, text, options: "{min-score: 0.5, min-margin: 0}").map(\.id) == ["low", "other"])
        #expect(try Self.tags(topics, text, options: "{min-score: 2, min-margin: 0}").map(\.id) == ["low"])
    }

    @Test("a topic under another is given in its place, and adds to it")
    func parents() throws {
        let topics = """
            - {id: football, parent: sport, terms: {en: [{w: 2, any: [goal]}]}}
            - {id: sport, label: {en: Sport, fr: Le sport}, terms: {en: [{w: 2, any: [match]}]}}
            - {id: women, parent: football, terms: {en: [{w: 1, any: [lionesses]}]}}
            - {id: golf, parent: sport, terms: {en: [{w: 1, any: [green]}]}}
            """
        let text = "A goal in the match."
        #expect(try Self.tags(topics, text).map(\.id) == ["football"])
        #expect(try Self.tags(topics, "A match.").map(\.label) == ["Sport"])
        let all = try Self.tags(topics, text, options: "{parents: true, min-score: 0.1}")
        #expect(all.map(\.id) == ["football", "sport"])
        #expect(all.map(\.score) == [2, 4])
        #expect(all.last?.evidence.map(\.term) == ["goal", "match"])
        let deep = try Self.tags(topics, "Lionesses on the green", options: "{parents: true, min-score: 0.1}")
        #expect(deep.map(\.id) == ["women", "football", "sport"])
    }

    @Test("as much of the body is read as the limit says, the headline not counted")
    func bodyTokens() throws {
        let topic = "- {id: a, terms: {en: [{w: 1, any: [war]}]}}"
        let text = "The war at home\n\nwar war war and war"
        for (limit, count) in [(0, 4), (1, 1), (4, 3), (5, 4), (99, 4)] {
            let options = "{min-score: 0.1, body-tokens: \(limit)}"
            let evidence = try #require(Self.tags(topic, text, options: options).first?.evidence.first)
            #expect(evidence.inHeadline == 1)
            #expect(evidence.offsets == Array([17, 21, 25, 33].prefix(count)))
        }
    }

    @Test(
        "terms are those of the article's language, or of the one that the pipeline names",
        arguments: [
            ("en", "", ["en"]), ("fr-CA", "", ["fr"]), ("de", "", []), ("und", "", []),
            ("de", ", language: en", ["en"]),
        ]
    )
    func language(_ row: (article: String, option: String, terms: [String])) throws {
        let topic = "- {id: a, label: {fr: Un}, terms: {en: [{w: 1, any: [en]}], fr: [{w: 1, any: [fr]}]}}"
        let options = "{min-score: 0.1\(row.option)}"
        let tags = try Self.tags(topic, "en fr de", options: options, language: row.article)
        #expect(tags.flatMap(\.evidence).map(\.term) == row.terms)
    }

    @Test("evidence is sorted by what it says, then as the taxonomy has it")
    func evidence() throws {
        let topic = "- {id: a, terms: {en: [{w: 1, any: [b, a, c]}, {w: 3, any: [d]}]}}"
        let tags = try Self.tags(topic, "a b c d. A headline that is not one. c", title: "A")
        #expect(tags.first?.evidence.map(\.term) == ["d", "a", "c", "b"])
    }

    @Test("only the topics that the pipeline names are given, and what is under one counts for it")
    func onlyTopics() throws {
        let topics = """
            - {id: sport, terms: {en: [{w: 2, any: [match]}]}}
            - {id: golf, parent: sport, terms: {en: [{w: 1, any: [green]}]}}
            - {id: war, terms: {en: [{w: 3, any: [green match, green]}]}}
            """
        let text = "Green, a match; a green match."
        #expect(try Self.tags(topics, text).map(\.id) == ["war", "golf"])
        let options = "{topics: [sport], min-score: 0.1, min-margin: 0}"
        let only = try Self.tags(topics, text, options: options)
        #expect(only.map(\.id) == ["sport"])
        // What others share or take is theirs no more.
        #expect(only.first?.evidence.map { "\($0.term) \($0.count)" } == ["match 2", "green 2"])
        #expect(try Self.tags(topics, "A match.", options: options).map(\.id) == ["sport"])
    }

    // MARK: laws

    @Test("the shipped taxonomy tags the same text the same way, whatever the text")
    func hostile() throws {
        let (stage, mistakes) = try shipped()
        #expect(mistakes.isEmpty)
        let texts = [
            "", "\n\n", String(repeating: "central bank ", count: 80_000), String(repeating: "\n", count: 100_000),
            "war" + String(repeating: "\u{301}", count: 10_000), String(repeating: "a\u{0}\u{FFFD}é", count: 1000),
            String(repeating: "prime ", count: 100_000) + "minister",
        ]
        for text in texts {
            var (one, other) = (Markup(), Markup())
            try stage.review(Article(text, .init(language: Language(rawValue: "en"))), into: &one)
            try stage.review(Article(text, .init(language: Language(rawValue: "en"))), into: &other)
            #expect(one.tags == other.tags)
            #expect(one.edits.isEmpty)
        }
    }

    private func shipped() throws -> (stage: any Stage, mistakes: [Mistake]) {
        let folder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/pipelines"
        var reader = PipelineResources(folder: folder).reader()
        let stage = TagTopics(TagTopics.Options(), &reader)
        return (stage, reader.mistakes)
    }
}

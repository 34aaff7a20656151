import Foundation
import GalleyStages
import GalleyText
import Testing

@testable import GalleyPipeline

@Suite struct TopicTrainingTests {
    // Sentences made of words of each desk, so that the laws can be seen; figures on real articles stand in the README.
    private static let desks = [
        "harbour": "ferry pier captain tide quay mooring deck cargo sailor anchor lighthouse dredger",
        "kitchen": "oven dough butter recipe flour simmer whisk pastry salt kettle onion broth",
        "garden": "rose hedge soil seed prune orchard compost tulip lawn spade greenhouse weed",
    ]

    static func articles(_ count: Int, from first: Int = 0) -> [LabelledArticle] {
        (first..<first + count).map { number in
            let (desk, list) = desks.sorted { $0.key < $1.key }[number % 3]
            let words = list.split(separator: " ")
            let picked = (0..<6).map { words[(number * 7 + $0 * $0 * 5) % words.count] }
            let text =
                "The \(picked[0]) and the \(picked[1]) were near the \(picked[2]), and a \(picked[3]) with "
                + "\(picked[4]) was there as it had been for the \(picked[5])."
            return LabelledArticle(Article(text, .init(language: Language(rawValue: "en"))), labels: [desk])
        }
    }

    private func model(_ file: [UInt8]) throws -> TopicModel { try TopicModel(FixedBytes(copying: file)) }

    @Test("the same articles give the same bytes, and a model that tells their topics")
    func training() throws {
        let made = try TopicTraining(Self.articles(60), development: Self.articles(30, from: 60))
        #expect(try TopicTraining(Self.articles(60), development: Self.articles(30, from: 60)).file == made.file)
        let model = try model(made.file)
        #expect(model.topics.map(\.id) == ["garden", "harbour", "kitchen"])
        #expect(model.facts.languages == ["en"])
        for article in Self.articles(30, from: 90) {
            let chosen = model.chosen(model.read(article.article))
            #expect(chosen.map { model.topics[$0.topic].id } == article.labels)
        }
    }

    @Test("the phrases of a topic are words of its articles, the loudest first")
    func phrases() throws {
        let made = try TopicTraining(Self.articles(60), development: Self.articles(30, from: 60))
        let phrases = try #require(model(made.file).topics.first { $0.id == "kitchen" }?.phrases)
        #expect(phrases.map(\.weight) == phrases.map(\.weight).sorted(by: >))
        let words = Set(Self.desks["kitchen", default: ""].split(separator: " ").map(String.init))
        #expect(
            phrases.prefix(5).allSatisfy { words.contains($0.text.split(separator: " ").last.map(String.init) ?? "") }
        )
    }

    @Test("a rare word of one topic alone says far more than a common one that other topics have too")
    func telling() throws {
        let articles = (0..<90).map { number in
            let (isMoney, round) = (number % 2 == 0, number / 2)
            var words = (0..<6).map { "filler\((number * 7 + $0 * 5) % 37)" }
            if isMoney || round % 2 == 0 { words.append("market") }
            if round % 5 == 0 { words.append(isMoney ? "inflation" : "goal") }
            return LabelledArticle(Article(words.joined(separator: " ")), labels: [isMoney ? "money" : "sport"])
        }
        var options = TopicTraining.Options()
        options.ngrams = 1
        let made = try TopicTraining(Array(articles[..<60]), development: Array(articles[60...]), options)
        let phrases = try #require(model(made.file).topics.first { $0.id == "money" }?.phrases)
        func weight(_ word: String) throws -> Double { try #require(phrases.first { $0.text == word }).weight }
        // Without looking at how telling a word is, it is 1.5 times.
        #expect(try weight("inflation") > 2 * weight("market"))
    }

    @Test("an article may have several topics, each over a threshold of its own")
    func several() throws {
        func joined(_ range: Range<Int>) -> [LabelledArticle] {
            let articles = Self.articles(range.count + 1, from: range.lowerBound)
            return zip(articles, articles.dropFirst()).enumerated().map { number, pair in
                number % 2 == 0
                    ? LabelledArticle(
                        Article(pair.0.article.text + " " + pair.1.article.text),
                        labels: pair.0.labels + pair.1.labels
                    )
                    : pair.0
            }
        }
        let model = try model(TopicTraining(joined(0..<90), development: joined(90..<150)).file)
        #expect(model.facts.isMultiLabel)
        for article in joined(150..<180) {
            let chosen = model.chosen(model.read(article.article)).map { model.topics[$0.topic].id }
            #expect(Set(chosen) == Set(article.labels))
        }
    }

    @Test("a label that stands twice counts once")
    func twice() throws {
        let line = Array(#"{"text": "The tide.", "labels": ["harbour", "garden", "harbour"]}"#.utf8)
        #expect(try LabelledArticle(line: line).labels == ["harbour", "garden"])
    }

    @Test("data that nothing can be learned from is refused")
    func faults() {
        let articles = Self.articles(9)
        let one = articles.filter { $0.labels == ["garden"] }
        #expect(throws: TopicTraining.Fault(message: "the training data has fewer than two labels")) {
            try TopicTraining(one, development: one)
        }
        #expect(throws: TopicTraining.Fault(message: "the development data has no article")) {
            try TopicTraining(articles, development: [])
        }
        let stranger = LabelledArticle(Article("x"), labels: ["attic"])
        #expect(throws: TopicTraining.Fault.self) { try TopicTraining(articles, development: [stranger]) }
    }

    @Test("articles without a word, and words without end, do no harm")
    func hostile() throws {
        var articles = Self.articles(30)
        for text in ["", "—\n\n—", String(repeating: "a", count: 100_000), String(repeating: "a ", count: 50_000)] {
            articles.append(LabelledArticle(Article(text), labels: ["garden"]))
        }
        let model = try model(TopicTraining(articles, development: articles).file)
        for article in articles { _ = model.chosen(model.read(article.article)) }
    }

    // MARK: the file

    @Test("a file that is cut off, changed in one byte, or something else, is refused")
    func damage() throws {
        let file = try TopicTraining(Self.articles(30), development: Self.articles(30), Self.small).file
        for count in [0, 8, 47, 60, file.count - 1] {
            #expect(throws: TopicModel.Fault.self) { try model(Array(file[..<count])) }
        }
        for place in stride(from: 0, to: file.count, by: 997) {
            var damaged = file
            damaged[place] ^= 4
            #expect(throws: TopicModel.Fault.self) { try model(damaged) }
        }
        #expect(throws: TopicModel.Fault.self) { try model(Array("GALLEYTM".utf8) + [2, 0, 0, 0] + file[12...]) }
        #expect(throws: Never.self) { try model(file) }
    }

    private static var small: TopicTraining.Options {
        var options = TopicTraining.Options()
        options.bits = 10
        return options
    }

    // MARK: in a pipeline

    private func folder() throws -> Folder {
        let folder = try Folder()
        let made = try TopicTraining(Self.articles(60), development: Self.articles(30, from: 60), Self.small)
        try Data(made.file).write(to: URL(filePath: folder.path).appending(path: "desk.gtm"))
        try folder.write(
            "desk.yaml",
            """
            version: 1
            topics:
              - id: house
                label: {en: House}
              - {id: kitchen, parent: house, label: {en: Kitchen, fr: Cuisine}, terms: {en: [{w: 3, any: [teapot]}]}}
              - {id: garden, label: {en: Garden}, terms: {en: [{w: 3, any: [spade, gnome*]}]}}
              - {id: harbour}
            """
        )
        return folder
    }

    private func tags(_ text: String, _ options: String, language: String? = "en", in folder: Folder) throws
        -> [GalleyText.Tag]
    {
        try folder.write("p.yaml", "stages:\n  - tag-topics: {\(options)}\n")
        let pipeline = try Pipeline.load(path: folder.path + "/p.yaml")
        return pipeline.engine.clean(Article(text, .init(language: language.map(Language.init)))).tags
    }

    private let kitchen = "The whisk and the dough were near the oven, and the butter with flour was there."

    @Test("a model alone gives its labels, sure of them, with the words that spoke and their places")
    func alone() throws {
        let tags = try tags(kitchen, "model: desk.gtm", in: folder())
        #expect(tags.map(\.id) == ["kitchen"])
        #expect(tags.map(\.source) == [.model])
        let tag = try #require(tags.first)
        #expect((0.5...1).contains(tag.score))
        for evidence in tag.evidence {
            for offset in evidence.offsets {
                let word = String(evidence.term.prefix { $0 != " " })
                #expect(String(decoding: kitchen.utf8.dropFirst(offset), as: UTF8.self).lowercased().hasPrefix(word))
            }
        }
        #expect(tag.evidence.contains { $0.term == "dough" })
    }

    @Test("a model is silent in languages that it has not learned, and speaks where the language is not known")
    func languages() throws {
        let folder = try folder()
        #expect(try tags(kitchen, "model: desk.gtm", language: "fr", in: folder) == [])
        #expect(try tags(kitchen, "model: desk.gtm", language: "und", in: folder).map(\.id) == ["kitchen"])
        #expect(try tags(kitchen, "model: desk.gtm, language: en", language: "fr", in: folder).map(\.id) == ["kitchen"])
    }

    @Test("beside a taxonomy a model's topics have its names and parents")
    func names() throws {
        let tags = try tags(kitchen, "model: desk.gtm, taxonomy: desk.yaml, parents: true", in: folder())
        #expect(tags.map(\.label) == ["Kitchen", "House"])
    }

    @Test(
        "rules and model share the work as they are told, and each tag says who gave it",
        arguments: [
            ("model-first", ["kitchen by model"]), ("rules-first", ["garden by rules"]),
            ("either", ["kitchen by model", "garden by rules"]), ("both", []),
        ]
    )
    func combining(_ how: String, _ expected: [String]) throws {
        let text = kitchen + " A gnome stood by, and gnomes were all around."
        let tags = try tags(text, "model: desk.gtm, taxonomy: desk.yaml, min-score: 0.1, combine: \(how)", in: folder())
        #expect(tags.map { "\($0.id) by \($0.source)" } == expected)
    }

    @Test("where both give a topic, the tag says so, with the words of both")
    func both() throws {
        let text = kitchen + " The teapot was there too."
        let tags = try tags(text, "model: desk.gtm, taxonomy: desk.yaml, min-score: 0.1, combine: both", in: folder())
        #expect(tags.map { "\($0.id) by \($0.source)" } == ["kitchen by both"])
        #expect(tags.first?.evidence.map(\.term).contains("teapot") == true)
        #expect(tags.first?.evidence.map(\.term).contains("dough") == true)
    }

    @Test("what a model may give can be limited, and how sure it must be")
    func limits() throws {
        let folder = try folder()
        #expect(try tags(kitchen, "model: desk.gtm, topics: [garden]", in: folder) == [])
        #expect(try tags(kitchen, "model: desk.gtm, min-confidence: 1", in: folder) == [])
        #expect(try tags("Nothing of that.", "model: desk.gtm, min-confidence: 0", in: folder).count == 1)
    }

    @Test(
        "mistakes are told where they stand",
        arguments: [
            ("model: desk.yaml", "'desk.yaml' cannot be used: it is no model that galley topics train has written"),
            ("model: none.gtm", "'none.gtm' cannot be read: no such file or directory"),
            ("model: [a]", "model takes a file, not a list"),
            ("model: desk.gtm, topics: [gardn]", "the model has no topic 'gardn'; did you mean 'garden'?"),
            ("model: desk.gtm, min-confidence: 2", "min-confidence takes a number from 0.0 to 1.0, not '2'"),
            ("model: desk.gtm, taxonomy: other.yaml", "the model gives 'garden', which is no topic of the taxonomy"),
        ]
    )
    func mistakes(_ options: String, _ message: String) throws {
        let folder = try folder()
        try folder.write("other.yaml", "version: 1\ntopics: [{id: attic, terms: {en: [{w: 1, any: [trunk]}]}}]\n")
        let error = try #require(throws: PipelineErrors.self) { try tags("x", options, in: folder) }
        #expect(error.mistakes.map(\.message) == [message])
        #expect(error.mistakes.map(\.line) == [2])
    }

    @Test("the record says who gave a topic, and a pipeline's digest goes with its model")
    func record() throws {
        let folder = try folder()
        _ = try tags(kitchen, "model: desk.gtm", in: folder)
        let pipeline = try Pipeline.load(path: folder.path + "/p.yaml")
        let cleaner = Cleaner(pipeline.engine, pipeline.identity, format: .text, record: .full)
        let cleaned = cleaner.clean(Source(file: Array(kitchen.utf8)))
        #expect(String(decoding: cleaned.record, as: UTF8.self).contains("\"by\":\"model\""))
        let other = try TopicTraining(Self.articles(30), development: Self.articles(30), Self.small)
        try Data(other.file).write(to: URL(filePath: folder.path).appending(path: "desk.gtm"), options: .atomic)
        #expect(try Pipeline.load(path: folder.path + "/p.yaml").digest != pipeline.digest)
    }

    // MARK: figures

    @Test("scores count what is right, given and wanted, by topic and in all")
    func scores() {
        func tag(_ id: String, _ score: Double) -> GalleyText.Tag {
            GalleyText.Tag(id: id, label: id, score: score, evidence: [], source: .model)
        }
        var scores = TopicScores()
        scores.add([tag("a", 0.9)], labels: [["a"]])
        scores.add([tag("a", 0.6)], labels: [["b"]])
        scores.add([tag("c", 0.8)], labels: [["b", "c"]])
        scores.add([], labels: [["b"]])
        #expect(scores.total.f1 == 4.0 / 7)
        #expect(
            scores.rows.map { "\($0.id) \($0.right) \($0.given) \($0.wanted)" } == ["a 1 2 1", "b 0 0 2", "c 1 1 1"]
        )
        let macroF1 = 5.0 / 9
        #expect(abs(scores.macroF1 - macroF1) < 1e-9)
        #expect(scores.confusions.map { "\($0.count) \($0.pair)" } == ["1 b as a", "1 b as nothing"])
        #expect(scores.coverage.map { Int($0.precision * 100) } == [100, 100, 100, 100, 100, 66, 66])
    }

    @Test("IPTC's export becomes a taxonomy: retired topics go, levels are kept, tags are BCP 47")
    func importing() throws {
        let export = """
            {"dateReleased": "2026-07-02T12:00:00+00:00", "licenceLink": "http://creativecommons.org/licenses/by/4.0/",
            "conceptSet": [
            {"qcode": "medtop:01000000", "prefLabel": {"en-US": "art", "en-GB": "arts \\"and\\" culture", "se": "Konst"}},
            {"qcode": "medtop:20000002", "prefLabel": {"en-GB": "art"},
             "broader": ["http://cv.iptc.org/newscodes/mediatopic/01000000"]},
            {"qcode": "medtop:20000003", "prefLabel": {"en-GB": "cartoon"}, "broader": ["medtop:20000002"]},
            {"qcode": "medtop:20000004", "prefLabel": {"en-GB": "old"}, "retired": "2020-01-01"}]}
            """
        let text = try IPTCExport(Array(export.utf8)).taxonomy(languages: ["en", "sv"], levels: 2, names: true)
        #expect(text.contains("  - id: medtop:20000002\n    parent: medtop:01000000\n    label:\n      en: \"art\"\n"))
        #expect(text.contains("sv: \"Konst\""))
        #expect(text.contains("release: 2026-07-02, licence: CC-BY-4.0"))
        #expect(!text.contains("medtop:20000003") && !text.contains("medtop:20000004"))
        let folder = try folder()
        try folder.write("iptc.yaml", text)
        #expect(
            try tags("All about art.", "taxonomy: iptc.yaml, min-score: 0.1", in: folder).map(\.id) == [
                "medtop:20000002"
            ]
        )
    }
}

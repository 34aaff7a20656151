import GalleyPipeline
import GalleyStages
import Testing

@Suite("Mistakes in a taxonomy") struct TaxonomyReaderTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let taxonomy: String
        /// The place and the message, of the first mistake.
        let mistake: String
        let hint: String?
        var testDescription: String { mistake }

        init(_ taxonomy: String, _ mistake: String, hint: String? = nil) {
            (self.taxonomy, self.mistake, self.hint) = (taxonomy, mistake, hint)
        }
        /// A mistake within one topic, whose text begins at 2:3.
        init(topic: String, _ mistake: String, hint: String? = nil) {
            self.init("topics:\n- \(topic)", mistake, hint: hint)
        }
        /// A mistake within one group of terms, whose text begins at 2:23.
        init(group: String, _ mistake: String, hint: String? = nil) {
            self.init("topics:\n- {id: a, terms: {en: [\(group)]}}", mistake, hint: hint)
        }
    }

    @Test(
        "each says where it stands and what would be right",
        arguments: [
            Row("[a]", "1:1 a taxonomy is a mapping, not a list"),
            Row("version: 2\ntopics: [{id: a}]", "1:10 this taxonomy has version '2'; galley reads version 1"),
            Row("version: 1", "1:1 a taxonomy needs a list of topics"),
            Row("topics: []", "1:9 a taxonomy needs a list of topics"),
            Row(
                "topcis: [{id: a}]",
                "1:1 unknown key 'topcis' of a taxonomy; did you mean 'topics'?",
                hint: "keys here: version, taxonomy, defaults, topics"
            ),
            Row(
                "defaults: {title-bost: 2}\ntopics: [{id: a}]",
                "1:12 unknown key 'title-bost' of defaults; did you mean 'title-boost'?",
                hint: "keys here: max-topics, min-score, min-margin, title-boost, body-tokens"
            ),
            Row(
                "defaults: {max-topics: 0}\ntopics: [{id: a}]",
                "1:24 max-topics takes a whole number from 1 to 20, not '0'"
            ),
            Row(topic: "{label: {en: War}}", "2:3 a topic needs an id", hint: "such as id: medtop:15000000"),
            Row(topic: "{id: [a]}", "2:8 id is text, not a list"),
            Row(
                "taxonomy: {scheme: medtop}\ntopics: [{id: '15000000'}]",
                "2:15 the id '15000000' does not begin with 'medtop:', the taxonomy's scheme"
            ),
            Row("topics: [{id: a}, {id: b}, {id: a}]", "1:33 the topic 'a' stands twice in this taxonomy"),
            Row(
                topic: "{id: a, requre-any: [b]}",
                "2:11 unknown key 'requre-any' of a topic; did you mean 'require-any'?",
                hint: "keys here: id, label, parent, terms, require-any, not, threshold"
            ),
            Row(
                "topics: [{id: 'medtop:1'}, {id: b, parent: 'medtop:2'}]",
                "1:44 no topic has the id 'medtop:2'; did you mean 'medtop:1'?"
            ),
            Row(
                "topics: [{id: a, parent: b}, {id: b, parent: a}]",
                "1:46 the topic 'b' would be above itself"
            ),
            Row(topic: "{id: a, parent: a}", "2:19 the topic 'a' would be above itself"),
            Row(topic: "{id: a, threshold: high}", "2:22 threshold takes a number from 0.0 to 1000.0, not 'high'"),
            Row(
                topic: "{id: a, label: War}",
                "2:18 label is a mapping by language, not 'War'",
                hint: "write label: {en: …}"
            ),
            Row(
                topic: "{id: a, terms: [b]}",
                "2:18 terms is a mapping by language, not a list",
                hint: "write terms: {en: …}"
            ),
            Row(topic: "{id: a, terms: {english: []}}", "2:19 'english' is no language tag such as en"),
            Row(
                topic: "{id: a, terms: {en: war}}",
                "2:23 terms are a list, not 'war'",
                hint: "write [{w: 3, any: [interest rate*, central bank]}]"
            ),
            Row(group: "war", "2:24 a group of terms is a mapping, not 'war'"),
            Row(
                group: "{any: [war]}",
                "2:24 a group of terms needs a weight 'w'",
                hint: "write [{w: 3, any: [interest rate*, central bank]}]"
            ),
            Row(group: "{w: 1}", "2:24 a group of terms needs a list 'any'"),
            Row(
                group: "{w: 1, anny: [war]}",
                "2:31 unknown key 'anny' of a group of terms; did you mean 'any'?",
                hint: "keys here: w, any, case"
            ),
            Row(group: "{w: -1, any: [war]}", "2:28 w takes a number from 0.01 to 100.0, not '-1'"),
            Row(group: "{w: nan, any: [war]}", "2:28 w takes a number from 0.01 to 100.0, not 'nan'"),
            Row(group: "{w: 1, any: []}", "2:36 a list of terms is empty"),
            Row(group: "{w: 1, any: war}", "2:36 a list of terms is wanted here, not 'war'"),
            Row(group: "{w: 1, any: [war], case: ignore}", "2:49 case takes exact, not 'ignore'"),
            Row(group: "{w: 1, any: ['']}", "2:37 a term is text, not nothing"),
            Row(group: "{w: 1, any: ['-']}", "2:37 a term needs a word"),
            Row(group: "{w: 1, any: [wa*r]}", "2:37 '*' stands only behind the last letter of a term"),
            Row(group: "{w: 1, any: [war *]}", "2:37 '*' stands only behind the last letter of a term"),
            Row(
                group: "{w: 1, any: [war*]}",
                "2:37 'war*' would fit too many words; write four letters or more before '*'"
            ),
            Row(group: "{w: 1, any: [war]}, {w: 2, any: [War]}", "2:57 the term 'War' stands twice in this topic"),
            Row(topic: "{id: a, require-any: []}", "2:24 a list of terms is empty"),
        ]
    )
    func mistake(_ row: Row) {
        let (_, mistakes) = TagTopicsTests.made(row.taxonomy)
        let first = mistakes.first
        #expect(first.map { "\($0.place.line):\($0.place.column) \($0.message)" } == row.mistake)
        #expect(mistakes.allSatisfy { $0.place.file == 1 })
        if let hint = row.hint { #expect(first?.hint == hint) }
    }

    @Test("all of them are told at once")
    func all() {
        let taxonomy = """
            topics:
              - {id: a, terms: {en: [{w: 0, any: [war]}, {w: 1, any: [x*, '*']}]}}
              - {id: a, parent: b, colour: red}
            """
        let lines = TagTopicsTests.made(taxonomy).mistakes.map(\.place.line)
        #expect(lines == [2, 2, 2, 3, 3, 3])
    }

    @Test("the options of the stage are read like the limits of a taxonomy")
    func options() {
        let taxonomy = "topics: [{id: a, terms: {en: [{w: 1, any: [war]}]}}]"
        let mistakes = TagTopicsTests.made(taxonomy, options: "{min-margin: 2, max-topics: many}").mistakes
        #expect(
            mistakes.map(\.message) == [
                "min-margin takes a number from 0.0 to 1.0, not '2'",
                "max-topics takes a whole number from 1 to 20, not 'many'",
            ]
        )
    }

    @Test("topics that the stage names are looked for in the taxonomy")
    func topics() {
        let taxonomy = "topics: [{id: sport}, {id: golf, parent: sport}, {id: war}]"
        let mistakes = TagTopicsTests.made(taxonomy, options: "{topics: [sport, wars]}").mistakes
        #expect(mistakes.map(\.message) == ["no topic has the id 'wars'; did you mean 'war'?"])
        #expect(mistakes.first?.place.column == 18)
    }

    @Test("a file that is none and a language without terms are mistakes")
    func values() {
        let taxonomy = "topics: [{id: a, terms: {en: [{w: 1, any: [war]}], fr: [{w: 1, any: [guerre]}]}}]"
        let file = TagTopicsTests.made(taxonomy, options: "{taxonomy: [a, b]}").mistakes
        #expect(file.map(\.message) == ["taxonomy takes a file, not a list"])
        let language = TagTopicsTests.made(taxonomy, options: "{language: english}").mistakes
        #expect(language.map(\.message) == ["the taxonomy has no terms in the language 'english'"])
        #expect(language.map(\.hint) == ["languages here: en, fr"])
        #expect(TagTopicsTests.made(taxonomy, options: "{language: fr-CA}").mistakes.isEmpty)
    }
}

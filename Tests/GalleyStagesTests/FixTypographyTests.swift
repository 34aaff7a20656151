import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite("fix-typography") struct FixTypographyTests {
    @Test("copy made of what the rules look for is right after one run, and then stays", arguments: 0..<400)
    func mixtures(_ seed: Int) {
        var generator = Seeded(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        let language = ["en", "fr", "de", "und"].randomElement(using: &generator) ?? "en"
        let count = Int.random(in: 1...120, using: &generator)
        let text = (0..<count).map { _ in Self.scraps.randomElement(using: &generator) ?? " " }.joined()
        expectLaws(text, Language(rawValue: language))
    }

    @Test("random bytes made UTF-8 neither stop it nor move on a second run", arguments: 0..<60)
    func randomBytes(_ seed: Int) {
        var generator = Seeded(state: UInt64(seed) &+ 99)
        let marks = Array(" .,;:-!?\n\u{AD}…aeTh’\"«»\u{A0}".utf8)
        let bytes = (0..<3000).map { _ in
            Bool.random(using: &generator)
                ? marks.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255, using: &generator)
        }
        expectLaws(String(decoding: bytes, as: UTF8.self), Language(rawValue: "en"))
    }

    @Test("hostile texts take one pass each", arguments: Hostile.all)
    func hostile(_ row: Hostile) { expectLaws(row.text, Language(rawValue: "en")) }

    @Test("a dictionary adds corrections and reports what is not certain")
    func dictionary() throws {
        let (outcome, mistakes) = try run(
            "dictionary: own.txt",
            "He saw the grean clas near there.",
            files: [
                "own.txt": "# ours\ngrean->green\nclas->class, claws,\nnear->far, off because it is a word\n"
            ]
        )
        #expect(mistakes.isEmpty)
        #expect(outcome.article.text == "He saw the green clas near there.")
        let findings = outcome.passes.flatMap(\.findings)
        #expect(findings.map(\.rule) == ["possible-misspelling"])
        #expect(findings.first?.message == "perhaps 'class' or 'claws'")
    }

    @Test(
        "a mistake in a dictionary names its line",
        arguments: [
            ("green grass\n", "line 1 of 'own.txt' is not a correction"),
            ("\na->\n", "line 2 of 'own.txt' is not a correction"),
            ("foo->bar\nbar->baz\n", "'bar' is both a correction and corrected in 'own.txt'"),
        ]
    )
    func faultyDictionary(_ file: String, _ message: String) throws {
        let (_, mistakes) = try run("dictionary: own.txt", "", files: ["own.txt": file])
        #expect(mistakes.map(\.message) == [message])
    }

    @Test("a line that stands keeps its marks, and the others lose theirs")
    func stet() {
        var reader = SettingReader { (name, _, place) throws(Mistake) in throw Mistake(at: place, name) }
        let stage = PipelineStage(FixTypography(FixTypography.Options(), &reader))
        let engine = Engine([stage], stet: [LinePattern("Wait... *")])
        let outcome = engine.clean(Article("Wait... so\u{AD}ft\n\nGo... so\u{AD}ft"))
        #expect(outcome.article.text == "Wait... so\u{AD}ft\n\nGo… soft")
    }

    private func expectLaws(_ text: String, _ language: Language, sourceLocation: SourceLocation = #_sourceLocation) {
        var reader = SettingReader { (name, _, place) throws(Mistake) in throw Mistake(at: place, name) }
        // Joined lines give the most to mend.
        let unwrap = PipelineStage(UnwrapLines(NoOptions(), &reader))
        let engine = Engine([unwrap, PipelineStage(FixTypography(FixTypography.Options(), &reader))])
        let facts = Article.Facts(language: language)
        let outcome = engine.clean(Article(text, facts))
        #expect(outcome.verdict == .deliver, sourceLocation: sourceLocation)
        let again = engine.clean(Article(outcome.article.bytes, facts))
        let edits = again.passes.flatMap { pass in
            pass.edits.edits.map { edit in
                let context = max(0, edit.range.lowerBound - 30)..<min(pass.before.count, edit.range.upperBound + 30)
                return "\(edit.rule): \(String(decoding: pass.before[context], as: UTF8.self))"
            }
        }
        #expect(edits == [], sourceLocation: sourceLocation)
    }

    /// What a text makes of options, with the mistakes in them.
    private func run(
        _ options: String,
        _ text: String,
        files: [String: String]
    ) throws -> (outcome: Outcome, mistakes: [Mistake]) {
        var reader = SettingReader { (name, _, place) throws(Mistake) in
            guard let file = files[name] else { throw Mistake(at: place, "no file '\(name)'") }
            return .bytes(Array(file.utf8))
        }
        let (setting, _) = YAML.read(Array(options.utf8))
        let stage = PipelineStage.read(FixTypography.self, options: setting, with: &reader)
        let facts = Article.Facts(language: Language(rawValue: "en"))
        return (Engine([stage]).clean(Article(text, facts)), reader.mistakes)
    }

    private static let scraps = [
        "the", "the ", " the", "The ", "and ", "to ", "word", "Word ", "I ", "which ", "a ", "recieve ", "Teh ",
        "inter-",
        "national ", "it was a long day and ", "nous nous ", "und ", " ", "  ", "   ", "\t", "\n", "\n\n", "\n  ",
        "\u{A0}",
        ".", "..", "...", "....", ". . .", " .", ",", ",,", " ,", ";", " ;", ":", "::", " :", "!", "?", " ?", "-",
        " - ",
        "--", " -- ", "---", "\u{AD}", "…", "—", "–", "“", "”", "«", "»", "« ", " »", "\"", "'", "’", "(", ")", "`",
        "```",
        "https://a.b/c", "@you", "#tag", "1", "10", "3 : 2", "$5", "é", "я", "для ", "中", "。", "😀", "|", "{", "}", "* ",
    ]
}

/// Texts that make careless code slow.
struct Hostile: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    var testDescription: String { name }

    static let all = [
        Hostile(name: "one line of a megabyte", text: String(repeating: "word -- the the ... a , b ", count: 40_000)),
        Hostile(name: "a word of a megabyte", text: String(repeating: "a.", count: 500_000)),
        Hostile(name: "dots", text: String(repeating: ".", count: 500_000)),
        Hostile(name: "dots with spaces", text: "a" + String(repeating: " .", count: 250_000)),
        Hostile(name: "spaces", text: "a" + String(repeating: " ", count: 500_000) + "b"),
        Hostile(name: "hyphens", text: String(repeating: "a - ", count: 200_000)),
        Hostile(name: "soft hyphens", text: "a" + String(repeating: "\u{AD}", count: 200_000) + "b"),
        Hostile(name: "soft hyphens in a word", text: String(repeating: "a\u{AD}", count: 200_000) + "b"),
        Hostile(name: "two dots without end", text: String(repeating: "it was late.. The day went. ", count: 20_000)),
        Hostile(name: "empty lines", text: String(repeating: "\n", count: 100_000)),
        Hostile(
            name: "broken words",
            text: String(repeating: "the council of the old town by the river met to talk of inter-\n", count: 10_000)
        ),
        Hostile(name: "combining marks", text: "e" + String(repeating: "\u{301}", count: 10_000) + "... the the end"),
        Hostile(name: "backticks", text: String(repeating: "```\n", count: 50_000)),
    ]
}

/// A generator that gives the same numbers on every machine (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

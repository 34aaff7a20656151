import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite struct DedupeHeadlinesTests {
    private func engine(_ change: (inout DedupeHeadlines.Options) -> Void = { _ in }) -> Engine {
        var options = DedupeHeadlines.Options()
        change(&options)
        var reader = SettingReader { (name, _, place) throws(Mistake) in throw Mistake(at: place, "no file \(name)") }
        return Engine([PipelineStage(DedupeHeadlines(options, &reader))])
    }

    @Test("each edit names its rule and the line that it copies")
    func reasons() {
        let outcome = engine().clean(
            Article(
                "Ferry sails again after storm - Post\n\nFerry sails again after storm\nFerry sails again after…\n\n"
                    + "The first boat left at noon with forty passengers and the mail of three days.\n\n"
                    + "The first boat left at noon, with forty passengers and the mail of three days.\n"
            )
        )
        let edits = outcome.passes.flatMap(\.edits.edits).map { "\($0.rule): \($0.why)" }
        #expect(
            edits == [
                "site-affix: not in line 3",
                "copy-of-headline: copy of line 1",
                "cut-off-headline: line 1, cut off",
                "repeated-paragraph: copy of line 6",
            ]
        )
    }

    @Test("a title that the text does not have leaves the text's own headline to be found")
    func otherTitle() {
        let text = "Ferry sails again\n\nFerry sails again\n\nThe first boat left at noon.\n"
        let outcome = engine().clean(Article(text, .init(title: "Boats: the islands breathe again")))
        #expect(outcome.article.text == "Ferry sails again\n\nThe first boat left at noon.\n")
    }

    @Test("a title spelled otherwise than the first copy leaves the first copy's own words")
    func titleWithAffix() {
        let text =
            "“Ferry” sails — again, after storm | Post\n\n„Ferry“ sails again after storm\n\nThe first boat left at noon.\n"
        let outcome = engine().clean(Article(text, .init(title: "FERRY SAILS AGAIN AFTER STORM | POST")))
        #expect(outcome.article.text == "“Ferry” sails — again, after storm\n\nThe first boat left at noon.\n")
    }

    @Test("a copy goes or stays by its letters, with soft hyphens as without", arguments: ["", "\u{AD}"])
    func softHyphens(_ hyphen: String) {
        let jobs = "Wanted at once: a judge or a prose\(hyphen)cutor for the district of the old har\(hyphen)bour..."
        let text = "Open places\n\n\(jobs)\nCourt of Oldtown\n\(jobs)\nCourt of Newtown\n"
        let outcome = engine().clean(Article(text))
        #expect(outcome.article.text == "Open places\n\n\(jobs)\nCourt of Oldtown\nCourt of Newtown\n")
    }

    @Test("options turn off near copies and paragraphs")
    func options() {
        let paragraph = "The first boat left at noon with forty passengers and the mail of three days.\n"
        let near = "The ferry to Norby sails again after storm\n\nFerry to Norby sails again after the storm\n\n"
        let text = near + paragraph + "\n“At last,” said one.\n\n" + paragraph
        let outcome = engine {
            $0.similarity = 1
            $0.paragraphs = false
        }.clean(Article(text))
        #expect(outcome.article.text == text)
        #expect(engine().clean(Article(text)).article.bytes.count < text.utf8.count - paragraph.utf8.count)
    }

    @Test("thirty thousand equal lines, and as many with one beginning, take one pass")
    func manyLines() {
        let equal = Article(String(repeating: "Ferry sails again after the storm of Friday night\n", count: 30_000))
        #expect(engine().clean(equal).article.text == "Ferry sails again after the storm of Friday night\n")
        let alike = (0..<30_000).map {
            "The first boat left the harbour of the islands at noon on day \($0) of that long and cold winter."
        }
        let article = Article(alike.joined(separator: "\n"))
        #expect(engine().clean(article).article.bytes == article.bytes)
    }

    @Test("a line that comes up to its copy when what stood between has gone goes too")
    func comesUp() {
        var reader = SettingReader { _, _, place throws(Mistake) in throw Mistake(at: place, "no file") }
        let dedupe = PipelineStage(DedupeHeadlines(DedupeHeadlines.Options(), &reader), options: "")
        let engine = Engine([dedupe, PipelineStage(DropMenu()), dedupe])
        let said = "The harbour board will meet again early on Monday morning."
        let article = Article("Ferry to run all winter\n\n\(said)\n\nMENU\n\n\(said)\n\nMENU\n")
        let outcome = engine.clean(article)
        #expect(outcome.article.text == "Ferry to run all winter\n\n\(said)\n")
        #expect(outcome.passes.map(\.stage) == [1, 2])
    }
}

/// Takes out lines that say `MENU`.
private struct DropMenu: Stage {
    static let card = StageCard("drop-menu", "Takes out menus.", examples: [])
    static let fields: [OptionField<NoOptions>] = []
    init(_ options: NoOptions, _ reader: inout SettingReader) {}
    init() {}
    func review(_ article: Article, into markup: inout Markup) {
        var removals = LineRemovals()
        for (number, line) in article.lines.enumerated() where article.bytes[line.trimmed].elementsEqual("MENU".utf8) {
            removals.remove(number, rule: "menu")
        }
        removals.propose(for: article.lines, into: &markup)
    }
}

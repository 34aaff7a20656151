import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite("Judgement of lines") struct LineJudgementTests {
    private static let paragraphs = [
        "The council of the old town voted on Tuesday to keep the night market on the square for three more years.",
        "Stallholders had feared a move to the car park behind the station, where nobody would have come to buy from "
            + "them, as the head of their union said before the vote.",
        "“Nobody buys dumplings in a car park,” said a woman who has sold them on the square since she came to the town.",
        "Stalls will close an hour earlier than before. The council will pay for two more cleaners and, for the first "
            + "time, for a toilet that works.",
        "Opponents spoke of the noise and of the smell, and one of them brought a bag of what he finds in his garden "
            + "on Sunday mornings, which he emptied on the table of the mayor.",
        "The vote was the last on a long agenda, and some of the members had left for their trains when it was called.",
        "A decision on the winter market will be taken in the autumn, when the new budget is known to all of them.",
    ]
    private static let headline = "Night market to stay on the square, council decides"
    private static let menu = [
        "News", "Sport", "Culture", "Weather", "Opinion", "Jobs", "Homes", "Cars", "Obituaries", "E-paper", "Puzzles",
    ]
    private static let teasers = [
        "Bakery wins national prize", "Bus line changes its route", "Three hurt in harbour fire", "Library opens late",
        "School gets a new roof", "River trail closed", "Mayor to retire in spring", "Choir sings at the castle",
    ]
    private static let article = ([headline, ""] + paragraphs.flatMap { [$0, ""] }).joined(separator: "\n")
    private static let page = ([headline] + menu + paragraphs + ["More from this section"] + teasers + menu)
        .joined(separator: "\n")

    /// The stage with the shipped weights and no rules.
    private func engine(_ mode: String) throws -> Engine {
        Engine([try stripNavigation("{ mode: \(mode), packs: [] }")])
    }

    private func cleaned(_ text: String, _ mode: String) throws -> (text: String, edits: [Edit]) {
        let engine = try engine(mode)
        let outcome = engine.clean(Article(text))
        for pass in outcome.passes { #expect(pass.edits.firstFault(in: pass.before) == nil) }
        #expect(engine.clean(Article(outcome.article.bytes)).passes.isEmpty, "a second review")
        return (outcome.article.text, outcome.passes.flatMap(\.edits.edits))
    }

    @Test("an article alone stays, in both modes", arguments: ["safe", "strict"])
    func article(mode: String) throws {
        let text = try cleaned(Self.article, mode).text
        #expect(text == Self.article)
    }

    @Test("of a whole page strict leaves the headline and the article, and hardly more")
    func page() throws {
        let result = try cleaned(Self.page, "strict")
        let lines = result.text.split(separator: "\n").map(String.init)
        #expect(lines.filter { $0.count > 60 } == Self.paragraphs)
        #expect(lines.first == Self.headline)
        // Beside the headline, of 31 lines of menus and teasers that no rule knows.
        #expect(lines.count <= Self.paragraphs.count + 4, "\(lines)")
        #expect(result.edits.allSatisfy { $0.rule == "judged" && !$0.why.isEmpty })
    }

    @Test("a report's first line, with its place and agency, stays in strict wherever it stands")
    func datelines() throws {
        let report =
            "A photo by AFP and a video that Getty Images published on Monday, May 5, 2025 show you how to sign up for "
            + "the market's newsletter."
        for (line, stays) in [("OLDTOWN, May 5 (Reuters) - " + report, true), (report, false)] {
            let page = ([Self.page, "Most read", line] + Self.menu).joined(separator: "\n")
            #expect(try cleaned(page, "strict").text.contains(report) == stays)
        }
    }

    @Test("blank lines between the lines of a page make no difference")
    func blankLines() throws {
        let spaced = Self.page.split(separator: "\n").joined(separator: "\n\n")
        let lines = try cleaned(spaced, "strict").text.split(separator: "\n")
        #expect(try lines == cleaned(Self.page, "strict").text.split(separator: "\n"))
    }

    @Test("subheads and a list stay in strict, since nothing around them is litter beyond doubt")
    func shortLines() throws {
        var lines = Self.paragraphs
        lines.insert("What changes now", at: 2)
        lines.insert(contentsOf: ["- stalls close at nine", "- two more cleaners", "- a toilet that works"], at: 5)
        let text = ([Self.headline] + lines).joined(separator: "\n\n") + "\n"
        #expect(try cleaned(text, "strict").text == text)
    }

    @Test("safe goes by rules alone: of a page it takes nothing for its look")
    func safe() throws {
        #expect(try cleaned(Self.page, "safe").text == Self.page)
    }

    @Test("the headline stays in strict where only the text says which line it is, and a label above it does not")
    func foundHeadline() throws {
        let text = (["Standings", Self.headline, Self.headline] + Self.menu + Self.paragraphs).joined(separator: "\n")
        #expect(Article(text).headline?.text == Self.headline)
        // As the first line it stays also where, in the clean copy, nothing repeats it.
        #expect(try engine("strict").clean(Article(text)).article.text.hasPrefix(Self.headline + "\n"))
    }

    @Test("a text of few words is not judged")
    func shortTexts() throws {
        let text = "Ferry lost\n\nMenu\nNews\nSport\nThe ferry left at nine. It did not come back.\nWeather\nJobs\n"
        #expect(try cleaned(text, "strict").text == text)
    }

    @Test("the headline stays, wherever it stands, and stet lines do", arguments: ["safe", "strict"])
    func headline(mode: String) throws {
        let engine = try engine(mode)
        let text = (Self.menu + [Self.headline] + Self.paragraphs).joined(separator: "\n")
        let outcome = engine.clean(Article(text, Article.Facts(title: Self.headline)))
        #expect(outcome.article.text.contains(Self.headline))
    }

    @Test("mistakes in a weights file are told")
    func mistakes() {
        let nine = "1, 2, 3, 4, 5, 6, 7, 8, 9"
        let files = [
            ("[]", "a weights file is a mapping, not a list"),
            ("pages: 1", "a weights file has no key 'pages'; did you mean 'page'?"),
            ("version: 2", "this weights file has version '2'; galley reads version 1"),
            ("words: { shouting: [a] }", "'shouting' is no kind of words with a list of them"),
            ("article: { bias: { first: 0, second: 0 } }", "a table of weights needs signs"),
            ("page-below: half", "'half' is no number"),
            ("page: { signs: { wordz: { steps: [1] } } }", "no sign of a line is named 'wordz'"),
            (
                "page: { signs: { words: { steps: [\(nine)], first: [\(nine), 10], second: [\(nine), 10] } } }",
                "'words' has more than 8 steps"
            ),
            (
                "page: { signs: { words: { steps: [1], first: [1], second: [1, 2] } } }",
                "'words' needs one weight more than it has steps"
            ),
        ]
        for (file, message) in files {
            let (setting, _) = YAML.read(Array(file.utf8))
            var reader = SettingReader { _, _, place throws(Mistake) in
                if let setting { return .setting(setting) }
                throw Mistake(at: place, "none")
            }
            var options = StripNavigation.Options()
            (options.packs, options.mode) = ([], .strict)
            _ = StripNavigation(options, &reader)
            #expect(reader.mistakes.map(\.message) == [message], "\(file)")
        }
    }
}

import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite struct StripNavigationTests {
    private static let all = try? Engine([stripNavigation("packs: [en, fr, de, es, it, pt, nl, pl, tr, ru, ja, ar]")])
    private let first = "The ferry left the harbour at nine o’clock on Monday morning, as it did on every day."
    private let last = "It was the first time in ten years that it did not come back to the island at night."

    /// What is left of an article, and the rules that took the rest.
    private func cleaned(_ text: String, title: String? = nil) throws -> (text: String, rules: [String]) {
        let engine = try #require(Self.all)
        let outcome = engine.clean(Article(text, Article.Facts(title: title)))
        for pass in outcome.passes { #expect(pass.edits.firstFault(in: pass.before) == nil) }
        let again = engine.clean(Article(outcome.article.bytes, Article.Facts(title: title)))
        #expect(again.passes.isEmpty, "a second review of \(outcome.article.text)")
        return (outcome.article.text, outcome.passes.flatMap { $0.edits.edits.map(\.rule) })
    }

    @Test(
        "litter that needs no language goes",
        arguments: [
            ("-", "lone-mark"), ("•", "lone-mark"), ("| |", "lone-mark"), ("×", "lone-mark"), ("»", "lone-mark"),
            ("Home > News > World", "breadcrumb"), ("Accueil » Monde » Asie", "breadcrumb"),
            ("Home / Travel", "breadcrumb"), ("//-->", "leaked-code"),
            ("<img src=\"https://a.example/p?c=1\" width=\"1\">", "leaked-code"),
            ("googletag.cmd.push(function() { googletag.display('ad-1'); });", "leaked-code"),
        ]
    )
    func languageFree(line: String, rule: String) throws {
        let result = try cleaned("\(first)\n\n\(line)\n\n\(last)\n")
        #expect(result.text == "\(first)\n\n\(last)\n")
        #expect(result.rules == [rule])
    }

    @Test(
        "a path of the menu goes above the first paragraph, and stays below",
        arguments: [
            "News › Europe › Ferries and harbours", "Settings > Privacy > Location Services",
            "Paris > Lyon > Marseille", "Home > Insert > Table",
        ]
    )
    func paths(line: String) throws {
        let result = try cleaned("\(line)\n\nFerry lost\n\n\(first)\n\n\(line)\n\n\(last)\n")
        #expect(result.text == "Ferry lost\n\n\(first)\n\n\(line)\n\n\(last)\n")
        #expect(result.rules == ["breadcrumb"])
    }

    @Test(
        "a line within a sentence stays",
        arguments: [
            "The mayor said on\nTwitter\nthat he would resign on Monday, and on\nFacebook\nthat he would not.",
            "The mayor said on\nTwitter\nand\nFacebook\nthat he would resign.",
            "At ten the pilot asked the tower to\ncontact us by e-mail, and that the tower did not.\nThe plane fell.",
            "In its report the bank says that\nthis website uses cookies to\nfollow its users from site to site.",
            "The first two illnesses were confirmed\non\nNovember 22, and a third\non\nMonday.",
            "More\nthan two million people may have died of it.", "He did not say what it was\nabout.",
            "She asked to see it\nall.",
            "The picture was first shown on\nInstagram.",
            "The sign on the wall read:\nADVERTISEMENT\nand nothing else was printed there.",
        ]
    )
    func withinSentences(paragraph: String) throws {
        let text = "\(first)\n\n\(paragraph)\n\n\(last)\n"
        #expect(try cleaned(text).text == text)
    }

    @Test(
        "a list below a line that ends in a colon stays",
        arguments: [
            "The apps that young people used most:\n- YouTube\n- Facebook\n- Instagram",
            "The sections that the paper will close:\n\nSport\nTravel\nFood",
            "The buttons that he pressed most often:\n\nTweet\n\nShare\n\nSave\n\nPrint",
            "What a reader sees above each of its texts:\nAdvertisement\nSponsored content\nPaid post",
        ]
    )
    func announcedLists(list: String) throws {
        let text = "\(first)\n\n\(list)\n\n\(last)\n"
        #expect(try cleaned(text).text == text)
        let one = "\(first)\n\nHere is what the captain wrote:\n\nAdvertisement\n\n\(last)\n"
        #expect(try cleaned(one).text == "\(first)\n\nHere is what the captain wrote:\n\n\(last)\n")
    }

    @Test(
        "a label with a colon and the mark of a signature stay above what they announce",
        arguments: [
            "Contact:\nPeter Lane, press office\n+44 1228 555 0100", "Contact:\n\nPeter Lane\n+44 1228 555 0100",
            "-- \nArthur Penn\n12 Railway Terrace, Carlisle",
        ]
    )
    func announced(block: String) throws {
        let text = "\(first)\n\n\(last)\n\n\(block)\n"
        #expect(try cleaned(text).text == text)
        let label = try #require(block.split(separator: "\n").first)
        #expect(try cleaned("\(first)\n\n\(last)\n\n\(label)\n").text == "\(first)\n\n\(last)\n")
    }

    @Test("a list of names stays with its head, one that goes on counting without it")
    func ownLists() throws {
        for list in [
            "Most popular\n1. Minecraft\n2. Tetris\n3. Super Mario Bros", "Most watched\n- The Crown\n- Squid Game",
        ] {
            let text = "\(first)\n\n\(list)\n\n\(last)\n"
            #expect(try cleaned(text).text == text)
        }
        let (four, five) = ("4. Talk to your boss", "5. Leverage what you earn beside your work at night")
        #expect(
            try cleaned("\(first)\n\(four)\nTop stories\n\(five)\n\(last)\n").text
                == "\(first)\n\(four)\n\(five)\n\(last)\n"
        )
    }

    @Test("what stands between fences stays")
    func fences() throws {
        let text = "\(first)\n\n```\nAdvertisement\nShare\n-\n<!--\nvar x = 3;\n//-->\n```\n\n\(last)\n"
        #expect(try cleaned(text).text == text)
    }

    @Test(
        "lines of the article’s own stay, wherever they stand",
        arguments: [
            "“No, no, no.”", "—No, no.", "Na na na na", "“Like this?”", "To a friend.", "Send this.", "“Send email?”",
            "“To print, to post, to share.”", "“Auf, auf!”", "«Su, su!»", "— На, на, на.", "— В печать!", "Dit op dit.",
            "—¿Por esta?", "Via via",
            "Share prices fell", "Next-gen robots", "Total", "iPhone 14", "NOT SCARY", "Bottom line: B+.",
            "Final Score: Harbour 101, Hillside 91", "“Please,” he said later. “Please.”", "Here’s the thing:",
            "42. A boxer of the northern league, 25, welterweight", "Fleeing civil war", "Who won?", "3 > 2 > 1.",
            "He and/or she", "Size: 6-foot-2, 195 lbs", "It’s festive!", "if (a > b) { return a; }", "x = 3;", "3–1",
            "« Oui » « Non » devant la mairie", "(Reporting by Jane Example; editing by John Example)", "12", "?", "…",
        ]
    )
    func ownLines(line: String) throws {
        let text = "Ferry lost\n\n\(first)\n\n\(line)\n\n\(last)\n"
        #expect(try cleaned(text).text == text)
    }

    @Test("marks between two scenes stay, at either end they go")
    func sceneBreaks() throws {
        let result = try cleaned("***\n\n\(first)\n\n* * *\n\n\(last)\n\n—\n\n___\n")
        #expect(result.text == "\(first)\n\n* * *\n\n\(last)\n")
        #expect(result.rules == ["lone-mark", "lone-mark", "lone-mark"])
    }

    @Test("code beside certain code goes, other code stays")
    func code() throws {
        let program = "let a = [1, 2];\nprint(a[0]);"
        let script = "<!--\nvar x = 3;\nif (x) {\nwindow._x = 2;\n}\n//-->"
        let result = try cleaned("\(first)\n\(program)\n\(last)\n\(script)\n\(first)\n")
        #expect(result.text == "\(first)\n\(program)\n\(last)\n\(first)\n")
        let data = "PCEtLSBCZWdpbiBjb21TY29yZSBUYWcgLS0+Cgo8c2NyaXB0PgogIHZhciBf"
        #expect(try cleaned("\(first)\n\(data)\n\(data)\n\(last)\n").text == "\(first)\n\(last)\n")
        #expect(try cleaned("\(first)\n\(data)\n\(last)\n").rules.isEmpty)
    }

    @Test("a list goes with its head, between paragraphs only if its lines are marked as items")
    func lists() throws {
        let links = "Ferry runs aground off the northern coast\nTen boats that made history"
        let items = "- Ferry runs aground off the northern coast\n2. Ten boats that made history"
        #expect(try cleaned("\(first)\nRelated stories\n\(items)\n\(last)\n").text == "\(first)\n\(last)\n")
        #expect(try cleaned("\(first)\nRelated stories\n\(links)\n\(last)\n").text == "\(first)\n\(links)\n\(last)\n")
        #expect(
            try cleaned("\(first)\nRelated stories\n\(items)\nWhat the captain saw\n\(last)\n").text
                == "\(first)\nWhat the captain saw\n\(last)\n"
        )
        #expect(
            try cleaned("\(first)\n\(last)\nMost read\nWeather\n\(links)\nShare\n12\n").text == "\(first)\n\(last)\n"
        )
        // More lines than such a list has.
        let many = (1...13).map { "- The boat with the number \($0)" }.joined(separator: "\n")
        for text in ["\(first)\nRelated stories\n\(many)\n\(last)\n", "\(first)\n\(last)\nRelated stories\n\(many)\n"] {
            #expect(try cleaned(text).text == text.replacing("Related stories\n", with: ""))
        }
    }

    @Test("a doubtful word goes beside litter and at the ends, and stays inside the article")
    func neighbours() throws {
        #expect(try cleaned("\(first)\n\nClose\n\n\(last)\n").rules.isEmpty)
        #expect(try cleaned("\(first)\n\nClose\n\nAdvertisement\n\nShare\n\n\(last)\n").text == "\(first)\n\n\(last)\n")
        #expect(try cleaned("\(first)\n\n\(last)\n\nClose\n").text == "\(first)\n\n\(last)\n")
        #expect(try cleaned("\(first)\n\nShare\nSave\nPrint\n\n\(last)\n").text == "\(first)\n\n\(last)\n")
    }

    @Test("the first line stays unless it is litter to the letter, and the headline anyway")
    func firstLine() throws {
        #expect(
            try cleaned("Advertisement\n\nSign up for our newsletter\n\n\(first)\n").text
                == "Sign up for our newsletter\n\n\(first)\n"
        )
        #expect(try cleaned("Advertisement\n\n\(first)\n", title: "Advertisement").rules.isEmpty)
        let menu = try cleaned("Privacy policy\nShare\nOpinion\nTerms of use\n\n\(first)\n", title: "Opinion")
        #expect(menu.text == "Opinion\n\n\(first)\n")
        let list = try cleaned("\(first)\n\nRelated stories\nStorm is near\nFerry lost\nBoats\n", title: "Ferry lost")
        #expect(list.text == "\(first)\n\nFerry lost\n")
    }

    @Test("lines tell case unless told not to")
    func options() throws {
        let text = "\(first)\nWIRE SERVICE\n\(last)\n"
        for (options, goes) in [
            ("lines: ['Wire *']", false), ("lines: ['Wire *']\ncase: ignore", true),
            ("patterns: ['(?i)wire\\s.*']", true), ("patterns: ['wire']\ncase: ignore", false),
        ] {
            let outcome = try Engine([stripNavigation(options)]).clean(Article(text))
            #expect((outcome.article.text == "\(first)\n\(last)\n") == goes, "\(options)")
        }
    }

    @Test(
        "mistakes in options and packs say where and what",
        arguments: [
            ("remove: [bylines]", "remove takes byline, credit, dateline, not 'bylines'; did you mean 'byline'?"),
            ("mode: harsh", "mode is one of safe, strict, not 'harsh'"),
            ("packs: [xx]", "no pack is named 'xx'"),
            ("patterns: ['a(b']", "the pattern does not compile: missing closing parenthesis"),
            ("lines: [NEXT *, '']", "lines takes texts, not nothing"),
            ("lines: [{ line: NEXT * }]", "lines takes texts, not a mapping"),
            ("lines: ['* *']", "'* *' takes any sentence, and whole articles with it"),
            ("patterns: ['NEXT .*', '.*']", "'.*' takes any sentence, and whole articles with it"),
        ]
    )
    func mistakes(options: String, message: String) {
        var reader = PipelineResources(folder: shippedData).reader()
        _ = PipelineStage.read(StripNavigation.self, options: YAML.read(Array(options.utf8)).setting, with: &reader)
        #expect(reader.mistakes.map(\.message) == [message])
    }

    @Test(
        "a pattern that asks for something does not take any sentence",
        arguments: ["lines: ['* * *: News']", "patterns: ['.{1,25}']"]
    )
    func narrowPatterns(options: String) {
        var reader = PipelineResources(folder: shippedData).reader()
        _ = PipelineStage.read(StripNavigation.self, options: YAML.read(Array(options.utf8)).setting, with: &reader)
        #expect(reader.mistakes.map(\.message) == [])
    }

    @Test(
        "mistakes in a pack say where and what",
        arguments: [
            (
                "rules:\n- name: a\n  kind: tags\n  lines: ['{a,b']", 4,
                "the braces do not close, or stand for more than"
            ),
            ("rules:\n- name: a\n  kind: tags\n  lines: ['*']", 4, "a line needs at least one whole word"),
            ("rules:\n- name: a\n  kind: tag\n  lines: [a]", 3, "kind is one of "),
            ("rules:\n- kind: tags\n  lines: [a]", 2, "the rule has no name"),
            ("rules:\n- name: a\n  kind: tags", 2, "the rule 'a' has neither lines nor words"),
            ("rules:\n- name: a\n  kind: tags\n  line: [a]\n  words: [b]", 4, "a rule has no key 'line'; did you mean"),
            ("rules:\n- name: a\n  kind: tags\n  lines: [a]\n  max-words: 0", 5, "max-words takes a whole number from"),
            ("rules:\n- name: a\n  kind: tags\n  lines: [a]\n  ends: shut", 5, "ends is 'open' or left out"),
            ("rules: a", 1, "rules is a list of rules"),
            ("rule: []", 1, "a pack has no key 'rule'; did you mean 'rules'?"),
        ]
    )
    func packMistakes(yaml: String, line: Int, message: String) throws {
        let pack = try #require(YAML.read(Array(yaml.utf8), file: 3).setting)
        var reader = SettingReader { (_, _, _) throws(Mistake) in .setting(pack) }
        _ = StripNavigation(StripNavigation.Options(), &reader)
        let mistake = try #require(reader.mistakes.first)
        #expect(mistake.message.hasPrefix(message), "\(mistake.message)")
        #expect((mistake.place.file, mistake.place.line) == (3, line))
    }

    @Test("a pattern without end sets the article aside")
    func endlessPattern() throws {
        let outcome = try Engine([stripNavigation("patterns: ['(a+)+$']")])
            .clean(Article(String(repeating: "a", count: 5000) + "b"))
        guard case .setAside(reason: "stage-failed", _) = outcome.verdict else {
            Issue.record("\(outcome.verdict)")
            return
        }
    }

    @Test(.timeLimit(.minutes(10)), arguments: HostileText.all)
    func hostile(_ input: HostileText) throws {
        let engine = try #require(Self.all)
        let outcome = engine.clean(Article(input.bytes))
        for pass in outcome.passes { #expect(pass.edits.firstFault(in: pass.before) == nil) }
        #expect(String(validating: outcome.article.bytes, as: UTF8.self) != nil)
        #expect(engine.clean(Article(outcome.article.bytes)).passes.isEmpty)
    }

    @Test("what is left of any order of lines needs nothing more")
    func fixpoint() throws {
        let lines = [
            first, last, "", "Share", "Close", "Advertisement", "Related stories", "Related", "* * *", "-",
            "var x = 3;",
            "//-->", "Ferry runs aground off the northern coast", "Comments", "12 comments",
            "Sign up for our newsletter",
            "PCEtLSBCZWdpbiBjb21TY29yZSBUYWcgLS0+Cgo8c2NyaXB0PgogIHZhciBf", "News", "Home > News > World", "Subtitles",
            "Tags", "Skip to main content", "What the captain saw", "}", "The apps that he used most:", "- YouTube",
            "1. Minecraft", "The mayor said on", "Twitter", "that he would", "5 min", "```", "Most popular",
        ]
        var random = LitterDice(state: 7)
        for _ in 0..<400 {
            let count = 2 + random.next(14)
            let text = (0..<count).map { _ in lines[random.next(lines.count)] }.joined(separator: "\n")
            _ = try cleaned(text)
        }
    }
}

/// A text that is hard on code which expects articles.
struct HostileText: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]

    static let all: [HostileText] = {
        var random = LitterDice(state: 1)
        let noise = (0..<200_000).map { _ in UInt8(random.next(256)) }
        return [
            HostileText(testDescription: "one long line", bytes: [UInt8](repeating: 0x61, count: 1 << 20)),
            HostileText(testDescription: "empty lines", bytes: [UInt8](repeating: 0x0A, count: 100_000)),
            HostileText(testDescription: "marks", bytes: Array(String(repeating: "-\n", count: 50_000).utf8)),
            HostileText(testDescription: "labels", bytes: Array(String(repeating: "Share\n", count: 50_000).utf8)),
            HostileText(
                testDescription: "heads",
                bytes: Array(String(repeating: "Related stories\n", count: 50_000).utf8)
            ),
            HostileText(
                testDescription: "heads with lists",
                bytes: Array(String(repeating: "Related stories\nA boat that made history\n", count: 20_000).utf8)
            ),
            HostileText(
                testDescription: "lists announced in lists",
                bytes: Array(String(repeating: "This is what he saw:\n", count: 50_000).utf8)
            ),
            HostileText(
                testDescription: "a sentence without end",
                bytes: Array(("The mayor said on\n" + String(repeating: "Share\nit\n", count: 50_000)).utf8)
            ),
            HostileText(testDescription: "code", bytes: Array(String(repeating: "x = [{(;\n", count: 50_000).utf8)),
            HostileText(
                testDescription: "stars",
                bytes: Array(String(repeating: "sign up for a a a a ", count: 10_000).utf8)
            ),
            HostileText(
                testDescription: "combining marks",
                bytes: Array(("Share" + String(repeating: "\u{301}", count: 10_000)).utf8)
            ),
            HostileText(testDescription: "noise", bytes: Array(String(decoding: noise, as: UTF8.self).utf8)),
        ]
    }()
}

/// A small generator of numbers that gives the same ones on each run.
struct LitterDice {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }
}

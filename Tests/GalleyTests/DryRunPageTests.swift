import GalleyText
import Testing

@testable import galley

@Suite struct DryRunPageTests {
    /// A story with some of everything.
    private static var ferry: Marked {
        var marked = Marked(
            """
            Ferry to the islands stops for the winter, and nobody knows when it will be back

            Ferry to the islands stops for the winter, and nobody knows when it will be back
            Ferry to the islands stops for the winter | The Daily Example

            The last boat left on Sunday with four passengers and a dog.

            “We shall miss it, said the mayor, who had come to the pier in her best coat, “and we shall miss the people who came with it, year after year, from the mainland and from further away, to look at our birds.
            It is the the first winter without a ferry since 1911.\u{A0}\u{A0}Nobody knows what the school will do, or the baker, or the doctor; "we wait", they say, "as always".

            The company, in a state-
            ment, was sorry.
            -

            Share this article
            READ MORE Bridge to the islands: a dream of the last century, again : News
            """
        )
        let f = "Ferry to the islands stops for the winter, and nobody knows when it will be back\n"
        marked.replace(f, 1, with: "", by: "dedupe-headlines", "copy-of-headline", "line 1")
        marked.replace(
            "Ferry to the islands stops for the winter | The Daily Example\n\n",
            with: "",
            by: "dedupe-headlines",
            "near-copy-of-headline",
            "line 1"
        )
        marked.insert("”", at: marked.range(of: ", said").lowerBound + 1, by: "normalize-quotes", "close-before-verb")
        marked.insert("”", at: marked.range(of: "birds.").upperBound, by: "normalize-quotes", "close-at-paragraph-end")
        marked.replace("the the", with: "the", by: "fix-typography", "doubled-word")
        marked.replace("\u{A0}\u{A0}", with: " ", by: "repair-text", "odd-space")
        marked.replace("\"we", with: "“we", by: "normalize-quotes", "curly")
        marked.replace("wait\"", with: "wait”", by: "normalize-quotes", "curly")
        marked.replace("\"as", with: "“as", by: "normalize-quotes", "curly")
        marked.replace("always\"", with: "always”", by: "normalize-quotes", "curly")
        marked.replace("-\nment", with: "ment", by: "fix-typography", "broken-hyphenation")
        marked.replace("-\n\n", with: "", by: "strip-navigation", "lone-mark")
        marked.replace("Share this article\n", with: "", by: "strip-navigation", "share-bar", "en")
        marked.replace(
            "READ MORE Bridge to the islands: a dream of the last century, again : News",
            with: "",
            by: "strip-navigation",
            "next-teaser",
            "en"
        )
        marked.findings = [
            (
                "normalize-quotes",
                Finding(
                    range: marked.range(of: "“and we"),
                    rule: "unbalanced",
                    message: "a quotation opens here and does not close"
                )
            )
        ]
        marked.tags = [
            Tag(
                id: "medtop:20000001",
                label: "transport",
                score: 9.13,
                evidence: [
                    .init(term: "ferry", weight: 1, inHeadline: 1, offsets: [1, 2]),
                    .init(term: "boat", weight: 1, inHeadline: 0, offsets: [2]),
                ]
            ),
            Tag(
                id: "medtop:3",
                label: "weather and 天気",
                score: 12,
                evidence: [.init(term: "winter", weight: 1, inHeadline: 1, offsets: [])]
            ),
        ]
        return marked
    }

    @Test("the page shows each mark with its rule, then topics, findings and totals")
    func page() {
        #expect(
            Self.ferry.page(width: 120) == """
                story.txt
                    1   Ferry to the islands stops for the winter, and nobody knows when it will be back
                    3 − Ferry to the islands stops for the winter, and nobody knows …  dedupe-headlines › copy-of-headline (line 1)
                    4 − Ferry to the islands stops for the winter | The Daily Example  dedupe-headlines › near-copy-of-headline (line 1)
                    6   The last boat left on Sunday with four passengers and a dog.
                    8 ~ “We shall miss it,{+”+} said the mayor, … at our birds.{+”+}   normalize-quotes › close-before-verb
                                                                                       normalize-quotes › close-at-paragraph-end
                    9 ~ It is the[- the-] first winter without a ferry since 1911. …   fix-typography › doubled-word
                      ~ … a ferry since 1911.[-‹U+00A0 ×2›-]{+ +}Nobody knows what …   repair-text › odd-space
                      ~ … or the doctor; [-"-]{+“+}we wait[-"-]{+”+}, they say, …      normalize-quotes › curly ×2
                      ~ … , they say, [-"-]{+“+}as always[-"-]{+”+}.                   normalize-quotes › curly ×2
                   11 ~ The company, in a state[--¶-]ment, was sorry.                  fix-typography › broken-hyphenation
                   13 − -                                                              strip-navigation › lone-mark
                   15 − Share this article                                             strip-navigation › share-bar (en)
                   16 − READ MORE Bridge to the islands: a dream of the last …         strip-navigation › next-teaser (en)

                  topics   transport         medtop:20000001   9.1   ferry ×3, boat
                           weather and 天気  medtop:3         12.0   winter
                  findings 8:79  a quotation opens here and does not close  normalize-quotes › unbalanced
                  kept 107 of 152 words · 14 marks by 5 stages · 1 finding · undone again to the byte

                """
        )
    }

    @Test("on a narrow page a rule that does not fit goes below its change")
    func narrow() {
        var marked = Self.ferry
        marked.tags = []
        let page = marked.page(width: 64).split(separator: "\n")
        #expect(
            page[7...12].joined(separator: "\n") == """
                    8 ~ … miss it,{+”+} said the …
                                            normalize-quotes › close-before-verb
                      ~ … at our birds.{+”+}
                                       normalize-quotes › close-at-paragraph-end
                    9 ~ It is the[- the-] first winter …
                                                fix-typography › doubled-word
                """
        )
        #expect(page.dropLast(2).allSatisfy { $0.count <= 64 })
    }

    @Test("in colour, what is gone is red, what is new is green, and spaces are seen")
    func color() {
        var marked = Marked("He said  \"no\".\n")
        marked.replace("  ", with: " ", by: "fix-typography", "doubled-space")
        marked.replace("\"no\"", with: "“no”", by: "normalize-quotes", "curly")
        let lines = marked.page(width: 80, color: true).split(separator: "\n")
        #expect(lines[1].hasPrefix("    \u{1B}[2m1\u{1B}[0m ~ He said \u{1B}[31;7m \u{1B}[0m\u{1B}[31m\"no\"\u{1B}[0m"))
        #expect(lines[1].contains("\u{1B}[32m“no”\u{1B}[0m."))
    }

    @Test("an article without a mark is one line under its name")
    func clean() {
        #expect(Marked("All is well.\n").page() == "story.txt\n  kept 3 of 3 words · 0 marks · 0 findings\n")
        #expect(Marked("").page() == "story.txt\n  kept 0 of 0 words · 0 marks · 0 findings\n")
    }

    @Test("what changes at every line end is told once")
    func lineEnds() {
        var marked = Marked(String(repeating: "A line of  verse\r\n", count: 40) + "The last.\n")
        for number in 0..<40 { marked.replace("\r", number, with: "", by: "repair-text", "line-end") }
        marked.replace("  ", 7, with: " ", by: "fix-typography", "space-run")
        #expect(
            marked.page(width: 80) == """
                story.txt
                      ~ [-‹CR›-] at 40 line ends  repair-text › line-end ×40
                    8 ~ A line of [- -]verse      fix-typography › space-run

                  kept 162 of 162 words · 41 marks by 2 stages · 0 findings · undone again to the byte

                """
        )
    }

    @Test("a word that is repaired is kept, and one that goes is not")
    func words() {
        var marked = Marked("He said â€œWe &amp; theyâ€\u{9D} the the end.\n天気がいい。\n-\n")
        marked.replace("â€œ", with: "“", by: "repair-text", "mojibake")
        marked.replace("â€\u{9D}", with: "”", by: "repair-text", "mojibake")
        marked.replace("&amp;", with: "&", by: "repair-text", "entity")
        #expect(marked.run.words.kept == marked.run.words.all)
        let all = marked.run.words.all
        marked.replace(" the", 1, with: "", by: "fix-typography", "doubled-word")
        #expect(marked.run.words.kept == all - 1)
        marked.replace("天気", with: "", by: "replace", "weather")
        #expect(marked.run.words.kept == all - 3)
    }
}

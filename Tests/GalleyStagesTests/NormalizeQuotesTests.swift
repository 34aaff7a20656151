import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite("normalize-quotes") struct NormalizeQuotesTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let before: String
        let after: String
        var language = "en"
        var style = NormalizeQuotes.Style.auto
        var findings = 0
        var testDescription: String { before.debugDescription }
    }

    @Test(
        "marks become what their place tells",
        arguments: [
            // Single marks.
            Row(before: "'Yes,' she said.", after: "‘Yes,’ she said."),
            Row(before: "the dogs' bowls and the boss' car", after: "the dogs’ bowls and the boss’ car"),
            Row(before: "the 'experts' agree on the dogs' bowls", after: "the ‘experts’ agree on the dogs’ bowls"),
            Row(before: "'the dogs' bowls,' he said", after: "‘the dogs’ bowls,’ he said"),
            Row(before: "the '60s and '93, not 60's", after: "the ’60s and ’93, not 60’s"),
            Row(before: "the '90s' best and worst", after: "the ’90s’ best and worst"),
            Row(before: "they call it '90s' and mean it", after: "they call it ‘90s’ and mean it"),
            Row(before: "he wrote '30 days' and '30 days'.", after: "he wrote ‘30 days’ and ‘30 days’."),
            Row(before: "the '93 players' strike", after: "the ’93 players’ strike"),
            Row(before: "in '93 he said 'no' to it", after: "in ’93 he said ‘no’ to it"),
            Row(before: "I lost it :'( and 'cried'", after: "I lost it :'( and ‘cried’"),
            Row(
                before: "‘tis the season; give ‘em hell in the ‘90s",
                after: "’tis the season; give ’em hell in the ’90s"
            ),
            Row(before: "the word 'em' and the 'cause' of it", after: "the word ‘em’ and the ‘cause’ of it"),
            Row(before: "'Cause I said so.", after: "’Cause I said so."),
            Row(
                before: "rock ‘n’ roll, rock-'n'-roll, rock'n'roll",
                after: "rock ’n’ roll, rock-’n’-roll, rock’n’roll"
            ),
            Row(before: "don‘t, don`t and don´t", after: "don’t, don’t and don’t"),
            Row(before: "(sic)'s and \"Titanic\"'s", after: "(sic)’s and “Titanic”’s"),
            Row(before: "‘okina in Hawai‘i", after: "‘okina in Hawai‘i", findings: 1),
            // Places of double marks.
            Row(before: "(\"so\") [\"so\"] —\"so\"— /\"so\"/", after: "(“so”) [“so”] —“so”— /“so”/"),
            Row(before: "\"What?\" \"No!\" \"Yes...\" \"…and\"", after: "“What?” “No!” “Yes...” “…and”"),
            Row(before: "\"'It' is,\" he said. '\"It\" is.'", after: "“‘It’ is,” he said. ‘“It” is.’"),
            Row(before: "\"A\"\"B\" and (\"A\")", after: "“A”“B” and (“A”)"),
            Row(before: "\"*Bold*\" and *\"bold\"*, \"$5\", \"#1\"", after: "“*Bold*” and *“bold”*, “$5”, “#1”"),
            Row(before: "\"Note\"[1] and \"note\"(2)", after: "“Note”[1] and “note”(2)"),
            Row(before: "\" spaced \" and « spaced »", after: "“ spaced ” and « spaced »"),
            Row(before: "\u{FEFF}\"so\"\u{200B}", after: "\u{FEFF}“so”\u{200B}"),
            // Wrong, low, doubled and mixed marks.
            Row(before: "”so” “so“ „so” „so“ ,,so''", after: "“so” “so” “so” “so” ,,so''", findings: 0),
            Row(before: "''so'' ``so'' ‘‘so’’", after: "“so” “so” “so”"),
            Row(before: "Use `x = \"y\"` or ```sh.", after: "Use `x = \"y\"` or ```sh."),
            Row(before: "``--dry-run`` and ``d[\"it's\"]``, \"so\"", after: "``--dry-run`` and ``d[\"it's\"]``, “so”"),
            Row(before: "``so'' and ``it's so,\" and ``so''", after: "“so” and “it’s so,” and “so”"),
            Row(before: "Let f'(x) be g'(x), and f''(x) isn't", after: "Let f'(x) be g'(x), and f''(x) isn’t"),
            Row(before: "the `word' and the ´word´", after: "the ‘word’ and the ‘word’"),
            Row(before: "“All of it.’’ “So ‘it’ is.''", after: "“All of it.” “So ‘it’ is.”"),
            Row(before: "OK??:(   `¬´    ):", after: "OK??:(   `¬´    ):"),
            Row(before: "\"~a and '~b", after: "“~a and ‘~b", findings: 2),
            Row(before: "Warner Bros.' films", after: "Warner Bros.’ films"),
            // Measures.
            Row(before: "6'2\", 5' 10\" and 5'-6\"", after: "6′2″, 5′ 10″ and 5′-6″"),
            Row(before: "\"He is 6'2\" tall,\" she said", after: "“He is 6′2″ tall,” she said"),
            Row(before: "a 27\" screen, 3.5\" disks, 5\"x7\"", after: "a 27″ screen, 3.5″ disks, 5″x7″"),
            Row(before: "\"a 12\" record\" from \"2012\"", after: "“a 12″ record” from “2012”"),
            Row(before: "''\n'' so", after: "″\n'' so"),
            Row(before: "10' x 12' and 6' tall", after: "10′ x 12′ and 6′ tall"),
            Row(before: "a 5'x7' rug of the '50s", after: "a 5′x7′ rug of the ’50s"),
            Row(before: "a 65” screen at 1,200 dollars", after: "a 65” screen at 1,200 dollars"),
            Row(before: "\"I am 6'2\" he said", after: "“I am 6'2\" he said", findings: 1),
            // What cannot be told.
            Row(before: "so\" and so", after: "so\" and so", findings: 1),
            Row(before: "\"so and \"so\" and so", after: "“so and “so” and so", findings: 1),
            Row(before: "\"\" and ''' and \"\"so\"\"", after: "\"\" and ''' and \"\"so\"\""),
            Row(before: "[a link=”http://x” to=”y”]", after: "[a link=”http://x” to=”y”]"),
            Row(before: "say \\\"so\\\" and f(\"so\")", after: "say \\\"so\\\" and f(\"so\")"),
            Row(before: "\"See\" http://x.org/it's \"so\"", after: "“See” http://x.org/it's “so”"),
            Row(before: "'See' http://x.org/?q=dogs' and 'so'", after: "‘See’ http://x.org/?q=dogs' and ‘so’"),
            Row(before: "'See http://x.org/?q=dogs', he said", after: "‘See http://x.org/?q=dogs’, he said"),
            Row(before: "\"See\" <a href=\"x\">\"so\"</a>", after: "“See” <a href=\"x\">“so”</a>"),
            // Languages.
            Row(
                before: "\"L'État\", l'\"État\"",
                after: "«\u{A0}L’État\u{A0}», l’«\u{A0}État\u{A0}»",
                language: "fr"
            ),
            Row(
                before: "«\u{A0}Oui\u{A0}» et “oui” et « oui »",
                after: "«\u{A0}Oui\u{A0}» et “oui” et « oui »",
                language: "fr"
            ),
            Row(
                before: "'s Avonds \"ja\" in 's-Hertogenbosch",
                after: "’s Avonds “ja” in ’s-Hertogenbosch",
                language: "nl"
            ),
            Row(before: "un po' di \"tutto\" dell'\"arte\"", after: "un po’ di «tutto» dell’«arte»", language: "it"),
            Row(before: "“Sí” y \"no\"", after: "“Sí” y “no”", language: "es"),
            Row(before: "Ona \"nie\", on \"tak\"", after: "Ona „nie”, on „tak”", language: "pl"),
            Row(before: "Er »nein«, sie \"ja\"", after: "Er »nein«, sie »ja«", language: "de"),
            Row(before: "“Das” ist „gut“", after: "„Das“ ist „gut“", language: "de"),
            Row(before: "“Det” är ”bra”", after: "”Det” är ”bra”", language: "sv"),
            Row(before: "ראש הממשלה \"אמר\" \"so\"", after: "ראש הממשלה \"אמר\" \"so\"", language: "und"),
            Row(before: "彼は\"so\"と", after: "彼は\"so\"と", language: "ja"),
            // Named styles.
            Row(before: "„Ja“, “yes”, \"oui\"", after: "«Ja», «yes», «oui»", style: .swiss),
            Row(before: "«\u{A0}Oui\u{A0}»", after: "„Oui“", style: .german),
            Row(before: "«Oui» « non »", after: "«\u{A0}Oui\u{A0}» «\u{A0}non\u{A0}»", style: .guillemets),
            Row(before: "“It’s ‘so’” «so» „so“", after: "\"It's 'so'\" «so» \"so\"", style: .straight),
            Row(before: "“Mixed\" and 6'2\"", after: "\"Mixed\" and 6'2\"", style: .straight),
            Row(before: "``so´´, ''so'', 6′2″", after: "``so´´, ''so'', 6′2″", style: .straight),
            Row(before: "Er »nein«, sie \"ja\"", after: "Er »nein«, sie “ja”", language: "de", style: .curly),
        ]
    )
    func table(_ row: Row) {
        var options = NormalizeQuotes.Options()
        options.style = row.style
        let (after, findings) = clean(row.before, options, language: row.language)
        #expect(after == row.after)
        #expect(findings.count == row.findings, "\(findings)")
    }

    @Test(
        "a quotation is closed only where it is certain",
        arguments: [
            Row(before: "He saw “the best friend.", after: "He saw “the best friend.”"),
            Row(before: "He saw \"the best friend?\n\nNo.", after: "He saw “the best friend?”\n\nNo."),
            Row(before: "He said ‘no’ to “the ‘best’ friend!", after: "He said ‘no’ to “the ‘best’ friend!”"),
            Row(before: "“So,” he said. “It ends.", after: "“So,” he said. “It ends.”"),
            Row(before: "It was: “Go. Run. Hide.", after: "It was: “Go. Run. Hide.”"),
            Row(before: "Er nannte es „ein Ende.", after: "Er nannte es „ein Ende.“", language: "de"),
            Row(before: "Il voit « la fin.", after: "Il voit « la fin.\u{A0}»", language: "fr"),
            Row(before: "He saw “the best friend", after: "He saw “the best friend", findings: 1),
            Row(before: "He saw “the best friend…", after: "He saw “the best friend…", findings: 1),
            Row(before: "He saw “the best friend...", after: "He saw “the best friend...", findings: 1),
            Row(before: "“We won, he said.", after: "“We won, he said.", findings: 1),
            Row(before: "It is “the end. It was long.", after: "It is “the end. It was long.", findings: 1),
            Row(before: "“The “end” came.", after: "“The “end” came.", findings: 1),
            Row(before: "The “end came” of “a “long day.", after: "The “end came” of “a “long day.", findings: 2),
            Row(before: "“One.\n\n“Two.” Three.", after: "“One.\n\n“Two.” Three."),
            Row(before: "\"One.\n\n\"Two.\n\n\"Three.\"", after: "“One.\n\n“Two.\n\n“Three.”"),
            Row(
                before: "He: “One.\n\nTwo.\n\nThree,” she added.",
                after: "He: “One.\n\nTwo.\n\nThree,” she added.",
                findings: 2
            ),
            Row(before: "He asked: “What’s that? and left.", after: "He asked: “What’s that? and left.", findings: 1),
            Row(before: "He: \"One.\nTwo,\" and left.", after: "He: “One.\nTwo,” and left."),
            Row(before: "He: \"one and\ntwo,\" and left.", after: "He: “one and\ntwo,” and left."),
            Row(
                before: "  It was a long day and he called it “the end of it.\n  Then he came home.” So it was.",
                after: "  It was a long day and he called it “the end of it.\n  Then he came home.” So it was."
            ),
            Row(
                before: "It was a long day for all of them, and so he had called it\na “day off.\n",
                after: "It was a long day for all of them, and so he had called it\na “day off.\n",
                findings: 1
            ),
            Row(
                before: "Das hat keine offene Feldschlacht“ genannt.",
                after: "Das hat keine offene Feldschlacht“ genannt.",
                language: "de",
                findings: 1
            ),
            Row(before: "He saw “the end.\r\n\r\nNo.\r\n", after: "He saw “the end.”\r\n\r\nNo.\r\n"),
        ]
    )
    func closing(_ row: Row) {
        let (after, findings) = clean(row.before, NormalizeQuotes.Options(), language: row.language)
        #expect(after == row.after)
        #expect(findings.count == row.findings, "\(findings)")
    }

    @Test("a second review proposes nothing, in any style", arguments: NormalizeQuotes.Style.allCases)
    func idempotent(_ style: NormalizeQuotes.Style) {
        var random = Lehmer(seed: 7)
        let pieces = [
            "\"", "\"", "'", "'", "“", "”", "„", "‘", "’", "‚", "«", "»", "‹", "›", "`", "´", "''", "``", " ", " ", " ",
            "a", "it", "s", "n", "tis", "Big", "é", "90s", "6", "12", ".", ",", "?", "!", "…", "...", "—", "-", "(",
            ")", "[",
            "\n", "\n\n", "\u{A0}", "\u{202F}", ":", ";", "=", "<", ">", "{", "\\", "ש", "語", "😀", "\u{301}", "said",
            "http://x",
        ]
        for close in NormalizeQuotes.Close.allCases {
            var options = NormalizeQuotes.Options()
            (options.style, options.close) = (style, close)
            for round in 0..<300 {
                let text = (0..<(2 + random.next(40))).map { _ in pieces[random.next(pieces.count)] }.joined()
                let language = ["en", "fr", "de", "sv", "ru", "und"][round % 6]
                _ = clean(text, options, language: language)
            }
        }
        for example in NormalizeQuotes.card.examples {
            var options = NormalizeQuotes.Options()
            options.style = style
            _ = clean(example.before, options, language: example.language ?? "und")
        }
    }

    @Test(
        "hostile text takes no time to speak of",
        arguments: [
            String(repeating: "\"'", count: 100_000), String(repeating: "\"a ", count: 100_000),
            String(repeating: "'a ", count: 100_000), String(repeating: "“‘a’ ", count: 100_000),
            String(repeating: "«\"a ", count: 100_000), String(repeating: "a\" ", count: 100_000),
            String(repeating: "a'", count: 100_000), String(repeating: "`a ", count: 100_000),
            String(repeating: "\"a.\n", count: 100_000), String(repeating: "<a \"", count: 100_000),
            String(repeating: "http://'a", count: 50_000), String(repeating: "\n", count: 100_000),
            "\"a" + String(repeating: "\u{301}", count: 10_000) + "\"", String(repeating: "6'2\"", count: 50_000),
            String(repeating: "'s s' z", count: 50_000), String(repeating: "“a,\nb ", count: 50_000),
        ]
    )
    func hostile(_ text: String) {
        _ = clean(text, NormalizeQuotes.Options(), language: "en")
    }

    /// Reviews a text twice: the edits must fit, and the second review must propose none.
    private func clean(
        _ text: String,
        _ options: NormalizeQuotes.Options,
        language: String
    ) -> (text: String, findings: [Finding]) {
        var reader = PipelineResources(folder: "/").reader()
        let stage = NormalizeQuotes(options, &reader)
        let facts = Article.Facts(language: Language(rawValue: language))
        func review(_ article: Article) -> Markup {
            var markup = Markup()
            #expect(throws: Never.self) { try stage.review(article, into: &markup) }
            return markup
        }
        let article = Article(text, facts)
        let markup = review(article)
        #expect(markup.edits.firstFault(in: article.bytes) == nil, "\(text.debugDescription)")
        for edit in markup.edits.edits {
            #expect(article.bytes[edit.range] != markup.edits.replacement(of: edit), "\(text.debugDescription)")
        }
        let result = Article(markup.edits.applied(to: article.bytes), facts)
        let again = review(result).edits.edits.map { "\($0.rule) at \($0.range)" }
        #expect(again == [], "\(text.debugDescription) became \(result.text.debugDescription)")
        return (result.text, markup.findings)
    }
}

/// The same numbers on every machine.
private struct Lehmer {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }
}

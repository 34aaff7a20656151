import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite("repair-text") struct RepairTextTests {
    /// Words of many languages, without what decoding may lose.
    static let sentences = [
        "Les élèves de l’école ont reçu “Noël” – déjà ! – à l’œil…",
        "Größere Städte müssen für Öl zahlen, sagt der Präsident",
        "Wczoraj żółte łódki dopłynęły do Gdańska, mówił ktoś",
        "Вчера в городе прошёл дождь, а завтра будет снег",
        "Χθες στην Αθήνα έβρεχε, λέει το δελτίο καιρού",
        "Dün akşam İstanbul’da yağmur yağdı, ağaçlar düştü",
        "Vakar Rīgā lija lietus; ūdens plūst uz jūru",
        "昨日、東京で雨が降りました。明日は晴れるでしょう",
        "“It’s £40,” she said—and left. 😀",
    ]

    @Test(
        "what was read as the wrong encoding comes back, also when that happened twice",
        arguments: sentences,
        [CodePage.latin1, .windows1252, .windows1250]
    )
    func layers(_ sentence: String, _ page: CodePage) {
        let once = misread(sentence, as: page)
        #expect(repaired(once) == sentence)
        #expect(repaired(misread(once, as: page)) == sentence)
        #expect(repaired("Heading\n\(once)\n\nend\n") == "Heading\n\(sentence)\n\nend\n")
    }

    @Test(
        "a closing quotation mark whose last byte is gone is told by the one that opens",
        arguments: [
            ("â€œAll night.â€", "“All night.”"), ("(â€œthe lastâ€) here", "(“the last”) here"),
            ("â€œNo,â€ he said; â€œno,â€ and left.", "“No,” he said; “no,” and left."),
            // Nothing opens: a dagger, and what nobody can know.
            ("The mark â€  is here", "The mark † is here"), ("The end.â€", "The end.â€"),
        ]
    )
    func lostCloser(_ text: String, _ wanted: String) { #expect(repaired(text) == wanted) }

    @Test("a line in which all is right stays, in capitals too, beside whatever mark", arguments: sentences)
    func rightLines(_ sentence: String) {
        for text in [sentence, sentence.uppercased()] {
            #expect(edits(of: text) == [])
            for mark in ["”", "’", "»", "…", "™", "®", " – ", "„", "«", "°", "€", "¹"] {
                for word in text.split(separator: " ") {
                    #expect(edits(of: "\(word)\(mark)").filter { $0.hasPrefix("mojibake") } == [])
                    #expect(edits(of: "\(mark)\(word)").filter { $0.hasPrefix("mojibake") } == [])
                }
            }
        }
    }

    @Test("an edit is as small as can be and names what it undoes")
    func edits() {
        #expect(edits(of: "Der Ã„rger wÃ¤chst") == ["mojibake-windows-1252: Ã„ → Ä", "mojibake-windows-1252: Ã¤ → ä"])
        #expect(edits(of: "a\u{A0}b ﬁn\r\n") == ["odd-space: \u{A0} →  ", "ligature: ﬁ → fi", "line-end: \r → "])
        #expect(edits(of: "×¢×‘×¨×™×ª").count == 1)
        #expect(
            edits(of: "\u{200B}a\u{200B}b\u{200B}").map { $0.prefix(10) } == ["zero-width", "zero-width", "zero-width"]
        )
        #expect(edits(of: "Bremer/Mccoy – DrÃ¥ber") == ["mojibake-latin-1: Ã¥ → å"])
    }

    @Test("one line's markup does not keep the others' entities")
    func markupByLine() {
        #expect(repaired("a < b\nAT&amp;T\n<b>Q&amp;A</b>\nR&amp;D") == "a < b\nAT&T\n<b>Q&amp;A</b>\nR&D")
        #expect(repaired("<p>x</p>\rAT&amp;T") == "<p>x</p>\nAT&T")
        #expect(repaired("<p>x</p>&#10;AT&amp;T") == "<p>x</p>&#10;AT&amp;T")
        #expect(repaired("x &amp;lt;b&amp;gt; y &#60;i&#62; &quot;z&quot;") == "x &lt;b&gt; y &#60;i&#62; \"z\"")
    }

    @Test(
        "what a scalar may not be, HTML's numbers say",
        arguments: [
            ("&#0;", "\u{FFFD}"), ("&#x110000;", "\u{FFFD}"), ("&#xD800;", "\u{FFFD}"), ("&#xffff;", ""),
            ("&#x80;", "€"),
            ("&#99999999999999999999;", "\u{FFFD}"), ("&NotEqualTilde;", "≂̸"),
            ("&CounterClockwiseContourIntegral;", "∳"),
            ("&zwnj;&amp;&amp;amp;amp;", "&&"), ("&NBSP;&SZLIG;", " SS"), ("a&NewLine;b&#13;&#10;c", "a\nb\nc"),
        ]
    )
    func numbers(_ source: String, _ result: String) { #expect(repaired(source) == result) }

    @Test("a repair of scraps is right after one pass, and then stays", arguments: 0..<400)
    func mixtures(_ seed: Int) {
        var generator = Seeded(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        let count = Int.random(in: 1...60, using: &generator)
        let text = (0..<count).map { _ in Self.scraps.randomElement(using: &generator) ?? "" }.joined()
        expectLaws(text)
        var options = RepairText.Options()
        for path in [
            \RepairText.Options.encoding, \.ligatures, \.spaces, \.lineEnds, \.controls, \.normalize,
        ] {
            options[keyPath: path] = Bool.random(using: &generator)
        }
        options.entities = RepairText.Options.When.allCases.randomElement(using: &generator) ?? .auto
        options.widths = RepairText.Options.When.allCases.randomElement(using: &generator) ?? .auto
        expectLaws(text, Self.engine(options))
    }

    @Test("random bytes made UTF-8, and read wrongly, neither stop it nor move on a second pass", arguments: 0..<60)
    func randomBytes(_ seed: Int) {
        var generator = Seeded(state: UInt64(seed) &+ 7)
        let bytes = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        expectLaws(String(decoding: bytes, as: UTF8.self))
        expectLaws(misread(String(decoding: bytes, as: UTF8.self), as: .windows1252))
        let scalars = (0..<1000).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0...0x3FFFF, using: &generator)) }
        expectLaws(String(String.UnicodeScalarView(scalars)))
    }

    @Test("hostile texts take one pass", arguments: Hostile.all + hostileRepairs)
    func hostile(_ row: Hostile) { expectLaws(row.text) }

    static let hostileRepairs = [
        Hostile(name: "one line of mojibake", text: String(repeating: "Ã©", count: 100_000)),
        Hostile(name: "mojibake that half fits", text: String(repeating: "Ã© € Ñ ", count: 30_000)),
        Hostile(name: "ampersands", text: String(repeating: "&", count: 400_000)),
        Hostile(name: "entities of entities", text: "&" + String(repeating: "amp;", count: 100_000)),
        Hostile(name: "a number without end", text: "&#" + String(repeating: "9", count: 400_000)),
        Hostile(name: "tags without end", text: String(repeating: "<b ", count: 100_000) + "&amp;"),
        Hostile(name: "escapes", text: String(repeating: "\u{1B}[", count: 100_000)),
        Hostile(name: "marks in the wrong order", text: "a" + String(repeating: "\u{301}\u{323}", count: 100_000)),
        Hostile(name: "carriage returns", text: String(repeating: "\r", count: 100_000)),
        Hostile(name: "line ends by number", text: String(repeating: "a&#10;", count: 50_000)),
    ]

    private static let scraps = [
        "é", "Ã©", "Ã", "Â", "â€", "™", "â€™", "Ã\u{A0}", "\u{A0}", " ", "a", "Z", "1", "\n", "\r", "\r\n", "\u{85}",
        "\u{2028}",
        "&", "amp;", "&amp;", "lt;", "&lt;", "b", "&gt;", "<", ">", "</b>", "<b>", "&#", "38;", "&#10;", "&#x200b;",
        "&nbsp;",
        "ﬁ", "ǆ", "ŉ", "Ａ", "　", "ﾀ", "ﾞ", "中", "\u{200B}", "\u{200D}", "😀", "\u{301}", "\u{323}", "\u{1B}", "[31m",
        "\u{7}", "\u{B}", "\u{C}", "\u{FEFF}", "\u{FFFD}", "\u{92}", "\u{C2}", "\u{80}", "Ð", "°", "Г", "©", "√", "ΓÇÖ",
        "»", "ü",
        "í\u{A0}½", "í¸\u{80}", "À", "\u{212B}", "ᄀ", "ᅡ", "ᆨ", "‚Ä", "?", "\u{1A}", ".", "“", "”", "½",
    ]

    // MARK: - Running

    private static let engine = engine(RepairText.Options())

    private static func engine(_ options: RepairText.Options) -> Engine {
        var reader = SettingReader { (name, _, place) throws(Mistake) in throw Mistake(at: place, name) }
        return Engine([PipelineStage(RepairText(options, &reader))])
    }

    private func repaired(_ text: String) -> String { Self.engine.clean(Article(text)).article.text }

    /// The edits as `rule: old → new`.
    private func edits(of text: String) -> [String] {
        Self.engine.clean(Article(text)).passes.flatMap { pass in
            pass.edits.edits.map { edit in
                let new = String(decoding: pass.edits.replacement(of: edit), as: UTF8.self)
                return "\(edit.rule): \(String(decoding: pass.before[edit.range], as: UTF8.self)) → \(new)"
            }
        }
    }

    private func misread(_ text: String, as page: CodePage) -> String {
        String(String.UnicodeScalarView(text.utf8.compactMap { Unicode.Scalar(page.scalar(of: $0)) }))
    }

    private func expectLaws(
        _ text: String,
        _ engine: Engine = engine,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let outcome = engine.clean(Article(text))
        #expect(outcome.verdict == .deliver, sourceLocation: sourceLocation)
        #expect(String(validating: outcome.article.bytes, as: UTF8.self) != nil, sourceLocation: sourceLocation)
        let again = engine.clean(outcome.article)
        let edits = again.passes.flatMap { pass in
            pass.edits.edits.map { "\($0.rule): \(String(decoding: pass.before[$0.range], as: UTF8.self))" }
        }
        #expect(edits == [], sourceLocation: sourceLocation)
    }
}

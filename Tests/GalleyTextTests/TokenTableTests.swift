import GalleyText
import Testing

@Suite struct TokenTableTests {
    func words(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return TokenTable(bytes.span, in: 0..<bytes.count).tokens.map { bytes.span.string($0.range) }
    }

    @Test(
        "words are runs of letters, marks and numbers; one ideograph is a word",
        arguments: [
            ("", []), ("  ", []), ("one", ["one"]), ("l’État d'Orsay", ["l", "État", "d", "Orsay"]),
            ("state-of-the-art 3.5%", ["state", "of", "the", "art", "3", "5"]), ("naïveté—élan", ["naïveté", "élan"]),
            ("東京 Tokyo2020年", ["東", "京", "Tokyo2020", "年"]), ("internationalization's", ["internationalization", "s"]),
            ("abcdefgh", ["abcdefgh"]), ("abcdefghé", ["abcdefghé"]), ("“a”", ["a"]), ("e\u{301}a", ["e\u{301}a"]),
            ("Москва́ — город", ["Москва́", "город"]), ("\u{0}x\u{0}", ["x"]), ("Ünïcödé!", ["Ünïcödé"]),
        ] as [(String, [String])]
    )
    func finds(_ text: String, _ expected: [String]) { #expect(words(text) == expected) }

    @Test("a word has the hash of its lower-case letters wherever it stands", arguments: 0..<20)
    func hashes(_ padding: Int) {
        for word in [
            "a", "Treaty", "INTERNATIONAL", "abcdefgh", "Abcdefghijklmnop", "ÉLECTIONS", "straße", "2026", "京",
        ] {
            let text = Array((String(repeating: ".", count: padding) + word + ", end").utf8)
            let table = TokenTable(text.span, in: 0..<text.count)
            #expect(table.tokens.first?.hash == TokenTable.hash(word))
            #expect(table.tokens.first.map { TokenTable.hash(text.span, in: $0.range) } == TokenTable.hash(word))
            #expect(table.tokens.first?.hash == TokenTable.hash(word.lowercased()))
            #expect(table.tokens.first?.hash != table.tokens.last?.hash)
        }
    }

    @Test("words are counted as they are found", arguments: 0..<200)
    func counts(_ seed: Int) {
        var random = CompositionTests.Generator(state: UInt64(seed) &* 7919 &+ 5)
        let pool = Array("ab c1, .é’“—京x\u{301}\u{ad}ß \t-Z9")
        let text = Array(String((0..<40).map { _ in pool.randomElement(using: &random) ?? " " }).utf8)
        let words = TokenTable(text.span, in: 0..<text.count).tokens.count
        #expect(text.span.countWords(in: 0..<text.count) == words)
        #expect(text.span.countWords(in: 0..<text.count, most: 5) == min(words, 5))
    }

    @Test("a part of a text has just its own words")
    func part() {
        let text = Array("one two three".utf8)
        #expect(TokenTable(text.span, in: 4..<7).tokens.map(\.range) == [4..<7])
        let all = TokenTable(text.span, in: 0..<text.count)
        #expect(all.within(4..<13) == 1..<3)
        #expect(all.within(13..<13) == 3..<3)
    }
}

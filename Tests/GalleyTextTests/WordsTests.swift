import GalleyText
import Testing

@Suite struct WordsTests {
    /// Texts of which words lie at each place of the blocks that are read at once.
    static let texts: [String] = {
        let pieces = [
            "a", "It’s", "“Quoted,”", "treaty", "2026", "naïve", "ÉTATS-UNIS", "東京Tokyo", "e\u{301}", "Москва", " ",
            "  ",
            "\n\n", "—", "\u{AD}", "internationalization", "\u{0}", "x.y", "🙂", String(repeating: "long", count: 40),
            String(repeating: "é", count: 70), String(repeating: "b", count: 64),
        ]
        var state: UInt64 = 7
        return (0..<400).map { _ in
            var text = ""
            for _ in 0..<Int(state >> 40) % 40 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count] + (state >> 20 & 3 == 0 ? "" : " ")
            }
            return text
        }
    }()

    @Test("the words are those of the table, in any part of a text", arguments: texts)
    func same(_ text: String) {
        let bytes = Array(text.utf8)
        let span = bytes.span
        for range in [0..<bytes.count, min(3, bytes.count)..<bytes.count, 0..<max(0, bytes.count - 5)]
        where span.isScalarBoundary(range.lowerBound) && span.isScalarBoundary(range.upperBound) {
            var words: [Range<Int>] = []
            var kinds: [Bool] = []
            span.forEachWord(in: range) { word, isASCII in
                words.append(word)
                kinds.append(isASCII)
                return true
            }
            let tokens = TokenTable(span, in: range).tokens
            #expect(words == tokens.map(\.range))
            #expect(kinds == words.map { bytes[$0].allSatisfy { $0 < 0x80 } })
            var (index, next) = (range.lowerBound, [Range<Int>]())
            while let word = span.nextWord(from: index, before: range.upperBound) {
                next.append(word)
                index = word.upperBound
            }
            #expect(next == words)
            for (word, isASCII) in zip(words, kinds) {
                let end = span.endOfASCIIWord(at: word.lowerBound, before: range.upperBound)
                #expect(end == nil || end == word.upperBound)
                guard isASCII else { continue }
                let head = span.head(of: word)
                let letters = (0..<8).map { UInt8(truncatingIfNeeded: head >> UInt64($0 * 8)) }
                let wanted = bytes[word].prefix(8).map(\.asciiLowered)
                #expect(letters == wanted + [UInt8](repeating: 0, count: 8 - wanted.count))
            }
        }
    }

    @Test("the walk ends where it is told to")
    func ends() {
        let text = Array("one two “three” four".utf8)
        for most in 1...4 {
            var count = 0
            text.span.forEachWord(in: 0..<text.count) { _, _ in
                count += 1
                return count < most
            }
            #expect(count == most)
        }
    }

    @Test("a table of numbers keeps what it was given while it grows")
    func table() {
        var table = HashTable(capacity: 0)
        func key(_ number: Int) -> UInt64 { UInt64(number) &* 0x9e37_79b9_7f4a_7c15 }
        for number in 0..<1000 { #expect(table.insert(key(number), number) == nil) }
        for number in 0..<1000 {
            #expect(table.insert(key(number), 7) == number)
            #expect(table[key(number)] == number)
        }
        #expect(table[key(1000)] == nil)
    }
}

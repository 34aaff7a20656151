import Testing

@testable import GalleyText

@Suite("Parts of strings") struct StringPartsTests {
    @Test(
        "a text falls apart where the separator stands",
        arguments: [
            ("", ", ", [""]), ("one", ", ", ["one"]), ("one, two", ", ", ["one", "two"]), (", ", ", ", ["", ""]),
            ("aaa", "aa", ["", "a"]), ("größer–als", "–", ["größer", "als"]), ("a\r\nb", "\n", ["a\r", "b"]),
        ]
    )
    func splits(text: String, separator: String, pieces: [String]) {
        #expect(text.parts(between: separator, omittingEmpty: false).map(String.init) == pieces)
        #expect(text.parts(between: separator).map(String.init) == pieces.filter { !$0.isEmpty })
        #expect(text.replacing(separator, with: "→") == pieces.joined(separator: "→"))
        #expect(text.contains(separator) == (pieces.count > 1))
    }

    @Test("what a terminal would obey is written as an escape, also in the name of another article")
    func oneLine() {
        #expect("größer, 天 a\u{200D}b".onOneLine == "größer, 天 a\u{200D}b")
        let name = "a\u{1B}[31m\r\n<2>b\u{202E}\u{85}"
        #expect(name.onOneLine == "a\\u{1b}[31m\\r\\n<2>b\\u{202e}\\u{85}")
        let other = Resemblance(.exact, of: name, time: 0, words: 1, containment: 1, shared: 1)
        #expect(other.message == "the same words as '\(name.onOneLine)'")
    }
}

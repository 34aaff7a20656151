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
}

import GalleyText
import Testing

@Suite struct LineTableTests {
    /// Replaces parts of a text, and tells which lines to look at again.
    struct Row: CustomTestStringConvertible {
        let text: String
        let edits: [(range: Range<Int>, with: String)]
        let numbers: [Range<Int>]
        var testDescription: String { "\(text.debugDescription), \(edits)" }

        static let all = [
            Row(text: "a\nb\nc\nd\ne", edits: [], numbers: []),
            Row(text: "a\nb\nc\nd\ne", edits: [(4..<5, "ccc")], numbers: [1..<4]),
            Row(text: "a\nb\nc\nd\ne", edits: [(0..<1, ""), (8..<9, "")], numbers: [0..<2, 2..<4]),
            Row(text: "a\nb\nc\nd\ne", edits: [(0..<0, "x\ny\n")], numbers: [0..<4]),
            Row(text: "a\nb\nc\nd\ne", edits: [(2..<3, "x"), (3..<3, "y"), (4..<5, "z")], numbers: [0..<3, 3..<4]),
            Row(text: "a", edits: [(0..<1, "")], numbers: []),
        ]
    }

    @Test("the lines near edits are those they touch, and those beside", arguments: Row.all)
    func near(_ row: Row) {
        var edits = EditList()
        for edit in row.edits { edits.append(edit.range, with: edit.with.utf8.span, rule: "change") }
        let text = edits.applied(to: Array(row.text.utf8))
        #expect(LineTable(text.span).numbers(near: edits) == row.numbers)
    }
}

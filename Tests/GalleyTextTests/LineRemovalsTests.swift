import GalleyText
import Testing

@Suite struct LineRemovalsTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let before: String
        let lines: [Int]
        let after: String
        var testDescription: String { before.debugDescription }
    }

    @Test(
        "a removed line takes the blank line along that would double another",
        arguments: [
            Row(before: "A\n\nX\n\nB\n", lines: [2], after: "A\n\nB\n"),
            Row(before: "A\nX\nB\n", lines: [1], after: "A\nB\n"),
            Row(before: "A\nX\n\nB\n", lines: [1], after: "A\n\nB\n"),
            Row(before: "A\n\nX\nB\n", lines: [2], after: "A\n\nB\n"),
            Row(before: "X\n\nA\n", lines: [0], after: "A\n"),
            Row(before: "A\n\nX\n", lines: [2], after: "A\n"),
            Row(before: "A\n\nX\n\nY", lines: [2, 4], after: "A\n"),
            Row(before: "A\n\nX\n\nY\n\nB", lines: [2, 4], after: "A\n\nB"),
            Row(before: "A\n\n\nX\n\n\nB", lines: [3], after: "A\n\n\nB"),
            Row(before: "X", lines: [0], after: ""),
        ]
    )
    func blankLines(_ row: Row) {
        let article = Article(row.before)
        var removals = LineRemovals()
        for line in row.lines { removals.remove(line, rule: "test") }
        var markup = Markup()
        removals.propose(for: article.lines, into: &markup)
        #expect(markup.edits.firstFault(in: article.bytes) == nil)
        #expect(String(decoding: markup.edits.applied(to: article.bytes), as: UTF8.self) == row.after)
    }
}

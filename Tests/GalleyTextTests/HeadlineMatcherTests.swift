import GalleyText
import Testing

@Suite struct HeadlineMatcherTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let headline: String
        let line: String
        let match: String
        init(_ headline: String, _ line: String, _ match: String) {
            (self.headline, self.line, self.match) = (headline, line, match)
        }
        var testDescription: String { "\(headline) / \(line)" }
    }

    @Test(
        "a line says what a headline says, or not",
        arguments: [
            Row("Mayor’s plan ‘on hold’ – again", "MAYOR'S PLAN \"ON HOLD\" - AGAIN.", "same"),
            Row("L’État, c’est nous", "L'ÉTAT, C'EST NOUS", "same"),
            Row(
                "Ferry sails again after storm | Harbour Times",
                "Ferry sails again after storm",
                "bare Ferry sails again after storm"
            ),
            Row(
                "Local | Ferry sails again after storm - Harbour Times",
                "Ferry sails again after storm",
                "bare Ferry sails again after storm"
            ),
            Row(
                "Ferry sails again, at last! – hafen.de",
                "Ferry sails again, at last",
                "bare Ferry sails again, at last!"
            ),
            Row(
                "News: Ferry sails again after storm",
                "Ferry sails again after storm",
                "bare Ferry sails again after storm"
            ),
            Row(
                "Ferry sails again after storm",
                "Ferry sails again after storm | World | Post",
                "affixed Ferry sails again after storm"
            ),
            Row(
                "Ferry sails again after storm",
                "“Ferry sails again after storm” - Post",
                "affixed “Ferry sails again after storm”"
            ),
            Row(
                "Ferry sails again after storm",
                "Local|Ferry sails again after storm",
                "affixed Ferry sails again after storm"
            ),
            Row(
                "Ferry sails again after storm",
                "Watch: Ferry sails again after storm - Post",
                "affixed Ferry sails again after storm"
            ),
            Row(
                "Ferry sails again after storm",
                "Ferry sails again after storm [Video]",
                "affixed Ferry sails again after storm"
            ),
            Row("Ferry sails again after storm", "Ferry sails again…", "cut off"),
            Row("Ferry sails again after storm", "Ferry sails again after st... - Post", "cut off"),
            Row("Ferry sails again after…", "Ferry sails again after storm", "in full"),
            Row("Ferry sails again after…", "Ferry sails again after storm, said the captain.", "nil"),
            Row("The ferry to Norby sails again after the storm", "Ferry to Norby sails again after storm", "near"),
            Row(
                "Board signed an agreement on colour of the old ferry landing",
                "Board signs an agreement on color of the old ferry landing",
                "near"
            ),
            Row(
                "Norby wins 3-2 in the last minute of the second match",
                "Norby wins 2-3 in the last minute of the second match",
                "other"
            ),
            Row(
                "Iran will send ten ships to the islands in the far north of Norby",
                "Iraq will send ten ships to the islands in the far north of Norby",
                "other"
            ),
            Row(
                "Board will not sell the old ferry landing at Norby",
                "Board will sell the old ferry landing at Norby",
                "other"
            ),
            Row(
                "Ferry to Norby and Sund sails again after the storm",
                "Ferry to Norby and sails again after the storm",
                "other"
            ),
            // Colons are the headline's own; halves and subheads are lines of their own.
            Row("Ferries: what we know of the storm", "What we know of the storm", "nil"),
            Row("Storm over the islands – what the ferries do now", "Storm over the islands", "nil"),
            Row("Ferry sails again after storm", "Ferry sails again", "nil"),
            Row("Ferry sails again after storm", "Ferry sails again after storm, but only until Friday", "nil"),
            Row("Ferry sails again after storm", "Ferry sails again after storm 2019 - what we learned", "nil"),
            Row("Opinion", "Opinion | The ferry sails again", "nil"),
            Row("Opinion", "OPINION", "same"),
            Row("…", "-", "nil"),
        ]
    )
    func match(_ row: Row) {
        let line = Array(row.line.utf8)
        let match = HeadlineMatcher(Array(row.headline.utf8)).match(line.span, 0..<line.count)
        let text: String =
            switch match {
            case .same: "same"
            case .bare(let range): "bare " + String(decoding: Array(row.headline.utf8)[range], as: UTF8.self)
            case .affixed(let range): "affixed " + String(decoding: line[range], as: UTF8.self)
            case .cutOff: "cut off"
            case .inFull: "in full"
            case .near: "near"
            case .other: "other"
            case nil: "nil"
            }
        #expect(text == row.match)
    }
}

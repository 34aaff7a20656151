import GalleyText
import Testing

@Suite struct HeadlineTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let text: String
        var title: String?
        let headline: String?
        var line: Int?
        var testDescription: String { text.debugDescription }
    }

    private static let prose =
        "The ferry to the islands sails again, after a storm that broke windows along the harbour had it tied up since "
        + "Friday night."

    @Test(
        "the headline is the source's title, a repeated line at the top, or a first line that looks like one",
        arguments: [
            Row(text: "Ferry sails again\n\n\(prose)\n", headline: "Ferry sails again", line: 0),
            Row(text: "\n  Ferry sails again \n\(prose)\n", headline: "Ferry sails again", line: 1),
            Row(text: "Ferry sails again.\n\(prose)\n", headline: nil),
            Row(text: "Ferry sails again.\nFERRY SAILS AGAIN\n\(prose)\n", headline: "Ferry sails again.", line: 0),
            Row(
                text: "Weather\nFerry sails again\nFerry sails again\n\(prose)\n",
                headline: "Ferry sails again",
                line: 1
            ),
            Row(
                text: "Weather\nFerry sails again\n-\nFerry sails again | Post\n\(prose)\n",
                headline: "Ferry sails again",
                line: 1
            ),
            // A label or a name may stand between a headline and the prose, but no line that is as long as headlines are.
            Row(
                text: "Weather\nFerry sails again\nBy Ann Lee\n\(prose)\nSport\nFerry sails again\n",
                headline: nil
            ),
            Row(
                text: "Weather\nFerry sails again\nBy: Ann Lee of Norby\n\(prose)\nSport\nFerry sails again\n",
                headline: "Ferry sails again",
                line: 1
            ),
            // A first line that is spoken of yields to a line that comes again and is spoken of more.
            Row(
                text: "The harbour ferry\nFerry sails again after the harbour storm\nSport\n"
                    + "Ferry sails again after the harbour storm\n\(prose)\n",
                headline: "Ferry sails again after the harbour storm",
                line: 1
            ),
            Row(
                text:
                    "Weather\nThe ferry to the islands sails again after a storm that broke windows along the harbour and "
                    + "tied it up!\nThe ferry to the islands sails again after a storm that broke windows along the harbour "
                    + "and tied it up! - News\n\(prose)\n",
                headline: "The ferry to the islands sails again after a storm that broke windows along the harbour and "
                    + "tied it up!",
                line: 1
            ),
            // A teaser that is cut off is none, though it stands there twice.
            Row(
                text:
                    "Boats of the islands\nVideo: Ferry sails again after …\nVideo: Ferry sails again after …\n\(prose)\n",
                headline: "Boats of the islands",
                line: 0
            ),
            // One of three copies may have a stop.
            Row(
                text: "Weather\nOur figures show.\nOur figures show\nOur figures show\n\(prose)\n",
                headline: "Our figures show.",
                line: 1
            ),
            // The prose does not speak of the repeated line.
            Row(text: "Weather\nSign up for news\nSign up for news\n\(prose)\n", headline: nil),
            Row(text: "渡船が再び出航\n\n\(prose)\n", headline: "渡船が再び出航", line: 0),
            Row(text: "", headline: nil),
            Row(text: " \n\n", headline: nil),
            Row(text: "\(prose)\n", title: " Ferry sails ", headline: "Ferry sails"),
            Row(
                text: "Weather\nFERRY SAILS – AGAIN | Post\n\(prose)\n",
                title: "Ferry sails again",
                headline: "Ferry sails again",
                line: 1
            ),
            Row(text: "Ferry sails again\n\n\(prose)\n", title: " ", headline: "Ferry sails again", line: 0),
        ]
    )
    func headline(_ row: Row) {
        let headline = Article(row.text, .init(title: row.title)).headline
        #expect(headline?.text == row.headline)
        #expect(headline?.line == row.line)
    }

    @Test("when lines are gone, the headline is the one that the new text tells", arguments: 0..<400)
    func looksAgain(_ seed: Int) {
        var random = CompositionTests.Generator(state: UInt64(seed) &* 7919 &+ 17)
        let pool = [
            "Weather", "Ferry sails again after storm", "FERRY SAILS AGAIN after storm | Post", "", "-", "By Ann Lee",
            "Video: Ferry sails again after storm", "Harbour board meets in the old town", Self.prose,
            "The board said in the harbour on Friday that it had met in the old town before, and would again at noon.",
            "Sign up for news", "Ferry sails again after …", "It was the first storm of the year that broke so much.",
        ]
        let lines = (0..<Int.random(in: 1...24, using: &random)).map { _ in pool.randomElement(using: &random) ?? "" }
        let title = Bool.random(using: &random) ? nil : pool.randomElement(using: &random)
        let article = Article(lines.joined(separator: "\n"), .init(title: title))
        let headline = article.headline
        var removals = LineRemovals()
        let first = Int.random(in: 0..<lines.count, using: &random)
        for line in article.lines.indices where line >= first && Bool.random(using: &random) {
            removals.remove(line, rule: "gone")
        }
        var markup = Markup()
        removals.propose(for: article.lines, into: &markup)
        let revised = article.revised(by: markup.edits, change: 0)
        let told = Article(revised.bytes, revised.facts).headline
        if told == nil, headline?.line != nil {
            #expect(revised.headline?.text == headline?.text || revised.headline == nil)
        } else {
            #expect(revised.headline == told)
        }
    }
}

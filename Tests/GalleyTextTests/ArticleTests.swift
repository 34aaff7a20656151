import GalleyText
import Testing

@Suite struct ArticleTests {
    @Test("a headline that only its copy told stays the headline when the copy is gone")
    func headlineStays() {
        let article = Article("Council keeps the market\nBy A. B.\nCouncil keeps the market\nA body.\n")
        #expect(article.headline?.line == 0)
        var removals = LineRemovals()
        removals.remove(2, rule: "copy")
        var markup = Markup()
        removals.propose(for: article.lines, into: &markup)
        let revised = article.revised(by: markup.edits, change: 0)
        #expect(Article(revised.text).headline == nil)
        #expect(revised.headline?.text == "Council keeps the market")
        #expect(revised.headline?.line == 0)
    }

    @Test("a headline moves with its line, and goes with it")
    func headlineMoves() {
        let article = Article(
            "\n\"Peace\" at last, they say\nBy A. B.\n\"Peace\" at last, they say\nA body follows.\n"
        )
        #expect(article.headline?.line == 1)
        var markup = Markup()
        markup.remove(article.lines[0].whole, rule: "label")
        markup.replace(article.lines[1].start..<article.lines[1].start + 1, with: "“", rule: "quote")
        markup.remove(article.lines[3].whole, rule: "copy")
        let revised = article.revised(by: markup.edits, change: 0)
        #expect(revised.headline?.line == 0)
        #expect(revised.headline?.text == "“Peace\" at last, they say")
        var gone = Markup()
        gone.remove(revised.lines[0].whole, rule: "all")
        #expect(revised.revised(by: gone.edits, change: 0).headline == nil)
    }
}

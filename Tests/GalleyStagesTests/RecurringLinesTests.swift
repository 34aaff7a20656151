import Foundation
import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite("Lines that recur") struct RecurringLinesTests {
    private static let promise =
        "The Harbour News is kept alive by its readers, and you can join them from three crowns a month."
    private static let appeal = "Have you seen something that we should look into? Tell our reporters about it today."
    private static let menu = ["The quay", "The town", "The fleet"]
    private static let places = [
        "Alby", "Brovik", "Corran", "Dunmore", "Elsby", "Farhaven", "Gorby", "Holm", "Inver", "Jorvik", "Kelda",
        "Lunde",
    ]

    private static func paragraphs(_ place: String) -> [String] {
        [
            "The council of \(place) voted on Tuesday to keep the night market of \(place) for three more years.",
            "Stallholders of \(place) had feared a move to the car park, where nobody in \(place) would buy from them.",
            "A decision on the winter market of \(place) will be taken when \(place) has a budget for the next year.",
        ]
    }

    private static func page(_ place: String, _ middle: [String] = []) -> String {
        let body = paragraphs(place)
        return
            (["\(place) keeps its night market"] + menu + ["By Ann Sand"] + body.prefix(2) + middle + body.suffix(1)
            + [promise, appeal]).joined(separator: "\n")
    }

    private static func article(_ text: String, source: String? = "harbour.example") -> Article {
        Article(text, Article.Facts(source: source))
    }

    private static func count(_ article: Article, _ counts: inout RecurringCounts, isNew: Bool = true) {
        let isCounted = counts.count(article)
        #expect(isCounted == isNew)
    }

    private static func counts(of places: some Sequence<String>) -> RecurringCounts {
        var counts = RecurringCounts(today: "2026-11-28")
        for place in places { Self.count(article(page(place)), &counts) }
        return counts
    }

    private static let file = counts(of: places).file(most: 100, since: "2026-01-01")

    /// The stage with a file of counts, and the packs that ship.
    private func engine(_ file: [UInt8] = file, options: String = "") throws -> Engine {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("recurring-\(UUID().uuidString).jsonl")
        try Data(file).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return Engine([try stripNavigation("{ recurring: \(url.path)\(options) }")])
    }

    private func cleaned(_ text: String, source: String? = "harbour.example", _ engine: Engine) -> (
        lines: [String], edits: [Edit]
    ) {
        let outcome = engine.clean(Self.article(text, source: source))
        for pass in outcome.passes { #expect(pass.edits.firstFault(in: pass.before) == nil) }
        #expect(engine.clean(Self.article(outcome.article.text, source: source)).passes.isEmpty, "a second review")
        return (
            outcome.article.text.split(separator: "\n").map(String.init), outcome.passes.flatMap(\.edits.edits)
        )
    }

    @Test("a line counts once an article, with the days on which it was seen; what was seen once is not kept")
    func counting() throws {
        let rows = try RecurringFile.rows(Self.file.span)
        #expect(rows.first?.line == nil && rows.first?.source == "harbour.example" && rows.first?.articles == 12)
        let lines = rows.dropFirst().map { String(decoding: $0.line ?? [], as: UTF8.self) }
        #expect(Set(lines) == Set(Self.menu + ["By Ann Sand", Self.promise, Self.appeal]))
        #expect(rows.allSatisfy { $0.articles == 12 && $0.since == "2026-11-28" && $0.last == "2026-11-28" })
    }

    @Test("sources are counted apart, whatever the case of their names")
    func sources() throws {
        var counts = Self.counts(of: Self.places.prefix(2))
        Self.count(Self.article(Self.page("Moss"), source: "Harbour.example "), &counts)
        Self.count(Self.article(Self.page("Nesse"), source: nil), &counts)
        let rows = try RecurringFile.rows(counts.file(most: 100, since: "").span)
        #expect(rows.filter { $0.line == nil }.map { "\($0.source) \($0.articles)" } == [" 1", "harbour.example 3"])
        #expect(rows.allSatisfy { $0.line == nil || $0.articles == 3 })
    }

    @Test("another version of an article is passed over")
    func versions() throws {
        var counts = Self.counts(of: Self.places.prefix(3))
        let before = counts.file(most: 100, since: "")
        Self.count(
            Self.article(Self.page("Alby", ["The mayor of Alby did not want to say a word."])),
            &counts,
            isNew: false
        )
        Self.count(Self.article(Self.page("Corran")), &counts, isNew: false)
        #expect(counts.file(most: 100, since: "") == before)
        Self.count(Self.article(Self.page("Dunmore")), &counts)
    }

    @Test("counts go on from a file, forget what is old, and have an end")
    func goingOn() throws {
        var counts = RecurringCounts(try RecurringFile.rows(Self.file.span), today: "2026-12-01")
        for place in ["Moss", "Nesse"] { Self.count(Self.article(Self.page(place)), &counts) }
        Self.count(Self.article("Nothing but this is here.", source: "new.example"), &counts)
        let rows = try RecurringFile.rows(counts.file(most: 100, since: "2026-11-30").span)
        let promise = rows.first { $0.line == Array(Self.promise.utf8) }
        #expect(promise?.articles == 12 && promise?.since == "2026-11-28" && promise?.last == "2026-12-01")
        let later = RecurringCounts(rows, today: "2027-06-01")
        #expect(try RecurringFile.rows(later.file(most: 100, since: "2027-05-01").span) == [])
        #expect(try RecurringFile.rows(counts.file(most: 2, since: "").span).count { $0.line != nil } == 2)
    }

    @Test("articles that are given again, run after run, make nothing recur more often")
    func again() throws {
        // Two stories share a sentence, as background.
        let pages = Self.places.map {
            Self.page($0, ["Alby", "Holm"].contains($0) ? ["The bridge was built in 1931."] : [])
        }
        var file = Data()
        for run in 1...12 {
            let rows = run == 1 ? [] : try RecurringFile.rows(Array(file).span)
            var counts = RecurringCounts(rows, today: "2026-12-\(run + 10)")
            for page in pages { Self.count(Self.article(page), &counts) }
            file = Data(counts.file(most: 100, since: ""))
        }
        let rows = try RecurringFile.rows(Array(file).span)
        #expect(rows.first { $0.line == Array("The bridge was built in 1931.".utf8) }?.articles == 2)
        #expect(rows.first { $0.line == nil }?.articles == 12)
    }

    @Test("few lines held at a time are enough to find those that recur")
    func bounded() throws {
        var counts = RecurringCounts(today: "2026-11-28", mostLines: 20)
        for number in 0..<200 { Self.count(Self.article(Self.page("Place\(number)x")), &counts) }
        let rows = try RecurringFile.rows(counts.file(most: 100, since: "").span)
        #expect(rows.first { $0.line == Array(Self.promise.utf8) }?.articles == 200)
    }

    @Test("sentences go outside the article's own, short lines in runs, and each says how often it was seen")
    func stage() throws {
        let result = cleaned(Self.page("Moss"), try engine())
        #expect(result.lines == ["Moss keeps its night market", "By Ann Sand"] + Self.paragraphs("Moss"))
        #expect(result.edits.allSatisfy { $0.rule == "recurring" })
        #expect(result.edits.contains { $0.why == "in 12 of 12 articles of harbour.example since 2026-11-28" })
    }

    @Test("inside the article a sentence that recurs stays, unless litter stands beside it")
    func inside() throws {
        let engine = try engine()
        let alone = cleaned(Self.page("Moss", [Self.promise]), engine)
        #expect(alone.lines.filter { $0 == Self.promise }.count == 1)
        let beside = cleaned(Self.page("Moss", ["Advertisement", Self.promise]), engine)
        #expect(!beside.lines.contains(Self.promise))
    }

    @Test(
        "what recurs stays where it is the article",
        arguments: [
            // The first line; two short lines; another source; fewer sentences of its own than recur.
            ("\(promise)\n\(paragraphs("Moss").joined(separator: "\n"))", "harbour.example"),
            ("Moss\n\(paragraphs("Moss").joined(separator: "\n"))\nThe quay\nThe fleet", "harbour.example"),
            (page("Moss"), "other.example"), (page("Moss"), nil),
            ("Moss\nA short note.\n\(promise)\n\(appeal)", "harbour.example"),
        ] as [(String, String?)]
    )
    func stays(text: String, source: String?) throws {
        #expect(cleaned(text, source: source, try engine()).lines.joined(separator: "\n") == text)
    }

    @Test("a headline that recurs stays, below what goes before it")
    func headline() throws {
        var counts = RecurringCounts(today: "2026-11-28")
        for place in Self.places {
            let body = Self.paragraphs(place).joined(separator: "\n")
            let text = "Menu of the paper\nThe morning briefing of the harbour\n\n\(body)\n\(Self.appeal)"
            Self.count(Self.article(text), &counts)
        }
        let body = Self.paragraphs("Moss").joined(separator: "\n")
        let text = "Back\nThe morning briefing of the harbour\nThe morning briefing of the harbour\n\n\(body)"
        let result = cleaned(text, try engine(counts.file(most: 100, since: "")))
        #expect(result.lines.contains("The morning briefing of the harbour"))
    }

    @Test("lines of too few articles, or of too small a share of them, are not litter")
    func least() throws {
        let few = Self.counts(of: Self.places.prefix(9)).file(most: 100, since: "")
        #expect(cleaned(Self.page("Moss"), try engine(few)).edits.isEmpty)
        #expect(!cleaned(Self.page("Moss"), try engine(few, options: ", recurring-from: 5")).edits.isEmpty)
        let all = "\"source\":\"harbour.example\",\"articles\":"
        let many = String(decoding: Self.file, as: UTF8.self).replacingOccurrences(of: all + "12", with: all + "300")
        #expect(cleaned(Self.page("Moss"), try engine(Array(many.utf8))).edits.isEmpty)
    }

    @Test(
        "a file that is no count is refused with its line",
        arguments: [
            ("", 1, "it is empty"), ("{\"galley\":\"pack\"}", 1, "it is no file of recurring lines"),
            ("{\"galley\":\"recurring-lines\",\"version\":9}", 1, "it is not of version 1, which this program reads"),
            (
                "{\"galley\":\"recurring-lines\",\"version\":1}\n{\"source\":\"a\"}", 2,
                "source, articles, since and last are needed"
            ),
            ("{\"galley\":\"recurring-lines\",\"version\":1}\n\n{", 3, "a key in quotation marks is needed here"),
        ]
    )
    func faults(text: String, line: Int, message: String) {
        let bytes = Array(text.utf8)
        #expect { try RecurringFile.rows(bytes.span) } throws: {
            guard let fault = $0 as? RecurringFile.Fault else { return false }
            return fault.line == line && fault.message == message
        }
    }
}

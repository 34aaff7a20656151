import GalleyPipeline
import GalleyStages
import GalleyText
import Synchronization
import Testing

/// Takes out one `x` a look, reports every `?`, and keeps the share that it was told had changed.
private struct Pluck: Stage {
    static let card = StageCard("pluck", "Takes out one x a look.", examples: [])
    static let fields: [OptionField<NoOptions>] = []
    static let rounds = 3
    init(_ options: NoOptions, _ reader: inout SettingReader) {}
    init() {}
    func review(_ article: Article, into markup: inout Markup) {
        for (index, byte) in article.bytes.enumerated() where byte == 0x3F {
            markup.report(index..<index + 1, rule: "doubt", "changed \(Int(article.change * 100)) %")
            markup.tag(Tag(id: "doubt", label: "doubt", score: 1, evidence: []))
        }
        guard let index = article.bytes.firstIndex(of: 0x78) else { return }
        markup.remove(index..<index + 1, rule: "no-x")
    }
}

/// Takes out all `x`, tells what a second look would report, and cannot be asked for one.
private struct Foresee: Stage {
    static let card = StageCard("foresee", "Takes out every x.", examples: [])
    static let fields: [OptionField<NoOptions>] = []
    static let rounds = 2
    init(_ options: NoOptions, _ reader: inout SettingReader) {}
    init() {}
    func review(_ article: Article, into markup: inout Markup) {
        markup.report(0..<1, rule: "seen", "at first")
        for (index, byte) in article.bytes.enumerated() where byte == 0x78 {
            markup.remove(index..<index + 1, rule: "no-x")
        }
        markup.foresee([Finding(range: 1..<2, rule: "seen", message: "later")])
    }
    func review(_ article: Article, madeBy edits: EditList, into markup: inout Markup) throws(StageFailure) {
        throw StageFailure("it looks again")
    }
}

/// Has nothing to say, and notes how it was asked.
private struct Attend: Stage {
    static let card = StageCard("attend", "Reads.", examples: [])
    static let fields: [OptionField<NoOptions>] = []
    final class Looks: Sendable {
        let all = Mutex(0)
        let since = Mutex(0)
    }
    let looks = Looks()
    init(_ options: NoOptions, _ reader: inout SettingReader) {}
    init() {}
    func review(_ article: Article, into markup: inout Markup) { looks.all.withLock { $0 += 1 } }
    func review(_ article: Article, since edits: EditList, into markup: inout Markup) {
        looks.since.withLock { $0 += 1 }
    }
}

@Suite struct EngineTests {
    @Test(
        "a stage that is named twice looks again only at what has changed",
        arguments: [
            (text: "ab", options: "", all: 1, since: 0), (text: "axb", options: "", all: 1, since: 1),
            (text: "axxb", options: "", all: 2, since: 0), (text: "ab", options: nil, all: 2, since: 0),
        ] as [(String, String?, Int, Int)]
    )
    func twins(_ row: (text: String, options: String?, all: Int, since: Int)) {
        let attend = Attend()
        let stage = PipelineStage(attend, options: row.options)
        _ = Engine([stage, PipelineStage(Pluck()), stage]).clean(Article(row.text))
        #expect(attend.looks.all.withLock { $0 } == row.all)
        #expect(attend.looks.since.withLock { $0 } == row.since)
    }

    @Test(
        "a stage that knows what a second look would report is not asked for one, unless a line stands",
        arguments: [
            (text: "xab", stet: [String](), message: "later"),
            (text: "xab", stet: ["xab"], message: "at first"),
        ]
    )
    func foresight(_ row: (text: String, stet: [String], message: String)) {
        let stet = row.stet.map { LinePattern($0) }
        let outcome = Engine([PipelineStage(Foresee())], stet: stet).clean(Article(row.text))
        #expect(outcome.verdict == .deliver)
        #expect(outcome.passes.flatMap(\.findings).map(\.message).contains(row.message))
        #expect(outcome.passes.flatMap(\.findings).filter { $0.rule == "seen" }.count == 1)
    }

    @Test("what a stage reports and tags counts once, however often it looks")
    func findings() {
        let outcome = Engine([PipelineStage(Pluck())]).clean(Article("x?x......."))
        #expect(outcome.article.text == "?.......")
        #expect(outcome.passes.flatMap(\.findings).map(\.range) == [0..<1])
        #expect(outcome.tags.count == 1)
    }

    @Test("a stage knows what share of the input's bytes has changed")
    func change() {
        let outcome = Engine([PipelineStage(Pluck())]).clean(Article("x?x......."))
        #expect(outcome.passes.flatMap(\.findings).map(\.message) == ["changed 20 %"])
        #expect(outcome.article.change == 0.2)
        #expect(Engine([]).clean(Article("")).article.change == 0)
    }

    @Test("an article that takes longer than it may is set aside, with what was done to it kept")
    func deadline() {
        var engine = Engine([PipelineStage(Pluck()), PipelineStage(Pluck())])
        engine.deadline = .zero
        let verdict = engine.clean(Article("x?x.......")).verdict
        #expect(verdict == .setAside(reason: "deadline", message: "it took longer than 0 s before pluck"))
    }
}

import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite("gate") struct GateTests {
    private func gate(_ change: (inout Gate.Options) -> Void) -> PipelineStage {
        var options = Gate.Options()
        change(&options)
        var reader = SettingReader { (name, _, place) throws(Mistake) in throw Mistake(at: place, name) }
        return PipelineStage(Gate(options, &reader))
    }

    private var typography: PipelineStage {
        var reader = SettingReader { (name, _, place) throws(Mistake) in throw Mistake(at: place, name) }
        return PipelineStage(FixTypography(FixTypography.Options(), &reader))
    }

    @Test("it judges the text as the stages before it left it")
    func place() {
        let text = "the  old  bridge  fell  down  and  was  not  mended"
        let strict = gate { $0.maxChanged = 0.1 }
        let behind = Engine([typography, strict]).clean(Article(text)).verdict
        #expect(
            behind
                == .setAside(reason: "changed-too-much", message: "16 % of the text has changed, more than 10 %")
        )
        #expect(Engine([strict, typography]).clean(Article(text)).verdict == .deliver)
        #expect(Engine([typography, gate { $0.maxChanged = 0.2 }]).clean(Article(text)).verdict == .deliver)
    }

    @Test("the first condition that fails is the reason, in plain words")
    func reasons() {
        let short = Engine([gate { ($0.minWords, $0.requireSentence) = (3, true) }]).clean(Article("Two words"))
        #expect(short.verdict == .setAside(reason: "too-short", message: "2 words, fewer than 3"))
        #expect(short.article.text == "Two words")
    }

    @Test("a tag that is none is a mistake at its place")
    func tags() {
        var reader = SettingReader { (name, _, place) throws(Mistake) in throw Mistake(at: place, name) }
        let (setting, _) = YAML.read(Array("languages: [en, english]".utf8))
        _ = PipelineStage.read(Gate.self, options: setting, with: &reader)
        #expect(reader.mistakes.map(\.message) == ["'english' is no language tag"])
        #expect(reader.mistakes.map(\.place.column) == [17])
    }
}

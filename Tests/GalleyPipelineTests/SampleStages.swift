import GalleyStages
import GalleyText

/// A stage with an option of each type, so that the words for each mistake can be tested.
struct DedupeSamples: Stage {
    enum Scope: String, CaseIterable { case headline, everywhere }
    struct Options: StageOptions {
        var similarity = 0.9
        var paragraphs = 3
        var scope = Scope.headline
        var strict = false
        var label: String?
        var names: [Setting] = []
        var packs: [Setting] = []
        var pattern: Setting?
        var taxonomy: Setting?
        var words: Setting?
    }
    static let fields: [OptionField<Options>] = [
        .number("similarity", \.similarity, in: 0.5...1, "How alike copies are."),
        .integer("paragraphs", \.paragraphs, in: 1...50, "How many paragraphs are compared."),
        .choice("scope", \.scope, "Where copies are looked for."),
        .flag("strict", \.strict, "Whether doubtful copies go."),
        .text("label", \.label, "What copies are called."),
        .list("names", \.names, "Names that are no copies."),
        .list("packs", \.packs, "Packs of litter."),
        .setting("pattern", \.pattern, .text, "What a copy looks like."),
        .setting("taxonomy", \.taxonomy, .file, "A file of topics."),
        .setting("words", \.words, .file, "A file of words."),
    ]
    static let card = StageCard(
        "dedupe-samples",
        "Takes the word copy out.",
        rules: [("copy", "the word copy")],
        examples: [
            Example("a copy", before: "a copy here", after: "a  here"),
            .untouched("no copy", "nothing"),
        ]
    )

    init(_ options: Options, _ reader: inout SettingReader) {
        for pack in options.packs { _ = reader.yaml(pack.text ?? "", .pack, at: pack.place) }
        if let file = options.taxonomy { _ = reader.yaml(file.text ?? "", .taxonomy, at: file.place) }
        if let file = options.words { _ = reader.file(file.text ?? "", at: file.place) }
        do throws(Mistake) {
            if let pattern = options.pattern { _ = try Pattern(reading: pattern) }
        } catch {
            reader.report(error)
        }
    }

    func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        let text = article.bytes
        let bytes = text.span
        for offset in text.indices where bytes.has("copy", at: offset) {
            markup.remove(offset..<offset + 4, rule: "copy")
        }
    }
}

/// A stage without options.
struct KeepSamples: Stage {
    static let fields: [OptionField<NoOptions>] = []
    static let card = StageCard("keep-samples", "Keeps everything.", examples: [.untouched("a text", "a text")])

    init(_ options: NoOptions, _ reader: inout SettingReader) {}

    func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {}
}

let sampleStages: [any Stage.Type] = [DedupeSamples.self, KeepSamples.self]

import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite("Laws of every stage") struct StageLawTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let type: any Stage.Type
        var testDescription: String { type.card.name }
        static let all = shippedStages.map { Row(type: $0) }
    }

    @Test("made-up and mangled text is changed by valid edits, to UTF-8, and for good", arguments: Row.all)
    func generated(_ row: Row) throws {
        let engine = Engine([try stage(row.type)])
        var maker = TextMaker(seed: 20_260_101)
        for number in 0..<400 {
            let text = number % 3 == 2 ? maker.mangled(maker.text()) : maker.text()
            let title = number % 4 == 1 ? maker.title(of: text) : nil
            guard let fault = fault(in: text, title: title, engine) else { continue }
            let small = smallest(text) { self.fault(in: $0, title: title, engine) != nil }
            let (shown, about) = (
                String(decoding: small, as: UTF8.self), title.map { " titled \($0.debugDescription)" }
            )
            Issue.record("text \(number)\(about ?? ""): \(fault): \(shown.debugDescription)")
            return
        }
    }

    @Test("hostile shapes are changed by valid edits, to UTF-8, and for good", arguments: Row.all)
    func hostile(_ row: Row) throws {
        let engine = Engine([try stage(row.type)])
        for (name, text) in Self.hostileTexts {
            if let fault = fault(in: text, engine) { Issue.record("\(name): \(fault)") }
        }
    }

    @Test("the card's own texts stay as they are after the stage, also one behind the other", arguments: Row.all)
    func examples(_ row: Row) throws {
        let engine = Engine([try stage(row.type)])
        var all: [UInt8] = []
        for example in row.type.card.examples {
            all += Array(example.before.utf8) + [0x0A, 0x0A]
            if let fault = fault(in: Array(example.before.utf8), engine) { Issue.record("\(example.title): \(fault)") }
        }
        if let fault = fault(in: all, engine) { Issue.record("all: \(fault)") }
    }

    /// What is wrong with what a stage makes of a text.
    private func fault(in text: [UInt8], title: String? = nil, _ engine: Engine) -> String? {
        let facts = Article.Facts(title: title)
        let outcome = engine.clean(Article(text, facts))
        if case .setAside(let reason, let message) = outcome.verdict, reason.hasPrefix("stage-") { return message }
        var current = text
        for pass in outcome.passes {
            if pass.before != current { return "a pass goes on from another text" }
            if let fault = pass.edits.firstFault(in: current) { return fault }
            for edit in pass.edits.edits where current[edit.range].elementsEqual(pass.edits.replacement(of: edit)) {
                return "edit \(edit.rule) at byte \(edit.range.lowerBound) puts in what stands there"
            }
            for finding in pass.findings where finding.range.upperBound > current.count {
                return "finding \(finding.rule) lies behind the text"
            }
            current = pass.edits.applied(to: current)
        }
        if outcome.article.bytes != current { return "the edits make another text" }
        if current.span.firstInvalidUTF8() != nil { return "the output is not UTF-8" }
        let again = engine.clean(Article(current, facts)).passes.flatMap(\.edits.edits)
        return again.first.map { "a second review proposes \($0.rule) at byte \($0.range.lowerBound) of the output" }
    }

    /// The text without every line and word that the fault does not need.
    private func smallest(_ text: [UInt8], _ isBad: ([UInt8]) -> Bool) -> [UInt8] {
        var text = text
        for separator: UInt8 in [0x0A, 0x20] {
            var index = 0
            var parts = text.split(separator: separator, omittingEmptySubsequences: false)
            while index < parts.count, parts.count > 1 {
                var fewer = parts
                fewer.remove(at: index)
                if isBad(Array(fewer.joined(separator: [separator]))) { parts = fewer } else { index += 1 }
            }
            text = Array(parts.joined(separator: [separator]))
        }
        return text
    }

    /// The stage with its defaults; with the options of its first example if it cannot do without.
    private func stage(_ type: any Stage.Type) throws -> PipelineStage {
        for options in [""] + type.card.examples.map(\.options) {
            var reader = PipelineResources(folder: Self.pipelines).reader()
            let setting = options.isEmpty ? nil : YAML.read(Array(options.utf8)).0
            let stage = PipelineStage.read(type, options: setting, with: &reader)
            if reader.mistakes.isEmpty { return stage }
        }
        throw StageFailure("\(type.card.name) takes no options of its own examples")
    }

    private static let pipelines: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/pipelines"
    }()

    private static let hostileTexts: [(name: String, text: [UInt8])] = [
        ("nothing", []),
        ("a NUL", [0]),
        ("NULs between words", Array("The\0boat\0\0left.\n\0\n\0The end\0".utf8)),
        ("a line of 1 MB", Array(String(repeating: "The “boat” left - at ‘noon’... ", count: 32_000).utf8)),
        ("a word of 1 MB", [UInt8](repeating: 0x61, count: 1_000_000)),
        ("100,000 blank lines", [UInt8](repeating: 0x0A, count: 100_000)),
        (
            "100,000 blank lines between two",
            Array("A\n".utf8) + [UInt8](repeating: 0x0A, count: 100_000) + Array("B".utf8)
        ),
        ("20,000 equal lines", Array(String(repeating: "The boat left at noon.\n", count: 20_000).utf8)),
        ("10,000 combining marks", Array(("a" + String(repeating: "\u{301}", count: 10_000) + " b").utf8)),
        (
            "10,000 combining marks of two classes",
            Array(("a" + String(repeating: "\u{323}\u{301}", count: 5_000)).utf8)
        ),
        (
            "replacement characters, as of lone surrogates",
            Array(String(repeating: "a\u{FFFD}\u{FFFD} ", count: 2_000).utf8)
        ),
        ("only quotation marks", Array(String(repeating: "\"'“”‘’«»„‚‹›`´″′\u{2018}\u{201B}", count: 1_000).utf8)),
        ("only opening quotation marks", Array(String(repeating: "“", count: 30_000).utf8)),
        ("only dashes", Array(String(repeating: "-–—―‐‑‒− ", count: 3_000).utf8)),
        ("only hyphens", [UInt8](repeating: 0x2D, count: 100_000)),
        ("only full stops", [UInt8](repeating: 0x2E, count: 100_000)),
        ("only ampersands", [UInt8](repeating: 0x26, count: 100_000)),
        ("nested entities", Array(("&" + String(repeating: "amp;", count: 20_000) + "lt;").utf8)),
        ("only Ã", Array(String(repeating: "Ã", count: 50_000).utf8)),
        ("only spaces", [UInt8](repeating: 0x20, count: 100_000)),
        ("only carriage returns", [UInt8](repeating: 0x0D, count: 20_000)),
        ("only zero-width marks", Array(String(repeating: "\u{200B}\u{FEFF}\u{AD}\u{200D}", count: 5_000).utf8)),
        ("only noncharacters and tags", Array(String(repeating: "\u{FFFE}\u{10FFFF}\u{E0041}", count: 3_000).utf8)),
        (
            "right-to-left marks",
            Array(String(repeating: "\u{202E}abc\u{202C} \u{2067}אבג\u{2069}\n", count: 2_000).utf8)
        ),
    ]
}

import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite("replace") struct ReplaceTests {
    struct Fault: CustomTestStringConvertible, Sendable {
        let rules: String
        let messages: [String]
        var testDescription: String { rules }
    }

    @Test(
        "a mistake in a rule says what is wrong",
        arguments: [
            Fault(rules: "cat", messages: ["rules takes a list, not 'cat'"]),
            Fault(rules: "[cat]", messages: ["a rule takes keys with values, not 'cat'"]),
            Fault(rules: "[{ text: a }]", messages: ["a rule needs 'with', the text to put in"]),
            Fault(rules: "[{ with: a }]", messages: ["a rule needs either 'text' or 'pattern'"]),
            Fault(rules: "[{ text: a, pattern: b, with: c }]", messages: ["a rule needs either 'text' or 'pattern'"]),
            Fault(rules: "[{ text: '', with: c }]", messages: ["a rule's text is at least one character, not nothing"]),
            Fault(
                rules: "[{ text: a, with: b, txt: c, case: no }]",
                messages: [
                    "unknown key 'txt' of a rule; did you mean 'text'?", "case is one of exact, ignore, not 'no'",
                ]
            ),
            Fault(rules: "[{ name: My rule, text: a, with: b }]", messages: ["'My rule' is no name of a rule"]),
            Fault(
                rules: "[{ pattern: '(a', with: b }]",
                messages: ["the pattern does not compile: missing closing parenthesis"]
            ),
            Fault(
                rules: "[{ pattern: a, with: '$1' }]",
                messages: ["the pattern has 0 groups, so that there is no $1"]
            ),
            Fault(rules: "[{ pattern: a, with: '${x}' }]", messages: ["the pattern has no group 'x'"]),
            Fault(rules: "[{ pattern: a, with: 'US$' }]", messages: ["'$' without a group"]),
            Fault(
                rules: "[{ name: usa, text: USA, with: the USA }]",
                messages: ["what rule 'usa' puts in is replaced again each time"]
            ),
            Fault(
                rules: "[{ name: one, text: a, with: b }, { name: two, text: B, with: c, case: ignore }]",
                messages: ["what rule 'one' puts in is replaced by rule 'two'"]
            ),
        ]
    )
    func mistakes(_ fault: Fault) {
        #expect(read(fault.rules).mistakes.map(\.message) == fault.messages)
    }

    @Test("literal text may hold what ends a quotation in a pattern")
    func quoting() {
        let outcome = clean(#"[{ text: 'a\Eb\', with: x }]"#, #"a\Eb\ and a\E"#)
        #expect(outcome.article.text == #"x and a\E"#)
    }

    @Test("rules meet at their edges, and no two in one place")
    func edges() {
        let rules =
            "[{ text: ab, with: x }, { text: bc, with: y }, { pattern: '(?=c)', with: '<$0' }, { text: c, with: z }]"
        #expect(clean(rules, "abc bc").article.text == "x<z y")
        #expect(clean(rules, "").article.text == "")
    }

    @Test("no rule reads what another put in")
    func order() {
        let rules = #"[{ pattern: '\bcat\b', with: dog }, { text: hot dog, with: sausage }]"#
        #expect(clean(rules, "hot cat, hot dog").article.text == "hot dog, sausage")
    }

    @Test("a pattern that backtracks without end sets the article aside, unchanged")
    func limit() {
        let text = String(repeating: "a", count: 5000)
        let outcome = clean(#"[{ pattern: '(a|a?)+(?=\d\b|!)', with: x }]"#, text)
        guard case .setAside(let reason, _) = outcome.verdict else {
            Issue.record("it was delivered")
            return
        }
        #expect(reason == "stage-failed")
        #expect(outcome.article.text == text)
    }

    private func read(_ rules: String) -> (stage: PipelineStage, mistakes: [Mistake]) {
        var reader = SettingReader { (name, _, place) throws(Mistake) in throw Mistake(at: place, name) }
        let (setting, _) = YAML.read(Array("rules: \(rules)".utf8))
        let stage = PipelineStage.read(Replace.self, options: setting, with: &reader)
        return (stage, reader.mistakes)
    }

    private func clean(_ rules: String, _ text: String) -> Outcome {
        let (stage, mistakes) = read(rules)
        #expect(mistakes.isEmpty)
        return Engine([stage]).clean(Article(text))
    }
}

import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite struct DetectLanguageTests {
    @Test(
        "a sentence is enough to tell a language from its neighbours",
        arguments: [
            (
                "da",
                "Færgen sejler hele vinteren, sagde havnebestyrelsen mandag. Den har været lukket siden oversvømmelsen."
            ),
            (
                "no",
                "Fergen går hele vinteren, sa havnestyret mandag. Den har vært stengt siden flommen, og ingen vet hvorfor."
            ),
            (
                "sv",
                "Färjan går hela vintern, sade hamnstyrelsen på måndagen. Den har varit stängd sedan översvämningen."
            ),
            ("es", "El transbordador funcionará todo el invierno, dijo el lunes la junta del puerto. Estaba cerrado."),
            ("pt", "O ferry funcionará todo o inverno, disse a administração do porto. Estava fechado desde a cheia."),
            (
                "ca",
                "El transbordador funcionarà tot l’hivern, va dir dilluns la junta del port. Era tancat des de la riuada."
            ),
            (
                "sw",
                "Kivuko kitafanya kazi majira yote ya baridi, bodi ya bandari ilisema Jumatatu. Kilikuwa kimefungwa."
            ),
            ("he", "המעבורת תפעל כל החורף, הודיעה מועצת הנמל ביום שני. היא הייתה סגורה מאז השיטפון בשנה שעברה."),
            ("uk", "Пором ходитиме всю зиму, повідомила в понеділок рада порту. Він був зачинений від часу повені."),
        ]
    )
    func sentences(_ tag: String, _ text: String) throws {
        #expect(try language(of: Article(text)) == tag)
    }

    @Test("menus above the text do not decide")
    func menus() throws {
        let menu = "Home\nNews\nSport\nSign in to your account\nWatch live\n\n"
        let text =
            "Le bac circulera tout l’hiver, a annoncé lundi le conseil du port, qui avait attendu dix ans ce moment."
        #expect(try language(of: Article(menu + text)) == "fr")
    }

    @Test("the title that came with a short text is read too")
    func titles() throws {
        let text = "Le bac circulera tout l’hiver, a annoncé lundi le conseil."
        let title = "Le bac ne s’arrêtera plus, disent les habitants de la rive"
        #expect(try language(of: Article(text)) == "und")
        #expect(try language(of: Article(text, Article.Facts(title: title))) == "fr")
    }

    @Test("what is found goes with the article through later changes, and a second look changes nothing")
    func revisions() throws {
        let text =
            "Die Fähre, die seit der Flut im März geschlossen war, fährt jetzt wieder, teilte das Amt mit. "
            + "Er sagte: \"Nie.\"\n\n-\n"
        let engine = Engine([try stage(), try stage("strip-navigation"), try stage("normalize-quotes")])
        let outcome = engine.clean(Article(text))
        #expect(outcome.article.language.rawValue == "de")
        #expect(outcome.article.text.contains("„Nie.“"))
        #expect(engine.clean(outcome.article).article.bytes == outcome.article.bytes)
    }

    @Test("what cannot be told is not guessed by the stages after it")
    func undetermined() throws {
        let text = "Er sagte, dass die Fähre \"nie\" fährt und dass es auch so bleibt."
        let guessed = Engine([try stage("normalize-quotes")]).clean(Article(text))
        #expect(guessed.article.text.contains("„nie“"))
        let settled = Engine([try stage(), try stage("normalize-quotes")]).clean(Article(text))
        #expect(settled.article.language == .undetermined)
        #expect(settled.article.text.contains("“nie”"))
    }

    @Test(
        "hostile text has no language",
        arguments: ["", "\n\n\n", String(repeating: "e\u{301}\u{302}", count: 10_000)]
    )
    func hostile(_ text: String) throws {
        _ = try language(of: Article(text))
    }

    @Test("tags that are none are mistakes")
    func mistakes() {
        var reader = PipelineResources(folder: "").reader()
        let (setting, _) = YAML.read(Array("languages: [en, english]".utf8))
        _ = PipelineStage.read(DetectLanguage.self, options: setting, with: &reader)
        #expect(reader.mistakes.map(\.message) == ["'english' is no language tag"])
    }

    private func stage(_ name: String = "detect-language") throws -> PipelineStage {
        var reader = PipelineResources(folder: "").reader()
        let type = try #require(shippedStages.first { $0.card.name == name })
        let (setting, _) = YAML.read(Array((name == "strip-navigation" ? "packs: []" : "").utf8))
        return PipelineStage.read(type, options: setting, with: &reader)
    }

    private func language(of article: Article) throws -> String {
        Engine([try stage()]).clean(article).article.language.rawValue
    }
}

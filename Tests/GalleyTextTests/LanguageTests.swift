import GalleyText
import Testing

@Suite struct LanguageTests {
    @Test(
        "a paragraph's language is known by its function words or its script",
        arguments: [
            ("en", "The first boat left at noon with forty passengers and the mail of three days, said the captain."),
            (
                "fr",
                "Le premier bateau est parti à midi avec quarante passagers et le courrier de trois jours, a dit le capitaine."
            ),
            (
                "de",
                "Das erste Boot fuhr am Mittag mit vierzig Leuten und der Post von drei Tagen ab, wie der Kapitän sagte."
            ),
            (
                "es",
                "El primer barco salió a mediodía con cuarenta pasajeros y el correo de tres días, según dijo el capitán."
            ),
            (
                "it",
                "La prima barca è partita a mezzogiorno con quaranta passeggeri e la posta di tre giorni, ha detto il capitano."
            ),
            (
                "pt",
                "O primeiro barco saiu ao meio-dia com quarenta passageiros e o correio de três dias, mas não à noite."
            ),
            (
                "nl",
                "De eerste boot vertrok om twaalf uur met veertig passagiers en de post van drie dagen, maar het is niet bekend wat er nog komt."
            ),
            (
                "sv",
                "Den första båten gick vid middag med fyrtio passagerare och post från tre dagar, men vi vet inte när nästa går."
            ),
            (
                "da",
                "Den første båd sejlede ved middag med fyrre passagerer og post fra tre dage, og nu er der ikke mere at hente efter det."
            ),
            (
                "no",
                "Den første båten gikk midt på dagen med førti passasjerer og posten fra tre dager, og nå er det ikke mer å hente etter det."
            ),
            (
                "pl",
                "Pierwsza łódź odpłynęła w południe z czterdziestoma pasażerami, ale nie wiadomo, czy to już koniec, bo jest też druga do portu."
            ),
            (
                "ru",
                "Первая лодка вышла в полдень, и на ней было сорок человек, но она не вернулась к вечеру, как они и сказали."
            ),
            (
                "uk",
                "Перший човен вийшов опівдні, і на ньому було сорок людей, але він не повернувся до вечора, як вони й казали про це."
            ),
            ("ja", "最初の船は正午に四十人の乗客と三日分の郵便物を乗せて港を出発した。"),
            ("zh", "第一艘船中午离开港口，载有四十名乘客和三天的邮件，船长说。"),
            ("ko", "첫 배는 정오에 승객 마흔 명과 사흘 치 우편물을 싣고 항구를 떠났다고 선장이 말했다."),
            ("el", "Το πρώτο πλοίο έφυγε το μεσημέρι με σαράντα επιβάτες και την αλληλογραφία τριών ημερών."),
        ]
    )
    func paragraph(_ language: String, _ text: String) {
        #expect(Article(text).language.rawValue == language)
        #expect(Article("Menu\nHome\nSport\n\n" + text).language.rawValue == language)
    }

    @Test(
        "text without enough of one language is of none",
        arguments: [
            "", "Ferry sails", "Home Sport Weather Login Search Menu Contact About", "1 2 3 4 5 6 7 8 9 10 11 12",
            "Norby 3 Sund 2; Aker 1 Berg 1; Dal 0 Eik 4; Fjell 2 Gran 2",
        ]
    )
    func none(_ text: String) { #expect(Article(text).language == .undetermined) }

    @Test(
        "three letters are those of the language, and what is no tag declares nothing",
        arguments: [
            ("en", "en"), ("pt-BR", "pt"), ("en_US", "en"), ("ENG", "en"), ("deu", "de"), ("ger", "de"), ("fre", "fr"),
            ("chi-Hant", "zh"), ("iw", "he"), ("fil", "tl"), ("haw", "haw"), ("und", "und"), ("English", nil),
            ("zz", nil),
            ("x-klingon", nil), ("", nil), ("de utf", nil),
        ]
    )
    func tags(_ tag: String, _ code: String?) { #expect(Language(tag: tag)?.rawValue == code) }

    @Test("what the source declares is believed")
    func declared() {
        let article = Article("The first boat left.", .init(language: Language(rawValue: "pt-BR")))
        #expect(article.language.rawValue == "pt")
    }
}

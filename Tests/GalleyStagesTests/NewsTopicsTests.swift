import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite("The shipped taxonomy") struct NewsTopicsTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let topic: String
        let language: String
        let text: String
        var testDescription: String { "\(topic) \(language)" }
    }

    @Test("the first topic of a plain report is its own, in three languages", arguments: rows)
    func reports(_ row: Row) throws {
        var reader = Self.resources.reader()
        var options = TagTopics.Options()
        options.parents = true
        let stage = TagTopics(options, &reader)
        #expect(reader.mistakes.map(\.message) == [])
        var markup = Markup()
        try stage.review(Article(row.text, .init(language: Language(rawValue: row.language))), into: &markup)
        let top = markup.tags.first { $0.id.hasSuffix("000000") }
        #expect(top?.id == "medtop:\(row.topic)000000", "\(markup.tags.map { ($0.id, $0.score) })")
    }

    @Test(
        "a report on something narrower is given what IPTC calls that",
        arguments: [
            (
                "medtop:20000154", "en",
                "The river burst its banks and flooded two villages; the floodwater is still rising."
            ),
            (
                "medtop:20001085", "fr",
                "Le tennisman a sauvé deux balles de match avant de gagner à Wimbledon, son premier titre en grand chelem."
            ),
            (
                "medtop:20000574", "de",
                "Im Wahlkampf liegt der Spitzenkandidat vorn; die Wahlbeteiligung bei der Landtagswahl war hoch."
            ),
            (
                "medtop:20001065", "de",
                "Der Torhüter hielt den Elfmeter, kurz danach fiel das Tor in der Nachspielzeit: Fußball in der Bundesliga."
            ),
            (
                "medtop:20000418", "en",
                "Greenhouse gas emissions must fall if global warming is to be slowed, the climate summit was told."
            ),
        ]
    )
    func narrower(_ id: String, _ language: String, _ text: String) throws {
        var reader = Self.resources.reader()
        var markup = Markup()
        let stage = TagTopics(TagTopics.Options(), &reader)
        try stage.review(Article(text, .init(language: Language(rawValue: language))), into: &markup)
        #expect(markup.tags.first?.id == id, "\(markup.tags.map { ($0.id, $0.score) })")
    }

    @Test("it has the 17 topics, with labels in three languages")
    func labels() {
        var reader = Self.resources.reader()
        let place = Setting.Place(file: 0, line: 1, column: 1, length: 1)
        let setting = reader.yaml("topics/news.yaml", .taxonomy, at: place)
        guard case .sequence(let topics) = setting?["topics"]?.value else {
            Issue.record("topics are no list")
            return
        }
        let ids = topics.compactMap { $0["id"]?.text }
        #expect(topics.allSatisfy { $0["parent"]?.text.map(ids.contains) ?? true })
        #expect(
            topics.filter { $0["parent"] == nil }.compactMap { $0["id"]?.text }
                == (1...17).map { "medtop:\($0 < 10 ? "0" : "")\($0)000000" }
        )
        for topic in topics {
            for language in ["en", "fr", "de"] { #expect(topic["label"]?[language]?.text?.isEmpty == false) }
        }
    }

    private static var resources: PipelineResources {
        let folder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/pipelines"
        return PipelineResources(folder: folder)
    }

    static let rows: [Row] = [
        (
            "01", "de",
            """
            Die Sängerin gibt im Juni zwei Konzerte, wenn ihr drittes Album erscheint. Die ersten Lieder \
            der Band entstanden für einen Film, der auf einem kleinen Festival einen Preis gewann.
            """
        ),
        (
            "02", "de",
            """
            Das Landgericht hat einen Mann wegen Betrugs zu vier Jahren Haft verurteilt. Die \
            Staatsanwaltschaft hatte mehr gefordert, der Verteidiger kündigte Revision an.
            """
        ),
        (
            "03", "de",
            """
            Nach dem Erdbeben suchen Rettungskräfte in den Trümmern nach Überlebenden. Mehrere Nachbeben \
            erschwerten die Bergung, Tausende wurden evakuiert.
            """
        ),
        (
            "04", "de",
            """
            Der Konzern steigerte seinen Umsatz im dritten Quartal um sechs Prozent, der Gewinn ging \
            zurück. Der Vorstandschef verwies auf höhere Kosten; die Aktie gab nach.
            """
        ),
        (
            "05", "de",
            """
            Die Schüler der Gesamtschule bekommen im neuen Schuljahr kleinere Klassen. Weil Lehrer fehlen, \
            unterrichten auch Studenten, teilte die Schulleiterin mit.
            """
        ),
        (
            "06", "de",
            """
            Der Naturschutzbund fordert mehr Schutz für die Wälder. Die Artenvielfalt nehme ab, und der \
            Klimawandel setze vielen Tierarten zu.
            """
        ),
        (
            "07", "de",
            """
            Die Klinik meldet mehr Patienten mit Grippe. Ärzte raten zur Impfung, vor allem bei \
            Erkrankungen der Lunge.
            """
        ),
        (
            "08", "de",
            """
            Der Hund war aus dem Tierheim entlaufen und fand nach drei Wochen allein zurück. Zum \
            Geburtstag bekam das Haustier eine Wurst.
            """
        ),
        (
            "09", "de",
            """
            Die Gewerkschaft hat zu einem Warnstreik aufgerufen. In den Tarifverhandlungen fordert sie \
            höhere Löhne für die Beschäftigten.
            """
        ),
        (
            "10", "de",
            """
            Der Koch verrät sein Rezept für einen Nachtisch aus der Region. Sein Restaurant am Strand ist \
            bei Touristen beliebt, die hier Urlaub machen.
            """
        ),
        (
            "11", "de",
            """
            Im Bundestag stritten Regierung und Opposition über das Gesetz. Die Kanzlerin verteidigte die \
            Reform, die Fraktionen der Koalition stimmten zu.
            """
        ),
        (
            "12", "de",
            """
            Der Bischof feierte mit den Gläubigen einen Gottesdienst. In der Kirche wurde für den Papst \
            gebetet.
            """
        ),
        (
            "13", "de",
            """
            Forscher haben mit dem Teleskop einen Planeten entdeckt. Die Daten der Raumsonde stützen das \
            Experiment, schreiben die Wissenschaftler.
            """
        ),
        (
            "14", "de",
            """
            Mehr Familien brauchen Hilfe, und die Armut unter Alleinerziehenden wächst. Der Verband \
            fordert Gleichstellung und ein Ende der Diskriminierung.
            """
        ),
        (
            "15", "de",
            """
            Der Stürmer schoss in der Nachspielzeit das Tor zum Sieg. Der Trainer lobte die Mannschaft, \
            die in der Bundesliga nun auf Platz zwei steht.
            """
        ),
        (
            "16", "de",
            """
            Die Armee griff in der Nacht Stellungen der Rebellen an. Über eine Waffenruhe wird verhandelt, \
            Soldaten beider Seiten wurden getötet.
            """
        ),
        (
            "17", "de",
            """
            Der Wetterdienst warnt vor Gewittern mit Starkregen und Hagel. Am Abend ziehen Wolken ab, die \
            Temperaturen fallen auf zehn Grad.
            """
        ),
        (
            "01", "en",
            """
            The singer will play two concerts in June, when her third album comes out. The band’s first songs were \
            written for a film that won a prize at a small festival and then ran for a year in one cinema.
            """
        ),
        (
            "01", "fr",
            """
            La chanteuse donnera deux concerts en juin, à la sortie de son troisième album. Les premières chansons \
            du groupe avaient été écrites pour un film primé dans un petit festival.
            """
        ),
        (
            "02", "en",
            """
            A man of 34 was charged with murder on Tuesday after police found a knife in his car. He will appear in \
            court on Friday; his lawyer said that he would plead not guilty.
            """
        ),
        (
            "02", "fr",
            """
            Un homme de 34 ans a été mis en examen pour meurtre mardi, après la découverte d’un couteau dans sa \
            voiture. Le procureur a requis son placement en détention provisoire ; son avocat fait appel.
            """
        ),
        (
            "03", "en",
            """
            Rescue workers were searching the rubble for survivors a day after the earthquake. The death toll stands \
            at 41, and thousands were evacuated from houses that may collapse.
            """
        ),
        (
            "03", "fr",
            """
            Les secouristes cherchaient des survivants sous les décombres au lendemain du séisme. Le bilan \
            provisoire est de 41 morts, et des milliers d’habitants ont été évacués de maisons qui menacent de \
            s’effondrer.
            """
        ),
        (
            "04", "en",
            """
            Shares in the retailer fell by a tenth after it warned that pre-tax profits would be lower than analysts \
            had forecast. The company blamed weak consumer spending and higher interest rates.
            """
        ),
        (
            "04", "fr",
            """
            L’action du distributeur a perdu un dixième de sa valeur en bourse après un avertissement sur ses \
            bénéfices. L’entreprise invoque la faiblesse de la consommation et la hausse des taux d’intérêt.
            """
        ),
        (
            "05", "en",
            """
            Pupils at the secondary school will sit their exams in the gym, since the classrooms are being painted. \
            Teachers said that the school year would end as planned.
            """
        ),
        (
            "05", "fr",
            """
            Les élèves du collège passeront leurs examens au gymnase, car on repeint les salles de classe. Les \
            enseignants assurent que l’année scolaire finira comme prévu.
            """
        ),
        (
            "06", "en",
            """
            The wetland is home to eleven endangered species, and conservationists fear that the new dam will dry it \
            out. Air pollution from the road has already killed many trees in the nature reserve.
            """
        ),
        (
            "06", "fr",
            """
            La zone humide abrite onze espèces menacées, et les écologistes craignent que le barrage ne l’assèche. \
            La pollution due à la route a déjà tué bien des arbres de la réserve naturelle.
            """
        ),
        (
            "07", "en",
            """
            Doctors at the hospital have treated sixty patients with the new vaccine. Side effects were mild, and \
            the health ministry wants a larger clinical trial before the winter.
            """
        ),
        (
            "07", "fr",
            """
            Les médecins de l’hôpital ont traité soixante patients avec le nouveau vaccin. Les effets secondaires \
            sont légers, et le ministère de la santé veut un essai clinique plus large avant l’hiver.
            """
        ),
        (
            "08", "en",
            """
            A dog that was lost for six years was reunited with its family after a stranger saw a viral video of it. \
            The couple had kept its birthday every year, and called it a miracle.
            """
        ),
        (
            "08", "fr",
            """
            Un chien perdu depuis six ans a retrouvé ses maîtres grâce à une vidéo virale. Le couple fêtait chaque \
            année l’anniversaire de l’animal, et parle d’un miracle ; le chat de la maison, lui, est moins ému.
            """
        ),
        (
            "09", "en",
            """
            The trade union called its members out on strike after talks about wages had failed. Employers offered \
            workers a pay rise below inflation and longer working hours.
            """
        ),
        (
            "09", "fr",
            """
            Le syndicat appelle les salariés à la grève après l’échec des négociations salariales. Les employeurs \
            proposent une augmentation de salaire inférieure à l’inflation et des licenciements.
            """
        ),
        (
            "10", "en",
            """
            The chef serves a soup of three cheeses, and the dessert alone is worth the trip. Tourists who want a \
            room at the hotel next to the restaurant should book it with their dinner.
            """
        ),
        (
            "10", "fr",
            """
            Le chef sert une soupe aux trois fromages, et le dessert vaut à lui seul le voyage. Les touristes qui \
            veulent dormir à l’hôtel voisin du restaurant le réserveront avec leur dîner.
            """
        ),
        (
            "11", "en",
            """
            The prime minister will dissolve parliament and call a general election for May. Opposition parties \
            welcomed the vote, which the polls say her government will lose.
            """
        ),
        (
            "11", "fr",
            """
            La première ministre va dissoudre l’Assemblée nationale et convoquer les électeurs en mai. L’opposition \
            se réjouit d’un scrutin que, d’après les sondages, le gouvernement perdra.
            """
        ),
        (
            "12", "en",
            """
            The bishop said mass in the old cathedral, and Muslims from the mosque next door came to the prayer for \
            peace. The pope sent a blessing to the parish.
            """
        ),
        (
            "12", "fr",
            """
            L’évêque a célébré la messe dans l’ancienne cathédrale, et des musulmans de la mosquée voisine sont \
            venus à la prière. Le pape a envoyé sa bénédiction à la paroisse.
            """
        ),
        (
            "13", "en",
            """
            Scientists have built a telescope that can see the atmosphere of planets near other stars. Its software \
            runs on ordinary computers, and the data will be open to researchers.
            """
        ),
        (
            "13", "fr",
            """
            Des scientifiques ont construit un télescope qui voit l’atmosphère de planètes lointaines. Son logiciel \
            tourne sur des ordinateurs ordinaires, et les données seront ouvertes aux chercheurs.
            """
        ),
        (
            "14", "en",
            """
            More couples live together without marriage than ever, the census says, and half of the families with \
            children in poverty have a single parent. Refugees are not counted.
            """
        ),
        (
            "14", "fr",
            """
            D’après le recensement, jamais autant de couples n’ont vécu hors mariage, et la moitié des familles \
            pauvres sont des familles monoparentales. Les réfugiés ne sont pas comptés.
            """
        ),
        (
            "15", "en",
            """
            The striker scored twice in the second half, and the home team won the match by three goals to one. The \
            coach said that the title was still far away, with nine games of the season to play.
            """
        ),
        (
            "15", "fr",
            """
            L’attaquant a marqué deux buts en seconde mi-temps, et l’équipe a gagné le match par trois buts à un. \
            L’entraîneur juge le titre encore loin, à neuf journées de la fin du championnat.
            """
        ),
        (
            "16", "en",
            """
            Rebels shelled the town for a third night, and troops fired missiles at their positions. Both armies \
            accuse each other of breaking the ceasefire that was to lead to peace talks.
            """
        ),
        (
            "16", "fr",
            """
            Les rebelles ont bombardé la ville pour la troisième nuit, et l’armée a tiré des missiles sur leurs \
            positions. Chaque camp accuse l’autre de rompre le cessez-le-feu.
            """
        ),
        (
            "17", "en",
            """
            Forecasters expect heavy rain and strong winds from the west, with snow on high ground. Temperatures \
            will fall below freezing at night, and fog may last until noon.
            """
        ),
        (
            "17", "fr",
            """
            Météo-France prévoit de fortes pluies et des vents violents, avec de la neige en altitude. Les \
            températures seront négatives la nuit, et le brouillard pourra durer jusqu’à midi.
            """
        ),
    ].map { Row(topic: $0.0, language: $0.1, text: $0.2) }
}

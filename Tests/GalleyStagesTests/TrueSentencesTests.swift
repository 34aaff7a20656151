import GalleyPipeline
import GalleyText
import Testing

/// Sentences that begin or end as notices of a page do, and are none.
@Suite("True sentences") struct TrueSentencesTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let language: String
        let sentence: String
        var testDescription: String { "\(language): \(sentence)" }
    }

    private static let engine = try? Engine([stripNavigation("packs: [en, fr, de, es, it, pt, nl, pl, tr, ru, ja, ar]")]
    )

    @Test("a true sentence stays, as a paragraph between two", arguments: rows)
    func stays(_ row: Row) throws {
        let (first, last) = try #require(Self.paragraphs[row.language])
        let text = "\(first)\n\n\(row.sentence)\n\n\(last)\n"
        #expect(try #require(Self.engine).clean(Article(text)).article.text == text)
    }

    private static let paragraphs = [
        "en": (
            "The ferry left the harbour at nine o’clock on Monday morning, as it did on every day.",
            "It was the first time in ten years that it did not come back to the island at night."
        ),
        "de": (
            "Die Fähre verließ den Hafen am Montag um neun Uhr, wie sie es an jedem Morgen getan hatte.",
            "Zum ersten Mal seit zehn Jahren kam sie am Abend nicht zur Insel zurück, und niemand wusste warum."
        ),
        "fr": (
            "Le ferry a quitté le port lundi à neuf heures du matin, comme il le faisait tous les jours.",
            "C’était la première fois en dix ans qu’il ne revenait pas sur l’île avant la tombée de la nuit."
        ),
        "es": (
            "El ferry salió del puerto el lunes a las nueve de la mañana, como lo hacía todos los días.",
            "Era la primera vez en diez años que no regresaba a la isla antes de que cayera la noche."
        ),
        "it": (
            "Il traghetto ha lasciato il porto lunedì alle nove del mattino, come faceva tutti i giorni.",
            "Era la prima volta in dieci anni che non tornava sull’isola prima del calare della notte."
        ),
        "pl": (
            "Prom wypłynął z portu w poniedziałek o dziewiątej rano, tak jak robił to każdego dnia.",
            "Po raz pierwszy od dziesięciu lat nie wrócił wieczorem na wyspę i nikt nie wiedział dlaczego."
        ),
        "ru": (
            "Паром вышел из порта в понедельник в девять часов утра, как он делал это каждый день.",
            "Впервые за десять лет он не вернулся вечером на остров, и никто не знал почему."
        ),
        "pt": (
            "A barca deixou o porto na segunda-feira às nove da manhã, como fazia todos os dias.",
            "Foi a primeira vez em dez anos que ela não voltou à ilha antes do cair da noite."
        ),
    ]

    static let rows = sentences.flatMap { language, text in
        text.split(separator: "\n").map { Row(language: language, sentence: String($0)) }
    }

    private static let sentences: KeyValuePairs = [
        "en": """
        The team independently confirmed the signal with a second telescope.
        This is an advertisement for war, and a good one.
        This site is owned by Harbour Homes Ltd and has planning permission for 40 houses.
        You have reached the limit of free parking in the city.
        This story was provided by a man in a pub, and I believe every word.
        No spam. No eggs. Just beans on toast, every day for a month.
        If you click the link, the scammers earn a commission and you lose your savings.
        By clicking yes, you agree to sell your soul, and 7,500 people did.
        Password must be at least as long as your patience, the joke went.
        Support local journalism. That is the advice of the last man in town who still has a press card.
        Your browser does not support the idea that you are alone, the professor joked.
        See also: Roe, J., ‘Silence and the Archive’, Journal of Small History 13 (2015), 99–101.
        Harbour Council may get a share of the revenue from the tolls, the minister said.
        We may receive a share of the estate, the sisters said.
        Public radio is supported by its audience.
        Yes, I want him to resign. I have wanted it since May.
        By signing the form, prosecutors say, you agree to hand over your home.
        Want to be a nurse? Sign up for five years of hunger.
        Do you have information about the missing girl? Call the sheriff or contact Crime Stoppers.
        Have you been affected by the flood? Contact the council’s helpline on 0800 123.
        Unauthorized use of fireworks is prohibited, the fire chief reminded residents.
        Market data provided by Bloomberg showed the pound at its lowest since 1985.
        This material may not be published until the trial has ended, the judge ordered.
        No part of this article may be amended without two thirds of both houses.
        Comments on this article have been published by the European Commission.
        To encourage thoughtful and respectful conversations, the mayor has banned phones from the hall.
        The vaccine is not available in your country.
        Your support helps our work in Gaza, the charity’s letter said.
        Get full access to the files, the lawyer said on Monday.
        This website uses cookies that follow users for 13 months, which breaks the law, the regulator ruled.
        When you visit the site, it feels as if the battle ended yesterday.
        By continuing the war, he told the senators, you accept its price.
        Read the report on the fire, she told the minister.
        Click here to view your parcel, the text message said.
        A post shared by the senator on Monday showed the two men embracing.
        Follow Trump on Twitter to know what the White House will do next, diplomats say.
        Tagged with a red band, the bird flew to Chad.
        Contact us by radio, the tower asked the pilot.
        The paper is owned by a group of media companies, and nobody reads it.
        Subscribers can share their passwords with their families until May.
        You need to be a subscriber to one of three channels to see the final.
        Get unlimited access to the museum for a year and pay half the price.
        Agents may earn commission on sales of homes that they have never seen.
        In most browsers JavaScript is enabled, which is how the attack works.
        Download the app, scan the code, and the money is gone within the hour.
        You can change your privacy settings, but the firm still sees your photos.
        Check your email for signs of fraud at least once a week.
        By signing the contract you agree to pay for the rest of your life.
        The Times is committed to publishing a diversity of letters, and its rivals are not.
        Special offers for readers of the paper ended when the money did.
        In the corner blinks a cow above the words click here to subscribe.
        The council is an invitation-only community for the rich, and nobody asks whether they qualify.
        Sign up to get the inside story of the harbour, the poster promises.
        A daily email update of the stories you need to read was once a new idea.
        He follows AP’s coverage of the storms on a telephone from 2009.
        Copyright 2019 was a bad year for, and the next was worse.
        Listen to the harbour live at noon and you will hear nothing but gulls.
        I agree that my information was wrong.
        Want to block ads but still support journalism? There are three ways.
        The firm that owns harbour.com © 1996 no longer exists.
        """,
        "de": """
        Jetzt testen die Forscher den Impfstoff an Menschen.
        Bereits registriert wurden 120 Fälle von Masern in Berlin.
        Bereits Mitglied der Nato, will das Land nun auch in die EU.
        Damit können personenbezogene Daten von Millionen Patienten ins Ausland gelangen, warnt der Datenschützer.
        Wir brauchen Ihre Zustimmung zu diesem Gesetz, rief die Ministerin.
        Wir in der Nato und unsere Partner nutzen jede Gelegenheit.
        Diskutieren Sie mit Ihren Kindern über den Krieg.
        Nachdruck des Buches wurde 1933 verboten.
        Jetzt registrieren die Behörden wieder mehr Fälle von Masern.
        Die Kommentarfunktion wurde von Trollen aus zwei Ländern missbraucht.
        Dieses Video ist nicht verfügbar, weil ein Gericht es verboten hat.
        Die Mahnung kommt täglich per E-Mail und kostet jedes Mal fünf Euro.
        Für die Weiterentwicklung und Finanzierung unseres Angebots erheben Städte Gebühren.
        Aktuelle Meldungen zu der Fähre finden Sie in keinem Liveblog.
        Zum Thema: Der Krieg dauert nun schon drei Jahre.
        """,
        "fr": """
        Recevoir ses résultats par e-mail n’est pas un droit, a jugé la cour.
        Créer un compte est obligatoire pour payer ses impôts.
        Une erreur dans l’article 5 rend la loi inapplicable.
        Cette vidéo n’est pas disponible en Russie, où elle a été interdite.
        À lire : le roman de Camus, qui raconte la peste.
        Lire la suite du roman demande du courage.
        Signaler un abus reste difficile pour les victimes.
        """,
        "es": """
        Sigue leyendo el periódico en papel, como el 12% de los españoles.
        Este sitio utiliza agua del Tajo para regar los campos de golf.
        Recibe cada mañana a los migrantes en el muelle.
        Ya es socio de la OTAN y ahora mira a Bruselas.
        Más información: el juicio sigue mañana en Madrid.
        —Sigue leyendo —dijo ella.
        Conforme a los criterios de Maastricht, el país queda fuera.
        Utilizan agua del Tajo para regar, y el río se seca.
        """,
        "it": """
        Noi e i nostri partner utilizziamo gli stessi aerei, ha detto il generale.
        Proseguendo la navigazione, il traghetto ha urtato uno scoglio.
        La newsletter di Renzi ha raggiunto un milione di lettori.
        """,
        "pl": """
        My i nasi partnerzy pomożemy Ukrainie, powiedział premier.
        Kopiowanie kluczy jest zabronione bez zgody spółdzielni.
        Kontynuując wojnę, wyrażasz zgodę na jej cenę.
        """,
        "ru": """
        Использование материалов дела в прессе запрещено судом.
        Продолжая войну, вы принимаете на себя вину, сказал он генералам.
        — Согласен.
        Подробнее: суд продолжится завтра в Москве.
        """,
        "pt": """
        Receber ameaças por e-mail virou rotina, diz a juíza.
        Ao assinar o tratado, o Brasil concorda com as metas do clima.
        """,
    ]
}

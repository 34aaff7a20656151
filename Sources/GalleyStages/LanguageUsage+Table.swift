// Lists by hand from each language's grammar. What may rightly stand twice is left out: "had had", "that that",
// "nous nous", « la une une », „die die“, „in in“, Dutch "het het", Swedish "att att", Spanish "para para", …
// Dashes: Chicago 6.85 and AP (em), Duden R 36 and DIN 5008 (en with spaces), Lexique de l'Imprimerie nationale (en),
// RAE Ortografía (em), Rozenthal's and Milchin's handbooks for Russian (em).

extension LanguageRow {
    static let all: [LanguageRow] = [
        LanguageRow(
            tags: ["en"],
            dash: .em,
            doubled: "the a an and my your our their",
            doublesNoName: true,
            doubledBeforeArticles: "of to with from for into",
            articles: "the a an his her its their our my your this these those",
            openers: """
                The It He She They We You I In On At But And This That These Those There When While If As For With \
                After Before However Although Because So Now Then What Who Where Why How Its His Her Their Our My An A \
                Not No Yes Some Many Most One Two Both Each All Since Until During According Here To From By
                """,
            linkers: """
                a an the and but or which who whom whose that this these those it he she they we you as at by for from \
                in into like of on with without to not no nor so yet if when where while because although though \
                after before since until despite even including especially particularly such also perhaps maybe \
                his her its their our my your is are was were has have had will would can could may might must \
                there here what why how all both each some many most more one two only just almost nearly
                """
        ),
        LanguageRow(
            tags: ["de"],
            dash: .en,
            doubled: "und oder auch dass wurde wurden",
            doublesNoName: true,
            openers: """
                Der Die Das Ein Eine Und Aber Es Er Sie Wir Ich Ihr In Im Am Auf Bei Mit Nach Von Vor Zu Zum Zur Für \
                Seit Wenn Weil Als Wie Was Wer Wo Dass Doch Denn Dann Dort Da Diese Dieser Dieses So Auch Noch Nur Nun \
                Weder Während Durch Über Unter Um
                """,
            linkers: """
                aber allerdings also als am an auch auf aus bei beim da damit dann das dass dem den denn der des die \
                dies doch durch ein eine einen einer er es etwa für hat hatte ich ihr im in ist ja je kein mit nach \
                nicht noch nur ob obwohl ohne seit sei sie so sogar sondern sowohl über um unter vom von vor war wann \
                was weil wenn wer werden wie wird wo zu zum zur zwar
                """
        ),
        LanguageRow(
            tags: ["fr"],
            dash: .en,
            closesUp: false,
            doubled: "au aux avec dans de des du et la le les ou par sur",
            openers: """
                Le La Les Un Une Des Il Elle Ils Elles On Nous Vous Je Mais Et Ce Cette Ces Dans Pour Par Sur Avec \
                Après Avant Depuis Selon Si Quand En Au Aux Pourtant Cependant Ainsi Sans Son Sa Ses Leur Leurs
                """,
            linkers: """
                à au aux avec car ce cette ces comme dans de depuis des dont du elle en et est il ils elles la le les \
                mais même ni non nous on ou où par parce pas pour puis qui que quand sans selon si soit son sa ses sur \
                surtout un une vous y
                """
        ),
        LanguageRow(
            tags: ["es"],
            dash: .em,
            doubled: "al con de del el en la las los por un y",
            openers: """
                El La Los Las Un Una Y Pero En Por Con De Para Según Además También Sin Sobre Desde Cuando Si Como \
                Este Esta Estos Estas Su Sus Al No Lo Se Aunque Mientras Después Antes
                """,
            linkers: """
                a al aunque como con cuando de del desde donde e el ella en entre es está fue hasta la las lo los más \
                ni no o para pero por porque que quien se según si sin sino sobre su sus también un una y ya
                """
        ),
        LanguageRow(
            tags: ["it"],
            dash: .en,
            doubled: "alla con dal dei del della il la le nel nella per un",
            openers: """
                Il La Lo Gli Le Un Una Ma In Per Con Da Di Dopo Prima Secondo Anche Non Se Quando Come Questo Questa \
                Nel Nella Al Alla
                """,
            linkers: """
                a ad al alla anche che chi come con da dal dalla di dove e ed è gli ha il in la le lo ma nel nella non \
                o per perché poi quando secondo se senza si sono su sul un una
                """
        ),
        LanguageRow(
            tags: ["pt"],
            dash: .en,
            doubled: "com da das de do dos em os um",
            openers: "O A Os As Um Uma E Mas Em Por Com De Para Segundo Não No Na Nos Nas Ao Se Quando Como Este Esta",
            linkers: """
                a ao as até com como da das de do dos e é em entre foi mas mesmo na não nas no nos o os ou para pela \
                pelo por porque que quando se segundo sem sob sobre também um uma
                """
        ),
        LanguageRow(
            tags: ["nl"],
            dash: .en,
            doubled: "de een",
            openers:
                "De Het Een En Maar In Op Bij Met Na Van Voor Er Hij Zij Ze Wij We Dit Dat Die Deze Als Toen Volgens Ook",
            linkers: """
                aan als bij maar dan dat de die dit door een er het hij hoe in is met na naar niet nog om omdat ook op \
                over te toen tot uit van voor waar waarbij waarin wat wie ze zij zoals
                """
        ),
        LanguageRow(
            tags: ["sv"],
            dash: .en,
            doubled: "och",
            openers: "Det Den De Ett Men Och Han Hon Vi Jag När Efter Enligt Som Då Där Här",
            linkers:
                "att av bland de den det dock där eftersom efter en ett från för han hon i inte med men och om på som så till under utan var vi än är"
        ),
        LanguageRow(
            tags: ["da", "no", "nb", "nn"],
            dash: .en,
            doubled: "og",
            openers: "Det Den De Men Og Han Hun Vi Jeg Når Etter Efter Ifølge Som Da Der Her",
            linkers:
                "at av af de den det der efter etter en et fordi fra for han hun i ikke med men og om på som så til under uten uden var vi er"
        ),
        LanguageRow(
            tags: ["pl"],
            dash: .en,
            doubled: "oraz się na że",
            openers: "To Jest Nie Ale Jednak Jak Po Na Do Za Od Przez Dla Gdy Kiedy Ten Ta Te",
            linkers:
                "a aby ale bo był była być czy dla do i jak jako jednak jest już lub na nie niż od oraz po przez tak także to w więc z za że"
        ),
        LanguageRow(
            tags: ["ru"],
            dash: .em,
            doubled: "в на для из от",
            openers: "В На По Но И А Он Она Они Мы Это Этот Эта Эти Как Что При После До Для Если Когда Также Однако",
            linkers:
                "а без был была было были в во все для до если же за и из или как когда кто между на не нет но о об он она они от по под после при с со так также только у уже что чтобы это"
        ),
        LanguageRow(
            tags: ["tr"],
            dash: .en,
            doubled: "ve",
            openers: "Bu Bir Ve Ancak Ama Öte Daha Ayrıca Sonra Bunun",
            linkers: ""
        ),
    ]
}

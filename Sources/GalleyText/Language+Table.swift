// What languages are known by. Rows are by hand, from grammars' lists of articles, prepositions, conjunctions, pronouns
// and auxiliaries; languages that are easily taken for another have a row so that they are not.

extension Language {
    /// Scripts with one widely written language, by the blocks of Unicode; `zh` stands for all East Asian ideographs and kana.
    static let scripts: [(range: ClosedRange<UInt32>, tag: String)] = [
        (0x2E80...0x9FFF, "zh"), (0xAC00...0xD7AF, "ko"), (0x0370...0x03FF, "el"), (0x0590...0x05FF, "he"),
        (0x0E00...0x0E7F, "th"), (0x0980...0x09FF, "bn"), (0x0A00...0x0A7F, "pa"), (0x0A80...0x0AFF, "gu"),
        (0x0B80...0x0BFF, "ta"), (0x0C00...0x0C7F, "te"), (0x0C80...0x0CFF, "kn"), (0x0D00...0x0D7F, "ml"),
        (0x0D80...0x0DFF, "si"), (0x0E80...0x0EFF, "lo"), (0x1000...0x109F, "my"), (0x1780...0x17FF, "km"),
        (0x10A0...0x10FF, "ka"), (0x0530...0x058F, "hy"),
    ]

    /// The commonest function words; shared ones stand in each row.
    static let functionWords: [(tag: String, words: String)] = [
        (
            "en",
            "the of and to in is was that for it with as his on be at by had are but from have they which not were has this "
                + "an or who will would their been he she its more about when there"
        ),
        (
            "fr",
            "le la les des un une et est dans du que qui pour pas au sur par avec ce il se ne plus sont aux l d cette ont "
                + "elle mais à été être son ses leur qu n s nous vous"
        ),
        (
            "de",
            "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass "
                + "bei wird sind noch einen einer wie nach war zum zur über sie haben"
        ),
        (
            "es",
            "el la los las de del y en que un una se por con no para es su al lo como más pero sus le ha este fue "
                + "ser son está también entre cuando muy sin sobre desde han"
        ),
        (
            "it",
            "il lo la gli le di del della che e è un una in per con non si sono dei al da nel anche più come dal ha "
                + "delle alla nella ma questo essere stato dopo suo sua hanno degli ai"
        ),
        (
            "pt",
            "o a os as de do da dos das e em que um uma para com não por se no na é mais ao como foi ser à são "
                + "pela pelo mas também está ou seu sua nos nas tem já"
        ),
        (
            "nl",
            "de het een en van in is dat op te zijn met voor niet die aan er ook als om door maar bij naar uit heeft wordt "
                + "nog over dan tot hij ze werd worden hebben geen deze"
        ),
        (
            "af",
            "die het en van in is nie om te wat vir hy sy met op dat hulle was aan ook sal deur ons ʼn n word kan na by"
        ),
        (
            "sv",
            "och att det som en på är av för med den till inte har de ett om var från men vi kan ska jag han hon sig efter "
                + "också när så vid där skulle eller nu"
        ),
        (
            "da",
            "og at det som en på er af for med den til ikke har de et om var fra men vi kan skal der jeg han hun sig efter "
                + "også blev nu op ud når havde været hvad mere noget bliver mellem"
        ),
        (
            "no",
            "og at det som en på er av for med den til ikke har de et om var fra men vi kan skal der jeg han hun seg etter "
                + "også ble nå opp ut når hadde vært hva mer noe blir mellom"
        ),
        (
            "is",
            "og að í á sem er við til var ekki um en það þess hann hún þeir af hefur með fyrir eru verið þá frá eftir sér"
        ),
        (
            "fi",
            "ja on ei se että oli hän ovat mutta kun kuin myös joka sen niin tai ole jo vain mukaan sekä sitä olla hänen ollut"
        ),
        (
            "et",
            "ja on ei et oli see ta kui ka mis aga oma või siis nii tema seda pole juba mida kes välja ning sest selle"
        ),
        ("hu", "a az és hogy nem is egy meg ez de csak már volt ha vagy még el azt mint van szerint ezt után lesz"),
        (
            "pl",
            "i w na z do się nie że jest o jak to po za od przez są oraz dla tym był ale które jego tego już może która tak także"
        ),
        (
            "cs",
            "a v na se je že o z s do i k by to za pro ve po jsou jako jeho které ale byl který bude od při než podle také"
        ),
        (
            "sk",
            "a v na sa je že o z s do aj k by to za pre vo po sú ako jeho ktoré ale bol ktorý bude od pri než podľa tiež"
        ),
        ("sl", "in je v na se da za ki so z po pa bi ne tudi kot od ali še pri bo o do ni iz bil kar že"),
        ("hr", "i je u na se da za su od s a o ne koji kao će iz to ili po bi nije što do kako koja bio nakon"),
        ("sr", "и је у на се да за су од са а о не који као ће из то или по би није што до како која био након"),
        (
            "ro",
            "și de în la a că nu cu o pe un este din pentru care mai se sau au fost ca prin după să lui al sunt ale"
        ),
        (
            "ca",
            "el la els les de del i en que un una per amb no és al com més però ha seu seva han aquest també són dels va ser "
                + "l d s entre fins"
        ),
        (
            "gl",
            "o a os as de do da dos das e en que un unha para con non por se no na é máis ao como foi ser á son pola polo tamén"
        ),
        (
            "tr",
            "ve bir bu da de için ile çok olarak daha en gibi olan kadar sonra ne var dedi olduğu ise o her mi ya ancak oldu ki"
        ),
        (
            "id",
            "yang dan di ini itu dengan untuk dari dalam pada tidak akan ke juga adalah oleh telah sudah saya karena ada bisa"
        ),
        (
            "ms",
            "yang dan di ini itu dengan untuk dari dalam pada tidak akan ke juga adalah oleh telah sudah kerana boleh ialah"
        ),
        (
            "vi",
            "và của là có được cho trong không một các đã với người những này để khi từ đến ở về tại ra sẽ theo vào"
        ),
        ("lt", "ir kad į iš su tai yra bet ne kaip buvo jo už apie jis o dėl nuo ar tik jau po tačiau iki bus"),
        ("lv", "un ir ka uz ar no par tas kas bet nav arī kā viņš tika pēc lai bija tā vai gan jau tikai būs"),
        ("la", "et in est non ad ut cum qui quae quod ex sed si per esse sunt ab hoc enim"),
        ("eo", "la de kaj en estas al mi ne por ke li kun sed ĝi kiu pri oni estis kiel ĉar el"),
        ("cy", "yn y yr a i o ac ar mae wedi ei am bod hi oedd gan fod na ni un"),
        ("ga", "an na agus ag ar i go is sé tá sa le don bhí a do níl ach"),
        ("eu", "eta da ez du bat dira dute baina ere izan zen hau egin dela edo"),
        ("lb", "d de an den ass vun op mat fir datt sech ze déi och net huet si gëtt dem en e wéi"),
        ("sq", "të e në dhe i për me një që nga është më se ka do si nuk ai kjo ose janë pas"),
        ("tl", "ang ng sa na mga ay at ni si para nang ito siya hindi kung may"),
        ("sw", "ya na wa kwa ni katika za la kuwa hiyo huo yake alisema kama hii baada"),
        ("ru", "и в на не что с по для из к от за как это его о у но был он она они также к до так же или при бы"),
        (
            "uk",
            "і в у на не що з по для із до від за як це його про та але був він вона вони також є або при й щоб під"
        ),
        ("bg", "и в на не че с по за от да се е са като това го но беше той тя те също до или при със ще"),
        ("ar", "في من على إلى أن عن مع هذا التي الذي ما لا كان هذه بعد بين أو قد كما ذلك وفي"),
        ("fa", "و در به از که این را با است برای آن می یک هم تا بر خود شد ها"),
        ("ur", "کے میں کی ہے سے کو کا اور نے پر کہ یہ ہیں اس بھی تھا ان"),
        ("hi", "के है में की से को का और पर ने हैं कि यह था भी एक इस लिए नहीं कर तो ही"),
        ("mr", "आणि आहे या हे ते होते मध्ये असून तर की केली यांनी नाही ही व त्या"),
        ("ne", "छ र को मा ले पनि हो गर्न भएको छन् लाई यो गरेको तथा भने"),
    ]
}

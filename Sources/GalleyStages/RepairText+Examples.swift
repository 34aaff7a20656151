extension RepairText {
    static let examples = decoded + keptAsTheyAre + entities + characters + spaces + lineEnds

    private static let decoded: [Example] = [
        Example(
            "UTF-8 read as windows-1252",
            before: "The cafÃ© on Rue de lâ€™Ã‰glise â€“ “closed” since May",
            after: "The café on Rue de l’Église – “closed” since May"
        ),
        Example("three times over", before: "Ãƒâ€šÃ‚Â£40 a week", after: "£40 a week"),
        Example("read as windows-1251", before: "Le thГ©Гўtre lвЂ™a dit", after: "Le théâtre l’a dit"),
        Example("Russian read as Latin-1", before: "ÐŸÐ¾Ð³Ð¾Ð´Ð° Ð½Ð° Ð·Ð°Ð²Ñ‚Ñ€Ð°", after: "Погода на завтра"),
        Example(
            "read on a Macintosh",
            before: "Les √©lus ont vot√© √† l‚Äôunanimit√©",
            after: "Les élus ont voté à l’unanimité"
        ),
        Example("read on the first PCs", before: "Die B├╝rger ΓÇô alle ΓÇô kamen", after: "Die Bürger – alle – kamen"),
        Example(
            "one word of a line, beside words that are right",
            before: "Le marché de lâ€™Ã©tÃ© – déjà fermé",
            after: "Le marché de l’été – déjà fermé"
        ),
        Example("with a space for A0", before: "Il va Ã la gare, voilÃ tout", after: "Il va à la gare, voilà tout"),
        Example(
            "with the last byte of closing quotation marks lost",
            before: "â€œWe waited,â€ she said. Nobody called it â€œsmartâ€.",
            after: "“We waited,” she said. Nobody called it “smart”."
        ),
        Example("with a byte lost", before: "â€œWe will seeâ€�, she said", after: "“We will see�, she said"),
        Example("emoji as two surrogates", before: "Done í ½í¸€", after: "Done í ½í¸€"),
        Example(
            "controls that were windows-1252, twice over",
            before: "ItÂ’s doneÂ… in 1990Â’s",
            after: "It’s done… in 1990’s"
        ),
        Example("controls that were windows-1252", before: "It\u{92}s \u{93}done\u{94}", after: "It’s “done”"),
    ]

    private static let keptAsTheyAre: [Example] = [
        .untouched(
            "letters, quotes and signs of many languages",
            "»Öl« … ‚Ähre‘, “Ça va?” «État» VOCÊ… SÃO 10 Å— 3 €½"
        ),
        .untouched("a word in capitals that ends in Ã, quoted", "Ele leu “AMANHÃ” e “IRMÃ”, e ela ‘MANHÃ’, no jornal."),
        .untouched("a letter that is spoken of", "As letras “Ã” e ‘Â’ não são iguais."),
        .untouched("a capital before a trade mark", "TRANSFORMATORIŲ™ ir NICIODATĂ™"),
        .untouched("a quotation that opens with an umlaut and goes on", "»über den Wolken"),
        .untouched("capitals with a sign behind", "DÜŞTÜ° ÞAÐ» RĪGĀ® ŚRODĘ¹"),
        .untouched("faces", "(ò_ó) o¬ô ¯\\_(ツ)_/¯"),
        .untouched("what is not decoded", options: "encoding: false", "cafÃ©"),
    ]

    private static let entities: [Example] = [
        Example(
            "entities by name and number, and entities of entities",
            before: "AT&amp;T&#8217;s &pound;5 &amp;amp; P&EACUTE;REZ &#xD83D;&#xDE00;",
            after: "AT&T’s £5 & PÉREZ 😀"
        ),
        Example("beside a less-than sign", before: "a < b &amp;&amp; b > c", after: "a < b && b > c"),
        Example("an entity in the midst of wrong decoding", before: "10Î&frac14;s", after: "10μs"),
        .untouched("in a line of HTML", "<p>Tom &amp; Jerry</p>"),
        .untouched("text about markup", "Write &lt;b&gt; before and &lt;/b&gt; behind"),
        Example(
            "everywhere, if asked for",
            options: "entities: always",
            before: "<p>Tom &amp; Jerry</p> &lt;br&gt;",
            after: "<p>Tom & Jerry</p> <br>"
        ),
        .untouched("entities that are shown", "Write \"&amp;\" or “&#38;” for it, and `&lt;p&gt; &nbsp;` in code."),
        Example(
            "an entity in quotation marks with more",
            before: "He said \"Q&amp;A\" and \"AT&amp;T\".",
            after: "He said \"Q&A\" and \"AT&T\"."
        ),
        .untouched("not an entity", "R&D; Q&A &foo; &#20x6; ?a=1&b=2"),
        .untouched("nowhere, if asked for", options: "entities: never", "AT&amp;T"),
    ]

    private static let characters: [Example] = [
        Example("ligatures", before: "The oﬃce ﬁle of Ŀubǉana", after: "The office file of Ŀubljana"),
        .untouched("letters that look like ligatures", "Œuvre, cœur, Æsir, encyclopædia"),
        Example("wide letters", before: "ＬＯＵＤ　ＮＯＩＳＥＳ，２４", after: "LOUD NOISES,24"),
        Example("narrow kana", before: "Ｕﾀｰﾝ", after: "Uターン"),
        .untouched("Chinese, with its commas", "她说：“好，明天见。”２４人"),
        Example(
            "controls, escapes and invisible scalars",
            before: "\u{FEFF}Red \u{1B}[31malert\u{1B}[0m, zero\u{200B}-width\u{8} and\u{200D} \u{FFFC}joined",
            after: "Red alert, zero-width and joined"
        ),
        .untouched("joiners of emoji and scripts", "👩‍🚀 نمی‌خواهم क्‍ष ไทย\u{200B}ไทย soft\u{AD}hyphen"),
        Example("letters with their marks apart", before: "Cafe\u{301} Mu\u{308}ller", after: "Café Müller"),
    ]

    private static let spaces: [Example] = [
        Example(
            "odd spaces",
            before: "The\u{A0}people\u{2009}of\u{3000}this\u{202F}town",
            after: "The people of this town"
        ),
        .untouched("French, numbers and units", "« Oui ! » : 12 345,6 km, 40 %, 5 € ; non ?"),
        .untouched("spaces that are kept", options: "spaces: false", "The\u{A0}people"),
    ]

    private static let lineEnds: [Example] = [
        Example(
            "line ends of other systems",
            before: "One\r\nTwo\rThree\u{2028}Four\u{2029}Five\u{B}Six\u{C}\n",
            after: "One\nTwo\nThree\nFour\nFive\nSix\n"
        ),
        .untouched("line ends that are kept", options: "line-ends: false", "One\r\nTwo\u{2028}Three"),
    ]
}

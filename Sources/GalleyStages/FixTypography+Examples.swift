extension FixTypography {
    static let examples = dashes + ellipses + spaces + french + doubled + words

    private static let dashes: [Example] = [
        Example(
            "two hyphens are a dash",
            before: "The vote -- the third this year -- was put off.",
            after: "The vote — the third this year — was put off.",
            language: "en"
        ),
        Example(
            "two hyphens between words, the second of which follows a dash",
            before: "They had one plan--which nobody knew.",
            after: "They had one plan—which nobody knew.",
            language: "en"
        ),
        Example(
            "two hyphens in German",
            before: "Das Haus -- ein Neubau -- steht leer.",
            after: "Das Haus – ein Neubau – steht leer.",
            language: "de"
        ),
        Example(
            "a hyphen between spaces",
            before: "The river rose for two days - and then it was over.",
            after: "The river rose for two days — and then it was over.",
            language: "en"
        ),
        Example(
            "where one hyphen of a line is a dash, its partner is one",
            before: "The mayor - who had been away - returned to the town on Monday.",
            after: "The mayor — who had been away — returned to the town on Monday.",
            language: "en"
        ),
        Example(
            "the other hyphen of a sentence with one that is a dash",
            before: "The costs - £160 million - were paid by the city. So he and I - as they say - agree.",
            after: "The costs — £160 million — were paid by the city. So he and I — as they say — agree.",
            language: "en"
        ),
        .untouched(
            "two teams and their news",
            "Arsenal - Chelsea is the match of the day; the score was 3 - 2 when it ended.",
            language: "en"
        ),
        Example(
            "two hyphens at the ends of verse, as within it",
            before: "He kindly stopped --\nThe Carriage held but us -- and then --\nSince then -- ’tis Centuries",
            after: "He kindly stopped —\nThe Carriage held but us — and then —\nSince then — ’tis Centuries",
            language: "en"
        ),
        .untouched(
            "verse whose lines end with hyphens",
            "I had put away - as one would do -\nMy labor and my leisure - for all that was to come,\nFor his civility",
            language: "en"
        ),
        Example(
            "a hyphen between spaces in French",
            before: "Le maire est revenu lundi soir - mais sans la réponse attendue.",
            after: "Le maire est revenu lundi soir – mais sans la réponse attendue.",
            language: "fr"
        ),
        Example(
            "the dash that was asked for",
            options: "dash: en",
            before: "The vote -- the third this year -- was put off.",
            after: "The vote – the third this year – was put off.",
            language: "en"
        ),
        .untouched("hyphens, where they are kept", options: "dash: keep", "The vote -- the third -- was put off."),
        .untouched(
            "a range of numbers and a score",
            "Pages 10-12 and 14 - 16; the final ended 3 - 1 on Sunday.",
            language: "en"
        ),
        .untouched("an option of a command", "Run it with --verbose or -v and then read what it says.", language: "en"),
        .untouched("a signature and a rule", "That is all for now.\n\n-- \nJane Roe\n\n-----\n- - -"),
        .untouched(
            "a compound that some tokenizer took apart",
            "A state - of - the - art plant was built here in the spring.",
            language: "en"
        ),
        .untouched(
            "suspended hyphens",
            "Haupt- und Nebensatz stehen in einem Verhältnis, das nicht jeder kennt.",
            language: "de"
        ),
        .untouched("a censored word", "He said it was a load of bulls--t and left f---ing angry.", language: "en"),
        .untouched("a site's affix", "River rises for a second day - The Daily Record", language: "en"),
        .untouched(
            "a list of results",
            "Last fight: Sept. 30 - W, TKO4 against a man who was not ready.",
            language: "en"
        ),
        .untouched("a comment of markup", "<!-- the footer -- of the page -- begins here -->"),
    ]

    private static let ellipses: [Example] = [
        Example(
            "three dots",
            before: "He waited... and waited ... in vain.",
            after: "He waited… and waited … in vain."
        ),
        Example(
            "dots at the start of a quotation",
            before: "“...and then it rained.”",
            after: "“…and then it rained.”"
        ),
        Example("dots for what was left out", before: "It was [...] a long day.", after: "It was […] a long day."),
        Example("dots with spaces", before: "It was . . . not to be.", after: "It was … not to be."),
        Example("dots with spaces first", before: ". . . Not to be.", after: "… Not to be."),
        Example(
            "five dots or six",
            before: "He waited..... and waited......in vain.",
            after: "He waited… and waited…in vain."
        ),
        Example(
            "a full stop and an ellipsis",
            before: "He left.... Nobody knew where to.",
            after: "He left.… Nobody knew where to."
        ),
        .untouched("a path and a range", "See ../notes and https://example.org/a... or 1...10."),
        .untouched(
            "leaders of a table of contents",
            "Chapter One ...... 5\nChapter Two . . . . . 9\nChapter Three ... 12"
        ),
        .untouched("a line to write on", "Name.....\nStreet......12\nSigned ......"),
        .untouched("an abbreviation with dots behind it", "They met at St. . . and went on."),
        .untouched("dots, where they are kept", options: "ellipses: false", "He waited... and waited."),
        .untouched("code", "let all = { first, ...rest }; call(...all);"),
    ]

    private static let spaces: [Example] = [
        Example(
            "two spaces behind a full stop",
            before: "The rain stopped.  The sun came out.  Nobody was seen.",
            after: "The rain stopped. The sun came out. Nobody was seen."
        ),
        Example(
            "a stray space",
            before: "The council met on  Monday to vote on it.",
            after: "The council met on Monday to vote on it."
        ),
        Example(
            "each space twice",
            before: "The  council  met  on  Monday  to  vote on  it.",
            after: "The council met on Monday to vote on it."
        ),
        Example(
            "the first spaces of a sentence twice",
            before: "In  May  the council met once more to vote on the old bridge.",
            after: "In May the council met once more to vote on the old bridge."
        ),
        .untouched(
            "terms and what they mean",
            """
            Keel  The long beam at the bottom of a boat, to which the ribs are fixed.
            Ribs  The curved beams that rise from the keel and carry the planks of it.
            """
        ),
        Example("spaces at the end of lines", before: "One \n \nTwo\u{A0}\t\r\n", after: "One\n\nTwo\r\n"),
        Example(
            "spaces before marks",
            before: "The tower , which was built in 1901 , fell on Monday .",
            after: "The tower, which was built in 1901, fell on Monday.",
            language: "en"
        ),
        Example(
            "a space before a colon in German",
            before: "Der Minister sagte es noch einmal : Es wird gebaut !",
            after: "Der Minister sagte es noch einmal: Es wird gebaut!",
            language: "de"
        ),
        Example(
            "no space behind a comma",
            before: "You were fab,we loved it all the same.",
            after: "You were fab, we loved it all the same."
        ),
        Example(
            "no space behind a full stop",
            before: "It was reported on Wednesday.The train was late again.",
            after: "It was reported on Wednesday. The train was late again.",
            language: "en"
        ),
        Example(
            "no space behind a bracket or a percent sign",
            before:
                "The bank (the central one),which met on Monday, aims at 2 %,the lowest in years, or 2%.It may act.",
            after:
                "The bank (the central one), which met on Monday, aims at 2 %, the lowest in years, or 2%. It may act.",
            language: "en"
        ),
        Example(
            "a space on the wrong side of a comma",
            before: "They were not thinking about it ,said Lars Moe ,the governor.",
            after: "They were not thinking about it, said Lars Moe, the governor.",
            language: "en"
        ),
        .untouched("the indent of a verse", "  And miles to go before I sleep,\n    And miles to go before I sleep."),
        .untouched("a table", "Chicago   7   3   .700\nBoston    6   4   .600"),
        .untouched("columns of words", "the old house   the new house   the last house"),
        .untouched(
            "scores, times and ratios",
            "It ended 3 : 2 at 10:30 in a ratio of 1 : 4 for the guests.",
            language: "en"
        ),
        .untouched(
            "keys and commands before a mark",
            "To look for it again, type n , or :s/one/two/g .",
            language: "en"
        ),
        .untouched("smileys", "That was a good day for all of us :) and for you too ;-) she wrote", language: "en"),
        .untouched(
            "a question mark that was a dash",
            "GROTON ? Police say that the dog is doing well again.",
            language: "en"
        ),
        .untouched("prices behind a colon", "VIP : 60,000 won and for all the others R : 50,000 won", language: "en"),
        .untouched(
            "names and addresses",
            "He read Yahoo!,Booking.com and Table.Media on node.js before 1,000 people.",
            language: "en"
        ),
        .untouched(
            "file names and numbers with points",
            "The file .env and the .NET library cost .5 percent of it all.",
            language: "und"
        ),
        .untouched("Spanish and Chinese marks", "¿Quién? ¡Él! — 你好，世界。 ok", language: "es"),
        .untouched("a dialog of R", "> x <- c(1,2) ; y  <- 3 ;"),
        .untouched("spaces, where they are kept", options: "spaces: false", "It is  here , now and for all."),
    ]

    private static let french: [Example] = [
        Example(
            "spaces that do not break",
            options: "french-spaces: fix",
            before: "« Où est-il ? » demanda-t-elle ; puis : silence !",
            after: "«\u{A0}Où est-il\u{202F}?\u{A0}» demanda-t-elle\u{202F}; puis\u{A0}: silence\u{202F}!",
            language: "fr"
        ),
        Example(
            "a space before a comma goes in French too",
            before: "La tour , qui était ancienne , est tombée hier soir.",
            after: "La tour, qui était ancienne, est tombée hier soir.",
            language: "fr"
        ),
        .untouched("French keeps its spaces", "« Où est-il ? » demanda-t-elle ; puis : silence !", language: "fr"),
        .untouched(
            "no-break spaces are right already",
            options: "french-spaces: fix",
            "«\u{A0}Où est-il\u{202F}?\u{A0}» demanda-t-elle\u{202F}!",
            language: "fr"
        ),
        .untouched(
            "French inside English",
            "The sign said « Défense de fumer ! » and we went in there.",
            language: "en"
        ),
    ]

    private static let doubled: [Example] = [
        Example("a comma twice", before: "In the book,, he wins.", after: "In the book, he wins."),
        Example(
            "a full stop twice",
            before: "They saw the dance and left.. It was late by then.",
            after: "They saw the dance and left. It was late by then."
        ),
        Example(
            "an article twice",
            before: "They rebuilt the the old bridge.",
            after: "They rebuilt the old bridge.",
            language: "en"
        ),
        Example("at a sentence's start", before: "The the bridge is old.", after: "The bridge is old.", language: "en"),
        Example(
            "before a name or a number",
            before: "It was in the the South, where the the 53 bridges are.",
            after: "It was in the South, where the 53 bridges are.",
            language: "en"
        ),
        Example(
            "a full stop twice behind an abbreviation, and before a quotation",
            before: "The U.S.. navy left at 5 p.m.. He nodded.. “So it did.”",
            after: "The U.S. navy left at 5 p.m. He nodded. “So it did.”"
        ),
        Example(
            "a preposition twice before an article",
            before: "She went to to the market.",
            after: "She went to the market.",
            language: "en"
        ),
        Example("in German", before: "Er kam und und ging dann.", after: "Er kam und ging dann.", language: "de"),
        Example("in Spanish", before: "La casa de de la esquina.", after: "La casa de la esquina.", language: "es"),
        .untouched(
            "words that rightly stand twice",
            "He had had it, and that that is is; those I spoke to to find out.",
            language: "en"
        ),
        .untouched(
            "French pronouns",
            "Nous nous voyons demain, et vous vous taisez ; à la une une photo.",
            language: "fr"
        ),
        .untouched(
            "German relatives and verbs",
            "Die, die die Stadt bauten, kamen in in Eile gebauten Häusern unter.",
            language: "de"
        ),
        .untouched("names", "Duran Duran and The The play in Bora Bora, says Boutros Boutros-Ghali.", language: "en"),
        .untouched("for effect", "It was very very good; no no, bye bye, and la la la.", language: "en"),
        .untouched("over a comma", "He said that the, the band, was late for it.", language: "en"),
        .untouched("a doubled article where the language is not known", "the the", language: "und"),
        .untouched("marks for effect", "What?? No!! Really?! A std::vector and a block::"),
        .untouched("an author who writes two dots", "Well.. it went on and on.. Nobody came to see it."),
        .untouched("low quotes of a typewriter", "Er sagte ,,Guten Tag'' und ging."),
    ]

    private static let words: [Example] = [
        Example(
            "misspellings keep their case",
            before: "Untill then they will recieve teh letter.",
            after: "Until then they will receive the letter.",
            language: "en"
        ),
        Example("soft hyphens", before: "Inter\u{AD}natio\u{AD}nal", after: "International"),
        .untouched(
            "a misspelling that is meant",
            "He wrote “recieve” and “seperate [sic] ways” on it.",
            language: "en"
        ),
        .untouched(
            "a word whose beginning may be lost",
            "guage those convicted used was read out.",
            language: "en"
        ),
        .untouched(
            "a misspelling in what is quoted",
            "The exhibit read “Recieve the gift”, and he said \"it was teh best of it\" online.",
            language: "en"
        ),
        Example(
            "a misspelling behind what is quoted",
            before: "The exhibit read “a gift,” and \"more,\" which they recieve.",
            after: "The exhibit read “a gift,” and \"more,\" which they receive.",
            language: "en"
        ),
        .untouched(
            "names that look misspelled",
            "Mr Teh met Wierd Al and read @recieve and #teh at teh.com.",
            language: "en"
        ),
        .untouched(
            "English misspellings in German",
            "Die Adress wird seperat notiert, thier und untill auch.",
            language: "de"
        ),
        .untouched(
            "misspellings, where they are kept",
            options: "spelling: false",
            "They will recieve it.",
            language: "en"
        ),
        .untouched("a soft hyphen that is half of a letter", "MedellÃ\u{AD}n"),
        .untouched(
            "what programs print and read",
            "test all::of_it ... ok\n\"size\": 32,  \"of\": ...,\nrun it with --group cycles,instructions and then wait"
        ),
        .untouched("backticks", "Write `a  --  b...` and not what the the manual says.", language: "en"),
        .untouched(
            "a fence of code",
            """
            ```
            we wait... for the the end -- of it
            ```
            """,
            language: "en"
        ),
    ]
}

extension DedupeHeadlines {
    /// What it is, and examples that prove it.
    public static let card = StageCard(
        "dedupe-headlines",
        "Keeps the headline once, and long paragraphs once.",
        details: """
            The headline is the title that came with the article; else a first line that is repeated or looks like one; \
            else a repeated line below the labels at the top of a scraped page, if the text behind it speaks of the same. \
            With none, nothing is taken for a copy of it.

            The first copy stays where it is. Copies are whole lines with the same letters and digits, or with few of \
            them less; a line with another number, name or word is no copy. The name of a site or section behind a mark \
            is cut off the first copy if another copy or the title shows it without, or if it is among the sites named.

            A paragraph of twelve words or more that was there before goes, wherever it stands; a sentence of eight only \
            right behind its copy, and a shorter line only there and between paragraphs. Repeated questions, rows of \
            tables and refrains stay.

            The article's language plays no part: where it is not known (und), nothing is done otherwise.
            """,
        rules: [
            ("copy-of-headline", "A line that says the headline again, perhaps with a site's or section's name."),
            (
                "near-copy-of-headline",
                "A line that says it with a letter or word less; as a finding, much like it but not the same."
            ),
            (
                "cut-off-headline",
                "A line that says it cut off with an ellipsis; or the first copy, completed from another."
            ),
            (
                "site-affix",
                "The name of a site or section beside the headline, which another copy shows without it; or what is "
                    + "written like one, if affixes is likely."
            ),
            ("repeated-paragraph", "A paragraph that was there before."),
        ],
        examples: [
            Example(
                "a headline three times, as scraped from a news site",
                before: "Ferry service resumes after “storm”\n\nFerry service resumes after “storm”\n"
                    + "Ferry service resumes after “storm”\n\nThe first boat left at noon.\n",
                after: "Ferry service resumes after “storm”\n\nThe first boat left at noon.\n"
            ),
            Example(
                "other case, quotation marks and dashes",
                before:
                    "Mayor’s plan ‘on hold’ – again\n\nMAYOR'S PLAN \"ON HOLD\" - AGAIN\n\nThe council met on Monday.\n",
                after: "Mayor’s plan ‘on hold’ – again\n\nThe council met on Monday.\n"
            ),
            Example(
                "the site's name goes where a copy shows the headline without it",
                before: "Ferry service resumes after storm | Harbour Times\n\nFerry service resumes after storm\n\n"
                    + "The first boat left at noon.\n",
                after: "Ferry service resumes after storm\n\nThe first boat left at noon.\n"
            ),
            Example(
                "a copy with the site's name, a section or a label goes",
                before: "Ferry service resumes after storm\n\nFerry service resumes after storm - Harbour Times\n"
                    + "Local | Ferry service resumes after storm\nWatch: Ferry service resumes after storm\n\n"
                    + "The first boat left at noon.\n",
                after: "Ferry service resumes after storm\n\nThe first boat left at noon.\n"
            ),
            Example(
                "a copy that is cut off goes, also at the end of the text",
                before: "Ferry service resumes after three days of storm\n\nThe first boat left at noon.\n\n"
                    + "Ferry service resumes after…\n",
                after: "Ferry service resumes after three days of storm\n\nThe first boat left at noon.\n"
            ),
            Example(
                "a first copy that is cut off is completed",
                before: "Ferry service resumes after…\n\nFerry service resumes after three days of storm\n\n"
                    + "The first boat left at noon.\n",
                after: "Ferry service resumes after three days of storm\n\nThe first boat left at noon.\n"
            ),
            Example(
                "a copy with a word less and another spelling",
                before: "Harbour board signs the agreement on repairs to the old ferry landing at Norby\n\n"
                    + "Harbor board signs agreement on repairs to the old ferry landing at Norby\n\n"
                    + "The first boat left at noon.\n",
                after: "Harbour board signs the agreement on repairs to the old ferry landing at Norby\n\n"
                    + "The first boat left at noon.\n"
            ),
            Example(
                "the title that came with the article shows the spelling",
                before: "Ferry service resumes after storm - Harbour Times\n\nThe first boat left at noon.\n",
                after: "Ferry service resumes after storm\n\nThe first boat left at noon.\n",
                headline: "Ferry service resumes after storm"
            ),
            Example(
                "a site named in the pipeline needs no proof",
                options: "sites: [Harbour Times]",
                before: "Ferry service resumes after storm - Harbour Times\n\nThe first boat left at noon.\n",
                after: "Ferry service resumes after storm\n\nThe first boat left at noon.\n"
            ),
            Example(
                "a headline below a page's labels",
                before: "Local\nWeather\nFerry service resumes after storm\nFerry service resumes after storm\n"
                    + "The ferry to the islands, which had been tied up since Friday by a storm that broke windows along "
                    + "the harbour, resumed its service at noon.\n",
                after: "Local\nWeather\nFerry service resumes after storm\n"
                    + "The ferry to the islands, which had been tied up since Friday by a storm that broke windows along "
                    + "the harbour, resumed its service at noon.\n"
            ),
            Example(
                "a headline that is a sentence, printed with its stop and without",
                before: "Local\nThe ferry to the islands runs again after the storm.\n"
                    + "The ferry to the islands runs again after the storm.\n"
                    + "The ferry, which had been tied up since Friday by a storm that broke windows along the harbour of "
                    + "the islands, resumed its service at noon.\nThe ferry to the islands runs again after the storm\n",
                after: "Local\nThe ferry to the islands runs again after the storm.\n"
                    + "The ferry, which had been tied up since Friday by a storm that broke windows along the harbour of "
                    + "the islands, resumed its service at noon.\n"
            ),
            Example(
                "a repeated paragraph",
                before:
                    "The first boat left at noon with forty passengers and the mail of three days.\n\n“At last,” said one.\n\n"
                    + "The first boat left at noon with forty passengers and the mail of three days.\n",
                after:
                    "The first boat left at noon with forty passengers and the mail of three days.\n\n“At last,” said one.\n"
            ),
            Example(
                "a subhead twice in a row, between paragraphs",
                before:
                    "The first boat left at noon with forty passengers and the mail of three days.\n\nA long night\n\n"
                    + "A long night\n\nThe harbour master had not slept since Friday, nor had his wife and their sons.\n",
                after:
                    "The first boat left at noon with forty passengers and the mail of three days.\n\nA long night\n\n"
                    + "The harbour master had not slept since Friday, nor had his wife and their sons.\n"
            ),
            Example(
                "a full sentence twice in a row, between items of a list",
                before:
                    "What the harbour board decided\n\n- Norby at noon\n“We have waited for this boat since Friday,” said "
                    + "the master.\n“We have waited for this boat since Friday,” said the master.\n- Sund at one\n",
                after:
                    "What the harbour board decided\n\n- Norby at noon\n“We have waited for this boat since Friday,” said "
                    + "the master.\n- Sund at one\n"
            ),
            .untouched(
                "a short sentence that is said twice",
                "The first boat left at noon with forty passengers and the mail of three days.\n\nNobody waved.\n\n"
                    + "Nobody waved.\n\nThe harbour master had not slept since Friday, nor had his wife and their sons.\n"
            ),
            .untouched(
                "a subhead with other numbers",
                "Norby wins 3-2 in last minute against Sund at home\n\nNorby wins 2-3 in last minute against Sund at home\n\n"
                    + "The match began late.\n",
                findings: ["near-copy-of-headline"]
            ),
            .untouched(
                "a subhead that turns the headline round",
                "Harbour board will not sign the agreement on the old ferry landing\n\n"
                    + "Harbour board will sign the agreement on the old ferry landing\n\nThe board met.\n"
            ),
            .untouched(
                "a subhead that shares words with the headline",
                "Ferry service resumes after storm\n\nFerry service\n\nThe first boat left at noon.\n"
            ),
            Example(
                "a name behind a bar, and a section behind a dash, which nothing proves",
                options: "affixes: likely",
                before: "Ferry service resumes after storm - Sport | Harbour Times\n\nThe first boat left at noon.\n",
                after: "Ferry service resumes after storm\n\nThe first boat left at noon.\n"
            ),
            .untouched(
                "a headline with a dash of its own, though names behind dashes are cut off",
                options: "affixes: likely",
                "Storm over the islands – what the ferries do now\n\nThe first boat left at noon.\n"
            ),
            .untouched(
                "an affix that nothing proves, which may be the headline's own",
                "Ferry service resumes after storm | Harbour Times\n\nThe first boat left at noon.\n"
            ),
            .untouched(
                "the headline as part of a sentence",
                "Ferry service resumes after storm\n\nFerry service resumes after storm, but only until Friday.\n"
            ),
            .untouched(
                "a link without the words before the headline's colon",
                "Ferry service resumes after storm\nTwo boats collide\n\n"
                    + "Storm over the islands: Ferry service resumes after storm\n\nThe first boat left at noon.\n"
            ),
            .untouched(
                "a headline with a dash whose first half is a subhead",
                "Storm over the islands – what the ferries do now\n\nStorm over the islands\n\nIt began on Friday.\n"
            ),
            .untouched(
                "a refrain",
                "Song of the ferrymen\n\nRow, row, row the boat over,\nRow, row, row the boat over,\nUntil the light is gone.\n\n"
                    + "Row, row, row the boat over,\nRow, row, row the boat over.\n"
            ),
            .untouched(
                "a refrain at the top, without commas",
                "Song of the ferrymen\n\nThe light will come again some day\nThe light will come again some day\n"
                    + "Deep in the night I still believe the light will come some day\n"
            ),
            .untouched(
                "a refrain of one line, with a stop",
                "Song of the ferrymen\n\nThe night is long.\nRow the boat, row the boat, row, row, row the boat over!\n"
                    + "Row the boat, row the boat, row, row, row the boat over!\nThe light is gone.\n"
            ),
            .untouched(
                "a line of a song that only its quotation marks make long",
                "Song of the ferrymen\n\nShe said “Don’t you be late,” and I said “I won’t be”\n"
                    + "She said “Don’t you be late,” and I said “I won’t be”\nBut I stopped for a beer\n"
            ),
            .untouched(
                "a question that is asked of each guest",
                "Three ferrymen, three views\n\nWhat is it that you like most about your work on the boats in winter?\n\n"
                    + "The quiet.\n\nWhat is it that you like most about your work on the boats in winter?\n\nThe pay.\n"
            ),
            .untouched(
                "the same sentence passed on two men",
                "Before the magistrates on Monday\n\nAnna Smith, 34, of Bridge Street\n\nPleaded guilty to driving without "
                    + "insurance. Fined £120 and ordered to pay £85 costs.\n\nTom Jones, 22, of Mill Lane\n\n"
                    + "Pleaded guilty to driving without insurance. Fined £120 and ordered to pay £85 costs.\n\n"
                    + "John Brown, 41, of High Street\n\nCase adjourned until 4 May.\n"
            ),
            .untouched(
                "two counts that read alike in a list",
                "Man faces nine charges over fire\n\nThe man, 34, is charged with these offences, the court was told:\n\n"
                    + "- arson with intent to endanger life, on 3 May;\n- arson with intent to endanger life, on 3 May;\n"
                    + "- arson with intent to endanger life, on 4 May.\n\nThe man, who set fire to a boat to endanger "
                    + "nobody's life, he says, will be tried for arson in May.\n"
            ),
            .untouched(
                "whoever says what the headline claims, though names behind dashes are cut off",
                options: "affixes: likely",
                "Kidnapped man killed in the mountains - Witness\n\nThe first boat left at noon.\n"
            ),
            .untouched(
                "the source of a claim with the agency's name, though names behind dashes are cut off",
                options: "affixes: likely",
                "Global warming may spur fiercer hurricanes - Experts (Reuters)\n\nThe first boat left at noon.\n"
            ),
            Example(
                "a compound name behind a dash",
                options: "affixes: likely",
                before: "Ferry service resumes after storm - HarbourBlog\n\nThe first boat left at noon.\n",
                after: "Ferry service resumes after storm\n\nThe first boat left at noon.\n"
            ),
            .untouched(
                "rows of a table",
                "Results of the harbour race\n\nNorby 12\nSund 12\nNorby 12\nTotal\nTotal\n"
            ),
        ]
    )
}

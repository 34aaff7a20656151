extension StripNavigation {
    static let examples: [Example] = [
        Example(
            "teaser of the next article and lone dashes, as on a scraped news page",
            before: """
                Two leaders sign a treaty

                The two leaders attended a concert together on Wednesday evening in the capital.

                -

                -

                NEXT Islands threatened by hurricane, classified as “extremely dangerous”: News
                """,
            after: """
                Two leaders sign a treaty

                The two leaders attended a concert together on Wednesday evening in the capital.

                """
        ),
        Example(
            "share bar, advertisement and newsletter box between paragraphs",
            before: """
                Share Tweet Email
                The ferry left the harbour at nine o’clock on Monday morning, as on every day.

                Advertisement

                It did not come back to the island at night, and nobody knew why it had not.
                Sign up for our free newsletter
                """,
            after: """
                The ferry left the harbour at nine o’clock on Monday morning, as on every day.

                It did not come back to the island at night, and nobody knew why it had not.

                """
        ),
        Example(
            "a head with the list below it, inside the article",
            before: """
                The ferry left the harbour at nine o’clock on Monday morning, as on every day.

                RELATED STORIES
                - Ferry runs aground off the northern coast
                - Ten boats that made history

                It did not come back to the island at night, and nobody knew why it had not.
                """,
            after: """
                The ferry left the harbour at nine o’clock on Monday morning, as on every day.

                It did not come back to the island at night, and nobody knew why it had not.
                """
        ),
        Example(
            "the marks of an agency",
            before: """
                The ferry left the harbour at nine o’clock on Monday morning, as on every day.

                (more)

                It did not come back to the island at night, and nobody knew why it had not.

                -30-
                """,
            after: """
                The ferry left the harbour at nine o’clock on Monday morning, as on every day.

                It did not come back to the island at night, and nobody knew why it had not.

                """
        ),
        Example(
            "menu path, and code of the page",
            before: """
                Home > News > World
                The ferry left the harbour at nine o’clock on Monday morning, as on every day.
                var ad = {};
                google_ad_client = "pub-1";
                //-->
                """,
            after: """
                The ferry left the harbour at nine o’clock on Monday morning, as on every day.

                """
        ),
        Example(
            "lines of the pipeline’s own",
            options: """
                packs: []
                lines: ['— * Wire Service']
                patterns: ['Page \\d+ of \\d+']
                """,
            before: """
                The ferry left the harbour at nine o’clock on Monday morning.
                Page 2 of 3
                — Island Wire Service
                """,
            after: """
                The ferry left the harbour at nine o’clock on Monday morning.

                """
        ),
        Example(
            "by-line and credit, where the pipeline asks for it",
            options: "remove: [byline, credit]",
            before: """
                Ferry lost at sea

                By Jane Example

                The ferry left the harbour at nine o’clock on Monday morning, as on every day.

                Photo: Jane Example/Agency
                """,
            after: """
                Ferry lost at sea

                The ferry left the harbour at nine o’clock on Monday morning, as on every day.

                """
        ),
        .untouched(
            "words of litter in sentences, headings and quotations",
            """
            Next up for the champion is a match against the third seed.

            Share prices fell

            Advertisement revenue rose by a tenth in the second quarter, the newspaper said.

            How to make perfectly round cookies

            “Sign up for the course,” he told them. The newsletter went out to two million people.
            """
        ),
        .untouched(
            "by-line, credit and date stay unless the pipeline asks for it",
            """
            Ferry lost at sea

            By Jane Example

            Updated: 12 March 2021

            The ferry left the harbour at nine o’clock on Monday morning, as on every day.

            Photo: Jane Example/Agency
            """
        ),
        .untouched(
            "results, recipes and lists",
            """
            Final score: Harbour 3, Hillside 1

            Ingredients

            - 2 cups of flour
            - Salt

            1. Harbour
            2. Hillside
            """
        ),
        .untouched(
            "marks that part two scenes",
            """
            The ferry left the harbour at nine o’clock on Monday morning, as on every day.

            * * *

            It did not come back to the island at night, and nobody knew why it had not.
            """
        ),
        .untouched(
            "a word that is litter only at the ends or beside litter",
            """
            The ferry left the harbour at nine o’clock on Monday morning, as on every day.

            Comments

            It did not come back to the island at night, and nobody knew why it had not.
            """
        ),
        .untouched(
            "a headline made of words of a rule",
            """
            Sign up for our newsletter, said the island, and two million did

            The ferry left the harbour at nine o’clock on Monday morning, as on every day.
            """
        ),
        .untouched("nothing else", "Subscribe to our newsletter for more"),
    ]
}

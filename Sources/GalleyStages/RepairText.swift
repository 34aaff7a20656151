public import GalleyText

/// Repairs what went wrong with the characters of a text on its way: wrong decoding first of all.
///
/// Quotes are not touched; they belong to `normalize-quotes`.
public struct RepairText: Stage {
    /// The options: what is repaired.
    public struct Options: StageOptions {
        /// Where something is done.
        public enum When: String, CaseIterable, Sendable { case auto, always, never }

        /// Mojibake and C1 controls.
        public var encoding = true
        /// HTML entities.
        public var entities = When.auto
        /// Latin ligatures and digraphs.
        public var ligatures = true
        /// Full- and half-width forms.
        public var widths = When.auto
        /// Spaces other than the plain one.
        public var spaces = true
        /// Line ends other than the line feed.
        public var lineEnds = true
        /// Controls, terminal escapes and invisible scalars.
        public var controls = true
        /// NFC.
        public var normalize = true
        /// The defaults.
        public init() {}
    }

    /// One option for each group of rules.
    public static let fields: [OptionField<Options>] = [
        .flag("encoding", \.encoding, "Undo wrong decoding (mojibake), in whole lines and parts of lines."),
        .choice(
            "entities",
            \.entities,
            "Decode HTML entities; auto leaves a line with HTML markup alone, and never makes markup of text."
        ),
        .flag("ligatures", \.ligatures, "Write Latin ligatures and digraphs, such as ﬁ and ǆ, as letters."),
        .choice(
            "widths",
            \.widths,
            "Write full- and half-width forms as ordinary ones; auto leaves texts with Chinese, Japanese or Korean alone."
        ),
        .flag(
            "spaces",
            \.spaces,
            "Make odd spaces plain, but not those of French punctuation, inside numbers and before units."
        ),
        .flag("line-ends", \.lineEnds, "End lines with a line feed alone."),
        .flag("controls", \.controls, "Take out control characters, terminal escapes and misplaced zero-width ones."),
        .flag("normalize", \.normalize, "Compose letters and their marks (Unicode NFC)."),
    ]

    /// The rules with their examples.
    public static let card = StageCard(
        "repair-text",
        "Repairs wrong decoding, entities, odd spaces, ligatures, controls and line ends.",
        details: """
            Wrong decoding is UTF-8 that was read as windows-1252 or another old encoding, perhaps several times: `Ã©` \
            for `é`. A line is repaired only if something stands in it that no writing has, and only if what comes out \
            is UTF-8 that people write; so a line may stay as it is, but is hardly ever made worse. Where a line is a \
            mixture, the parts are repaired by themselves.

            An entity is decoded wherever it stands, but for lines with HTML tags; and `&lt;` and `&gt;` stay where \
            they would make a tag, since such a text is about markup. So do entities between backticks or alone in \
            quotation marks, which are shown and not meant. With `entities: always` all are decoded.

            Spaces that do not break stay beside `« » : ; ! ? %`, inside numbers and before signs of units and \
            currencies. Wide forms such as `，` stay in texts with Chinese, Japanese or Korean. Quotes, dashes and soft \
            hyphens are left to `normalize-quotes` and `fix-typography`.

            A line that is not done after sixteen rounds is left alone. The article's language plays no part.
            """,
        rules: [
            ("entity", "An HTML entity is the character that it names."),
            ("windows-1252-control", "A control U+0080 to U+009F is what windows-1252 has there."),
            ("ligature", "A Latin ligature or digraph is its letters."),
            ("width", "A full- or half-width form is the ordinary character."),
            ("odd-space", "A space of another kind is a plain space."),
            ("line-end", "A line ends with a line feed."),
            ("control", "A control character goes."),
            ("ansi-escape", "A terminal's escape sequence goes."),
            ("zero-width", "An invisible character goes where no script needs it."),
            ("nfc", "A letter and its marks are composed."),
        ] + MojibakePage.all.map { ($0.rule.name, "Text was UTF-8 that was read as \($0.page.name).") },
        examples: examples
    )

    private let options: Options
    let characters: RepairCharacters

    /// Makes the stage.
    public init(_ options: Options, _ reader: inout SettingReader) {
        self.options = options
        characters = RepairCharacters(
            ligatures: options.ligatures,
            widths: options.widths != .never,
            spaces: options.spaces,
            lineEnds: options.lineEnds,
            controls: options.controls
        )
    }

    /// Reads the title like any text.
    public func review(title: Article, into markup: inout Markup) throws(StageFailure) {
        try review(title, into: &markup)
    }

    /// Looks over the text once, and repairs each line that may need it.
    public func review(_ article: Article, into markup: inout Markup) throws(StageFailure) {
        let text = article.bytes
        let bytes = text.span
        var scan = RepairScan(options, characters)
        var offset = 0
        while let suspect = scan.next(bytes, from: offset) {
            if bytes[suspect] == 0x0D {
                if options.lineEnds { endLine(at: suspect, bytes, into: &markup) }
                offset = suspect + 1
                continue
            }
            var start = suspect
            while start > offset, !Self.isLineEnd(bytes[start - 1]) { start -= 1 }
            var end = suspect
            while end < bytes.count, !Self.isLineEnd(bytes[end]) { end += 1 }
            if let draft = settled(RepairDraft(bytes, start..<end), bytes, &scan) {
                draft.propose(into: &markup, bytes, endsAt: end)
            }
            offset = end
        }
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private func endLine(at offset: Int, _ bytes: Span<UInt8>, into markup: inout Markup) {
        if offset + 1 < bytes.count, bytes[offset + 1] == 0x0A {
            markup.remove(offset..<offset + 1, rule: RepairRule.lineEnd.name)
        } else {
            markup.replace(offset..<offset + 1, with: "\n", rule: RepairRule.lineEnd.name)
        }
    }

    /// The line when nothing more is to be done to it; `nil` if that takes so long that it is better left alone.
    private func settled(
        _ draft: RepairDraft,
        _ bytes: Span<UInt8>,
        _ scan: inout RepairScan,
        _ depth: Int = 0
    ) -> RepairDraft? {
        guard depth < 8 else { return nil }
        var draft = draft
        for _ in 0..<16 {
            guard repair(&draft, bytes, &scan) else { return draft }
            if draft.scalars.contains(where: { $0.value == 0x0A }) {
                return settledLines(draft, bytes, &scan, depth + 1)
            }
            // A line that would be passed over needs no second round.
            if !scan.suspects(draft.text) { return draft }
        }
        return nil
    }

    /// Settles a line that has become several.
    private func settledLines(
        _ draft: RepairDraft,
        _ bytes: Span<UInt8>,
        _ scan: inout RepairScan,
        _ depth: Int
    ) -> RepairDraft? {
        var result = RepairDraft([], end: draft.end)
        var rest = draft.scalars[...]
        while let feed = rest.firstIndex(where: { $0.value == 0x0A }) {
            let line = RepairDraft(Array(rest[..<feed]), end: rest[feed])
            guard let line = settled(line, bytes, &scan, depth) else { return nil }
            result.scalars += line.scalars
            result.scalars.append(line.end)
            rest = rest[(feed + 1)...]
        }
        let lastLine = RepairDraft(Array(rest), end: draft.end)
        guard let last = settled(lastLine, bytes, &scan, depth) else { return nil }
        result.scalars += last.scalars
        result.end = last.end
        return result
    }

    /// Goes over a line once; says whether anything was changed.
    private func repair(_ draft: inout RepairDraft, _ bytes: Span<UInt8>, _ scan: inout RepairScan) -> Bool {
        var changed = false
        if options.entities != .never, draft.decodeEntities(inMarkup: options.entities == .always) { changed = true }
        if options.encoding, draft.repairEncoding() { changed = true }
        if options.controls, draft.removeEscapes() { changed = true }
        var characters = characters
        // The line may be East Asian only now that it is decoded.
        if options.widths == .auto, draft.hasWideForms {
            characters.widths = !draft.isEastAsian && scan.changesWidths(bytes)
        }
        if draft.repairCharacters(characters) { changed = true }
        if options.normalize, draft.normalize() { changed = true }
        return changed
    }
}

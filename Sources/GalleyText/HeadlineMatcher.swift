/// Tells whether a line says what a headline says, and how.
///
/// Lines are compared by their letters and digits, without regard to case: quotation marks, dashes, spaces and other
/// punctuation play no part.
public struct HeadlineMatcher: Sendable {
    /// How a line says it.
    public enum Match: Sendable, Equatable {
        /// With the same letters.
        case same
        /// Without the site's name that the headline has: the part of the headline, in its bytes, that it does say.
        case bare(Range<Int>)
        /// With a name of site or section: the part of the line, in its bytes, that is the headline.
        case affixed(Range<Int>)
        /// Cut off with an ellipsis.
        case cutOff
        /// In full, where the headline is cut off with an ellipsis.
        case inFull
        /// With a few letters or words less.
        case near
        /// Nearly, but with another number, name or word, or with a "not" less or more: a line of its own.
        case other
    }

    /// One way to say the headline: as it is, or without affixes.
    struct Form: Sendable {
        /// Its part of the headline.
        let range: Range<Int>
        /// Its letters and digits in lower case.
        let letters: [UInt32]
        /// Its words.
        let words: Int

        init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
            self.range = range
            letters = bytes.letters(in: range)
            words = bytes.countWords(in: range, most: 99)
        }
    }
    /// The headline's text.
    public let headline: [UInt8]
    /// The headline as it is, then without affixes.
    let forms: [Form]
    /// It ends with an ellipsis.
    public let isCut: Bool
    let endsSentence: Bool
    /// Fewer than three words: too little to know it again by parts.
    public let isShort: Bool
    private let count: Int
    /// The letters of the barest form.
    private let shortest: Int
    /// The first letters of the forms, a bit each; other letters may share it.
    private let initials: UInt64

    /// The shortest beginning of a headline that is known by an ellipsis behind it, in letters.
    private static let leastCut = 12
    /// A label or section in front of a headline ends before, in bytes.
    static let longestLabel = 60

    /// Makes a matcher for a headline.
    public init(_ headline: [UInt8]) {
        self.headline = headline
        let bytes = headline.span
        let whole = LineTable.trim(0..<bytes.count, of: bytes)
        var forms = [Form(bytes, whole)]
        if whole.count <= 400 { forms += Self.bareForms(bytes, in: whole, letters: forms[0].letters.count) }
        self.forms = forms
        isCut = forms.contains { bytes.endsWithEllipsis(in: $0.range) }
        endsSentence = bytes.endsSentence(in: whole)
        isShort = forms[0].letters.count < 8 || forms[0].words < 3
        count = whole.count
        shortest = forms.reduce(.max) { min($0, $1.letters.count) }
        initials = forms.reduce(0) { $0 | Self.bit(of: $1.letters.first) }
    }

    /// Makes a matcher for a line.
    public init(copying line: Span<UInt8>) {
        var bytes: [UInt8] = []
        bytes.append(copying: line)
        self.init(bytes)
    }

    /// Says how `line` says the headline; `nil` if it does not.
    ///
    /// - Parameter similarity: how much of the words and of the letters a near copy shares with the headline.
    /// - Complexity: O(1) for most lines, which differ in the first letter; O(*n*) in the length of a line that does
    ///   not, O(*n*²) in its words if it is about as long as the headline.
    public func match(_ bytes: Span<UInt8>, _ line: Range<Int>, similarity: Double = 0.9) -> Match? {
        guard !forms[0].letters.isEmpty, line.count <= count + 160 else { return nil }
        var start = line.lowerBound
        if initials & Self.bit(of: bytes.nextLetter(&start, before: line.upperBound)) != 0 {
            for (number, form) in forms.enumerated() {
                guard let match = match(form, bytes, line) else { continue }
                return match == .same && number > 0 ? .bare(form.range) : match
            }
        }
        guard !isShort else { return nil }
        if line.count > shortest, line.count <= count + 60, let core = labelled(bytes, line) { return .affixed(core) }
        return similarity < 1 ? near(bytes, line, similarity) : nil
    }

    /// `title` without the names in front and behind that are in `names`; `nil` if there are none.
    ///
    /// - Parameter names: names of sites and sections, as `Headline.key` makes them.
    public static func bare(_ bytes: Span<UInt8>, _ title: Range<Int>, without names: Set<[UInt8]>) -> Range<Int>? {
        var parts = TitleParts(bytes, in: title).parts[...]
        let isName = { (part: TitleParts.Part, bytes: Span<UInt8>) in
            names.contains(Headline.key(bytes.extracting(part.range)))
        }
        while parts.count > 1, let last = parts.last, isName(last, bytes) { parts.removeLast() }
        while parts.count > 1, let first = parts.first, isName(first, bytes) { parts.removeFirst() }
        guard let first = parts.first?.range, let last = parts.last?.range, first.lowerBound < last.upperBound else {
            return nil
        }
        let bare = first.lowerBound..<last.upperBound
        return bare == title ? nil : bare
    }

    /// `title` without what is written like names of site and section at its end; `nil` if nothing is.
    ///
    /// That is up to eight words behind a bar, or a name of four behind a dash, if the name can be no source of what is
    /// claimed (`… - Witness`). Three words or more stay, with more letters than any name that goes.
    public static func likelyBare(_ bytes: Span<UInt8>, _ title: Range<Int>) -> Range<Int>? {
        guard title.count <= 400, TitleParts.nextMark(bytes, in: title) != nil else { return nil }
        let parts = TitleParts(bytes, in: title).parts
        guard parts.count <= 6 else { return nil }
        var end = title.upperBound
        for number in parts.indices.dropFirst().reversed() {
            let (name, mark) = (parts[number].range, parts[number].mark ?? .dash)
            let rest = Form(bytes, title.lowerBound..<parts[number - 1].range.upperBound)
            guard rest.words >= 3, rest.letters.count > name.count,
                bytes.countWords(in: name, most: 9) <= (mark == .bar ? 8 : 4),
                TitleParts.isName(name, mark: mark, bytes, besides: rest.letters.count),
                mark == .bar && hasLetter(bytes, name) || isOutlet(bytes, name)
                    || parts[..<number].contains(where: { $0.mark == .bar })
            else { break }
            end = parts[number - 1].range.upperBound
        }
        return end < title.upperBound ? title.lowerBound..<end : nil
    }

    // MARK: By letters

    private static func bit(of letter: UInt32?) -> UInt64 { letter.map { 1 << UInt64($0 & 63) } ?? 0 }

    private func match(_ form: Form, _ bytes: Span<UInt8>, _ line: Range<Int>) -> Match? {
        let common = Self.common(form.letters, bytes, line)
        if common.count == form.letters.count {
            if common.isWhole { return .same }
            guard !isShort else { return nil }
            if isCut, common.count >= Self.leastCut, line.count <= 250, !bytes.endsSentence(in: line) { return .inFull }
            return affixEnd(bytes, common.end..<line.upperBound, letters: common.count).map {
                .affixed(line.lowerBound..<$0)
            }
        }
        guard common.count >= Self.leastCut, common.end - line.lowerBound >= 12 else { return nil }
        guard let end = ellipsisEnd(bytes, common.end..<line.upperBound) else { return nil }
        guard bytes.countWords(in: line.lowerBound..<common.end, most: 3) >= 3 else { return nil }
        if common.isWhole { return .cutOff }
        return affixEnd(bytes, end..<line.upperBound, letters: common.count) == nil ? nil : .cutOff
    }

    /// If all of `rest` behind a headline is names of sites and sections, where they begin.
    private func affixEnd(_ bytes: Span<UInt8>, _ rest: Range<Int>, letters: Int) -> Int? {
        let parts = TitleParts(bytes, in: rest).parts
        guard bytes.countWords(in: parts[0].range, most: 1) == 0 else {
            return parts.count == 1 && Self.isBracketed(bytes, parts[0].range) ? rest.lowerBound : nil
        }
        guard parts.count >= 2 else { return nil }
        for part in parts.dropFirst() {
            guard let mark = part.mark, TitleParts.isName(part.range, mark: mark, bytes, besides: letters) else {
                return nil
            }
        }
        return parts[0].range.isEmpty ? rest.lowerBound : parts[0].range.upperBound
    }

    /// `[Watch]`, `(video)`: one or two words without digits in brackets, behind the headline's closing marks.
    private static func isBracketed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count <= 24, let last = range.last, bytes[last] == 0x29 || bytes[last] == 0x5D else { return false }
        let open: UInt8 = bytes[last] == 0x29 ? 0x28 : 0x5B
        guard let start = bytes.firstIndex(of: open, in: range), start > 0, bytes[start - 1] == 0x20 else {
            return false
        }
        let words = TokenTable(bytes, in: range).tokens
        return words.count <= 2 && words.allSatisfy { $0.start > start && !bytes[$0.start].isASCIIDigit }
    }

    /// The headline behind a label or section in front: `Opinion | …`, `Fact Check: …`.
    private func labelled(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int>? {
        let front = line.prefix(Self.longestLabel)
        guard TitleParts.nextSign(bytes, in: front) != nil else { return nil }
        var marks: [(start: Int, mark: TitleParts.Mark?, label: Range<Int>)] = []
        if let end = TitleParts.labelEnd(bytes, in: front) {
            let label = line.lowerBound..<end - 1
            // Words that are written like no name are the headline's own.
            if TitleParts.isName(label, mark: .dash, bytes, besides: forms[0].letters.count)
                || Self.isMediaLabel(bytes, label)
            {
                marks.append((end, nil, label))
            }
        }
        var index = front.lowerBound
        while let (next, mark) = TitleParts.nextMark(bytes, in: index..<front.upperBound) {
            marks.append((next.upperBound, mark, LineTable.trim(index..<next.lowerBound, of: bytes)))
            index = next.upperBound
        }
        var areNames = true
        for (start, mark, label) in marks {
            if let mark {
                areNames = areNames && TitleParts.isName(label, mark: mark, bytes, besides: forms[0].letters.count)
            }
            guard areNames else { return nil }
            let rest = LineTable.trim(start..<line.upperBound, of: bytes)
            for form in forms {
                switch match(form, bytes, rest) {
                case .same: return rest
                case .affixed(let core): return core
                default: break
                }
            }
        }
        return nil
    }

    private func ellipsisEnd(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Int? {
        var start = rest.lowerBound
        while start < rest.upperBound, bytes[start] == 0x20 || bytes[start] == 0x5B { start += 1 }
        guard start + 3 <= rest.upperBound, bytes.has("…", at: start) || bytes.has("...", at: start) else { return nil }
        return start + 3
    }

    /// How far the letters and digits of `range` are `letters`.
    private static func common(
        _ letters: [UInt32],
        _ bytes: Span<UInt8>,
        _ range: Range<Int>
    ) -> (count: Int, end: Int, isWhole: Bool) {
        var (count, end) = (0, range.lowerBound)
        var index = range.lowerBound
        while let letter = bytes.nextLetter(&index, before: range.upperBound) {
            guard count < letters.count, letter == letters[count] else { return (count, end, false) }
            count += 1
            end = index
        }
        return (count, end, true)
    }

    /// The runs of parts of a title whose other parts can be names of site and section: three words or more each.
    private static func bareForms(_ bytes: Span<UInt8>, in whole: Range<Int>, letters: Int) -> [Form] {
        var forms: [Form] = []
        guard TitleParts.nextSign(bytes, in: whole) != nil else { return forms }
        if let end = TitleParts.labelEnd(bytes, in: whole), isMediaLabel(bytes, whole.lowerBound..<end) {
            let core = Form(bytes, LineTable.trim(end..<whole.upperBound, of: bytes))
            if core.words >= 3 { forms.append(core) }
        }
        guard TitleParts.nextMark(bytes, in: whole) != nil else { return forms }
        let parts = TitleParts(bytes, in: whole).parts
        guard parts.count <= 5 else { return forms }
        for first in parts.indices {
            for last in first..<parts.count where first > 0 || last < parts.count - 1 {
                let core = Form(bytes, parts[first].range.lowerBound..<parts[last].range.upperBound)
                guard core.letters.count * 5 >= letters * 2, core.words >= 3 else {
                    continue
                }
                let areNames = parts.indices.allSatisfy { number in
                    if (first...last).contains(number) { return true }
                    let part = parts[number]
                    guard number < first else {
                        return TitleParts.isName(
                            part.range,
                            mark: part.mark ?? .dash,
                            bytes,
                            besides: core.letters.count
                        )
                    }
                    // In front of a dash a name is rather whom the headline is about.
                    let mark = parts[number + 1].mark ?? .dash
                    return mark == .bar
                        ? TitleParts.isName(part.range, mark: mark, bytes, besides: core.letters.count)
                        : isMediaLabel(bytes, part.range)
                }
                if areNames { forms.append(core) }
            }
        }
        return forms
    }

    private static func hasLetter(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.contains { bytes[$0].isASCIILetter || bytes[$0] >= 0x80 }
    }

    /// Says whether a name behind a dash is that of a site, a paper or a section, and not of whoever says what the
    /// headline claims.
    private static func isOutlet(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        // `… - Experts (Reuters)` names both.
        if range.contains(where: { bytes[$0] == 0x28 }) { return false }
        if TitleParts.isDomain(range, bytes) || isMediaLabel(bytes, range) { return true }
        let words = TokenTable(bytes, in: range).tokens
        if words.count > 1, outletWords.contains(words[0].hash) { return true }
        return words.contains { outlets.contains($0.hash) || isCompound(bytes, $0.range) }
    }

    /// `SlashGear`, and no `McCain` or `MacDonald`.
    private static func isCompound(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
        word.dropFirst(3).dropLast(2).contains {
            (0x41...0x5A).contains(bytes[$0]) && (0x61...0x7A).contains(bytes[$0 - 1]) && !bytes.has("Mac", at: $0 - 3)
        }
    }

    private static func isMediaLabel(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        TokenTable(bytes, in: range).tokens.contains { mediaWords.contains($0.hash) }
    }

    /// Words with which names of papers begin, and those of speakers do not (by hand).
    private static let outletWords = Set("the der die das le la les il el lo de het".split(separator: " ").map(hash))

    /// Names of sites and papers, and of their sections, behind dashes in the titles of pages (by hand).
    private static let outlets = Set(
        """
        abc advertiser allgemeine anzeiger axios bgr blog bloomberg bulletin buzzfeed cbc cbs cnbc cnnpolitics corriere \
        courier dagblad dailynewsegypt dispatch echo economist espn examiner express figaro forbes fortune fox france24 \
        gazeta gizmodo globe globo guardian haaretz haber huffpost hürriyet ign independent inquirer insider kurier \
        ledger magazin magazine mail maxim milliyet mirror monde morgenpost mundo nbc network newsweek nieuwsblad npr \
        observer online patch país politico presse press pravda repubblica rolling rundschau sbnation scientific \
        sentinel spiegel sputnik stern sueddeutsche tagblatt tagesschau tageblatt taz techcrunch technology telegraaf \
        today variety verge volkskrant vox weekly welt wire wired wyborcza zeit zdnet haberleri
        national sport sports spor deporte deportes politics politik politique política business wirtschaft économie \
        economía entertainment lifestyle culture kultur panorama lokales regional
        """.split { $0 == " " || $0 == "\n" }.map(hash)
    )

    private static func hash(_ word: Substring) -> UInt64 { TokenTable.hash(String(word)) }

    /// Words by which a label in front of a headline is known as a site's or a section's, not the headline's own.
    ///
    /// By hand.
    private static let mediaWords = Set(
        """
        news breaking exclusive live reading video watch photos opinion analysis editorial comment podcast newsletter \
        times post daily tribune herald journal gazette telegraph chronicle reuters bbc cnn ap afp dpa tv radio \
        nachrichten kommentar meinung analyse exklusiv eilmeldung zeitung blatt avis vidéo direct actualité chronique \
        opinión análisis noticias vídeo directo opinião notícias opinione notizie diretta mening nyheter nieuws
        """.split { $0 == " " || $0 == "\n" }.map(hash)
    )
}

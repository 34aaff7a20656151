/// A language, as a BCP 47 primary tag such as `en`; `und` where it is not known.
public struct Language: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The tag, in lower case, without region.
    public let rawValue: String

    /// The language of a tag; region and case are dropped (`pt-BR` is `pt`), and the shortest code is taken (`eng` is `en`).
    public init(rawValue: String) {
        let primary = rawValue.prefix { $0 != "-" && $0 != "_" }
        let code = primary.isEmpty ? "und" : primary.lowercased()
        self.rawValue = Self.shorter[code] ?? code
    }

    /// Not known.
    public static let undetermined = Language(rawValue: "und")

    /// The tag.
    public var description: String { rawValue }

    /// Guesses from the script and the function words of the first paragraphs; `und` for short or mixed text.
    ///
    /// A language is named if its script has no other; or if its function words are enough of the words, enough different
    /// ones, and weigh half again as much as those of the next. A word that two languages share weighs little for either.
    ///
    /// - Complexity: O(1) for most texts: 120 words are read, 400 if those leave a doubt, and lines only up to there.
    static func guess(_ bytes: Span<UInt8>, _ lines: LineTable) -> Language {
        let (words, more) = (sample(bytes, lines, most: 120), 400)
        if let sure = guess(words, bytes, lead: 3, least: 15) { return sure }
        return guess(words.count < 100 ? words : sample(bytes, lines, most: more), bytes, lead: 1.5, least: 5)
            ?? undetermined
    }

    /// - Parameters:
    ///   - lead: how much more the function words weigh than those of the next language.
    ///   - least: the least share of function words, in percent.
    private static func guess(_ words: [Token], _ bytes: Span<UInt8>, lead: Double, least: Int) -> Language? {
        guard words.count >= 8 else { return nil }
        if let script = script(of: words, bytes) { return script }
        var weights = [Double](repeating: 0, count: functionWords.count)
        var counts = [Int](repeating: 0, count: functionWords.count)
        var kinds = counts
        let known = knownWords
        var isSeen = [Bool](repeating: false, count: known.speakers.count)
        for word in words {
            guard let number = known.numbers[word.hash] else { continue }
            var speakers = known.speakers[number]
            let weight = speakers.nonzeroBitCount == 1 ? 1.0 : 0.5 / Double(speakers.nonzeroBitCount)
            let isNew = !isSeen[number]
            isSeen[number] = true
            while speakers != 0 {
                let row = speakers.trailingZeroBitCount
                weights[row] += weight
                counts[row] += 1
                if isNew { kinds[row] += 1 }
                speakers &= speakers - 1
            }
        }
        var (best, next) = (0, 0.0)
        for row in weights.indices.dropFirst() {
            if weights[row] > weights[best] {
                (best, next) = (row, weights[best])
            } else {
                next = max(next, weights[row])
            }
        }
        guard weights[best] >= lead * next, counts[best] * 100 >= words.count * least else { return nil }
        guard kinds[best] >= 4 || (kinds[best] == 3 && counts[best] * 5 >= words.count) else { return nil }
        return Language(rawValue: functionWords[best].tag)
    }

    /// The words of the first lines that are long enough to be text; of any lines, if there are too few such.
    private static func sample(_ bytes: Span<UInt8>, _ lines: LineTable, most: Int) -> [Token] {
        for shortest in [80, 1] {
            var words: [Token] = []
            words.reserveCapacity(most * 2)
            for line in lines where line.trimmed.count >= shortest {
                let start = line.trimmed.lowerBound
                let end = min(line.trimmed.upperBound, start + (most - words.count) * 8)
                TokenTable.append(bytes, in: start..<end, to: &words)
                if words.count >= most { break }
            }
            if words.count >= 60 || shortest == 1 { return words }
        }
        return []
    }

    /// The language of a text in a script that only one widely written language has.
    private static func script(of words: [Token], _ bytes: Span<UInt8>) -> Language? {
        var counts = [Int](repeating: 0, count: scripts.count)
        var kana = 0
        for word in words where bytes[word.start] >= 0xCD {
            let (value, _) = bytes.scalar(at: word.start)
            guard let row = scripts.firstIndex(where: { $0.range.contains(value) }) else { continue }
            counts[row] += 1
            if (0x3040...0x30FF).contains(value) { kana += 1 }
        }
        guard let row = counts.indices.first(where: { counts[$0] * 10 >= words.count * 6 }) else { return nil }
        guard scripts[row].tag == "zh" else { return Language(rawValue: scripts[row].tag) }
        // Japanese is written in both; a Chinese text has no kana but in a name.
        if kana * 10 >= words.count { return Language(rawValue: "ja") }
        return kana * 50 <= words.count ? Language(rawValue: "zh") : undetermined
    }

    /// All function words, numbered, and which rows of `functionWords` have each, a bit a row.
    private static let knownWords: (numbers: HashTable, speakers: [UInt64]) = {
        precondition(functionWords.count <= 64)
        var (numbers, speakers) = ([UInt64: Int](), [UInt64]())
        for (row, language) in functionWords.enumerated() {
            for hash in TokenTable.hashes(ofWordsIn: language.words) {
                if numbers[hash] == nil {
                    numbers[hash] = speakers.count
                    speakers.append(0)
                }
                if let number = numbers[hash] { speakers[number] |= 1 << UInt64(row) }
            }
        }
        return (HashTable(numbers), speakers)
    }()
}

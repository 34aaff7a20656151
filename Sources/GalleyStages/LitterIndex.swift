internal import CMasks
internal import GalleyText

/// The lines of all rules of some packs, so arranged that a line meets only the few that it could match.
///
/// Most globs begin with two words or are one word, and are found by that; the others are found by their longest word.
struct LitterIndex: Sendable {
    /// Lines longer than this, in bytes, are matched by their beginning.
    static let longLine = 220
    /// How much of a long line is read.
    static let beginning = 100
    /// Lines longer than this are no bars of buttons.
    static let longBar = 120

    /// The rules, in the order of the packs.
    let rules: [LitterRule]
    private let conditions: [Condition]
    private var globs: [FoldedGlob] = []
    /// The texts of the globs.
    private var texts: [UInt8] = []
    private var facts: [GlobFacts] = []
    private var finder = GlobFinder()
    private var bars: [(rule: Int, words: Set<UInt64>, fillers: Set<UInt64>)] = []
    private var barWords = HashFilter([])
    /// What a line begins with that may match.
    private var firstWords = HashFilter([])

    /// What of a rule each line is held against.
    fileprivate struct Condition {
        let maximumWords: Int
        let isAnywhere: Bool
        let isLong: Bool
        let opensEnd: Bool
        /// Words of saying in the rule's language.
        let saying: Set<UInt64>
    }

    /// Memory that each line uses again.
    struct Memory {
        fileprivate var folded = FoldedLine()
        fileprivate var found: [Int] = []
    }

    /// Arranges the rules of some kinds; a glob that cannot be used goes to the reader.
    init(_ packs: [LitterPack], of kinds: Set<LitterKind>, _ reader: inout SettingReader) {
        let rules = packs.flatMap(\.rules).filter { kinds.contains($0.kind) }
        self.rules = rules.map(\.withoutTexts)
        let saying = Dictionary(packs.map { ($0.name, Self.hashes($0.saying.compactMap(\.text))) }) { one, _ in one }
        conditions = rules.map {
            Condition(
                maximumWords: $0.maximumWords,
                isAnywhere: $0.position == .anywhere,
                isLong: $0.isLong,
                opensEnd: $0.opensEnd,
                saying: saying[$0.pack] ?? []
            )
        }
        var folded = FoldedLine()
        for (number, rule) in rules.enumerated() {
            for line in rule.lines {
                let place = line.place
                let areUsable = FoldedGlob.forEachVariant(line.text ?? "") { text in
                    let glob = FoldedGlob(text, rule: number, &folded, addingTo: &texts)
                    guard !add(glob) else { return }
                    reader.report(at: place, "a line needs at least one whole word beside its stars")
                }
                guard !areUsable else { continue }
                reader.report(at: place, "the braces do not close, or stand for more than 500 lines")
            }
            guard !rule.words.isEmpty else { continue }
            let names = rule.kind == .shareBar ? SocialNetworks.names : []
            let words = Self.hashes(rule.words.compactMap(\.text) + names)
            bars.append((number, words, Self.hashes(rule.fillers.compactMap(\.text))))
        }
        let words = bars.flatMap { $0.words.union($0.fillers) } + [FoldedLine.numberHash]
        barWords = HashFilter(words)
        firstWords = HashFilter(words + finder.close())
    }

    private static func hashes(_ words: [String]) -> Set<UInt64> {
        Set(
            words.map { name in
                let word = FoldedGlob.folded(name)
                return FoldedLine.hash(word.span, 0..<word.count)
            }
        )
    }

    /// Adds a glob; `false` if it has no word to find it by.
    private mutating func add(_ glob: FoldedGlob) -> Bool {
        let texts = texts
        guard finder.add(globs.count, glob, texts.span) else { return false }
        facts.append(GlobFacts(glob, of: conditions[glob.rule], texts.span))
        globs.append(glob)
        return true
    }

    /// The rule for a line, and whether the line is exactly one of its texts; `nil` if the line is none of them.
    func match(_ text: Span<UInt8>, _ range: Range<Int>, _ memory: inout Memory) -> (rule: Int, isWhole: Bool)? {
        let isLong = range.count > Self.longLine
        let opening = FoldedLine.opening(text, range, firstWords, &memory.folded)
        if !memory.found.isEmpty { memory.found.removeAll(keepingCapacity: true) }
        finder.find(opening, text, isLong ? range.prefix(Self.beginning) : range, &memory.found)
        let mayBeBar = range.count <= Self.longBar && opening.map { barWords.mayHold($0.first) } ?? false
        // Most lines are no litter; what can be seen before they are folded spares that.
        guard mayBeBar || !memory.found.isEmpty else { return nil }
        if isLong {
            memory.found.removeAll { !facts[$0].isLong }
            return memory.found.isEmpty ? nil : matchBeginning(text, range, among: memory.found, &memory.folded)
        }
        let last = FoldedLine.lastWord(text, range)
        let words = memory.found.isEmpty ? 0 : text.countSpacedLetters(in: range)
        let endsSentence = text.endsSentence(range)
        memory.found.removeAll { !facts[$0].mayMatch(last, words, endsSentence: endsSentence) }
        let isBar = mayBeBar && !endsSentence && last.map(barWords.mayHold) ?? true
        guard isBar || !memory.found.isEmpty else { return nil }
        memory.folded.fold(text, range)
        return matchWhole(memory.folded, among: memory.found, isBar: isBar, endsSentence: endsSentence)
    }

    private func matchBeginning(
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        among found: [Int],
        _ folded: inout FoldedLine
    ) -> (rule: Int, isWhole: Bool)? {
        folded.fold(text, range, limit: Self.beginning)
        var best: Int?
        for number in found where globs[number].matchesBeginning(of: folded.bytes.span, texts.span) {
            best = better(globs[number].rule, best)
        }
        guard let best else { return nil }
        folded.fold(text, range)
        return folded.has(oneOf: conditions[best].saying) ? nil : (best, false)
    }

    private func matchWhole(
        _ folded: FoldedLine,
        among found: [Int],
        isBar: Bool,
        endsSentence: Bool
    ) -> (rule: Int, isWhole: Bool)? {
        var words: Int?
        var best: Int?
        var isWhole = false
        for number in found where globs[number].matches(folded.bytes.span, texts.span) {
            let rule = globs[number].rule
            if globs[number].isWhole {
                isWhole = true
            } else {
                let count = words ?? folded.countWords()
                words = count
                guard count <= conditions[rule].maximumWords else { continue }
                // A sentence that tells who said it is the article's, though it begins as a notice does.
                if endsSentence || conditions[rule].isLong, folded.has(oneOf: conditions[rule].saying) { continue }
            }
            best = better(rule, best)
        }
        if best == nil, isBar, let bar = bars.first(where: { folded.isMade(of: $0.words, $0.fillers) }) {
            return (bar.rule, true)
        }
        return best.map { ($0, isWhole) }
    }

    /// Of two rules the one with fewer conditions is better, else the earlier.
    private func better(_ one: Int, _ other: Int?) -> Int {
        guard let other else { return one }
        let (a, b) = (conditions[one].isAnywhere, conditions[other].isAnywhere)
        return (a == b ? one < other : a) ? one : other
    }
}

/// What can be told of a line that a glob matches before that is folded.
private struct GlobFacts: Sendable {
    /// The last word, if the glob has one that no star can lengthen.
    private let lastWord: UInt64?
    /// It may end like a sentence.
    private let takesSentences: Bool
    /// It matches lines of which only the beginning is read.
    let isLong: Bool
    /// No more words follow a space in it.
    private let mostWords: Int32

    init(_ glob: FoldedGlob, of rule: LitterIndex.Condition, _ texts: Span<UInt8>) {
        lastWord = glob.lastWord(texts)
        mostWords = Int32(clamping: glob.isWhole ? (glob.count + 1) / 2 : rule.maximumWords)
        takesSentences = glob.isWhole || !rule.opensEnd
        isLong = rule.isLong && glob.takesBeginnings
    }

    func mayMatch(_ last: UInt64?, _ words: Int, endsSentence: Bool) -> Bool {
        guard words <= Int(mostWords), takesSentences || !endsSentence else { return false }
        guard let lastWord, let last else { return true }
        return lastWord == last
    }
}

/// Finds the globs that may match a line by their words.
///
/// Most globs begin with two words or are one word, or begin with a word and a star. Only for those that begin with a
/// star all words of a line are looked at.
private struct GlobFinder: Sendable {
    private var byOpening = WordIndex()
    private var byFirstWord = WordIndex()
    private var byInnerWord = WordIndex()
    private var firstWords: [UInt64] = []
    /// The first three letters of inner words, a bit each; all bits if a word is shorter.
    private var beginnings = [UInt64](repeating: 0, count: 64)

    /// Adds a glob by its number; `false` if it has no word to find it by.
    mutating func add(_ glob: Int, _ text: FoldedGlob, _ texts: Span<UInt8>) -> Bool {
        if let (first, key) = text.opening(texts) {
            byOpening.add(glob, under: key)
            firstWords.append(first)
        } else if let word = text.firstWord(texts) {
            byFirstWord.add(glob, under: word)
            firstWords.append(word)
        } else if let word = text.innerWord(texts) {
            byInnerWord.add(glob, under: FoldedLine.hash(texts, word), after: text.word(before: word, texts))
            if word.count < 3 {
                beginnings = Array(repeating: .max, count: 64)
            } else {
                let letters = word.prefix(3).reversed().reduce(0) { $0 << 8 | UInt64(texts[$1]) }
                let (place, bit) = Self.place(of: letters)
                beginnings[place] |= 1 << bit
            }
        } else {
            return false
        }
        return true
    }

    /// Makes the filters, when all is there, and returns the words with which the lines begin that are found by that.
    mutating func close() -> [UInt64] {
        byOpening.close()
        byInnerWord.close()
        byFirstWord.close()
        defer { firstWords = [] }
        return firstWords
    }

    /// Where `beginnings` has the first three of eight bytes, which are letters.
    private static func place(of bytes: UInt64) -> (index: Int, bit: UInt64) {
        let key = (bytes & 0xFF_FFFF | 0x20_2020) &* 0x9e37_79b9_7f4a_7c15
        return (Int(key >> 58), key >> 52 & 63)
    }

    /// Adds the globs that may match a line to `found`.
    func find(
        _ opening: (first: UInt64, key: UInt64)?,
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        _ found: inout [Int]
    ) {
        if let opening {
            byOpening.find(opening.key, &found)
            byFirstWord.find(opening.first, &found)
        }
        var last: UInt64 = 0
        for base in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
            let letters = unsafe text.mask(at: base, before: range.upperBound, mask_letters)
            var starts = letters & ~(letters << 1 | last)
            last = letters >> 63
            while starts != 0 {
                let start = base + starts.trailingZeroBitCount
                starts &= starts &- 1
                let (place, bit) = Self.place(of: text.block(at: start, before: range.upperBound))
                guard beginnings[place] >> bit & 1 != 0 else { continue }
                var end = start
                while end < range.upperBound, text[end].isASCIILetter { end += 1 }
                let word = FoldedLine.hash(ofLetters: text, start..<end)
                byInnerWord.find(word, after: FoldedLine.wordBefore(text, range.lowerBound..<start), &found)
            }
        }
    }
}

/// Globs by a word of theirs.
private struct WordIndex: Sendable {
    private struct Entry: Sendable {
        /// The word before that, if the glob has it.
        let before: UInt64?
        let glob: Int32
        /// The index of another entry of the same word, or -1.
        var next: Int32
    }

    private var words: [UInt64] = []
    private var filter = HashFilter([])
    /// The first entry of each word.
    private var table = HashTable(capacity: 0)
    private var entries: [Entry] = []

    mutating func add(_ glob: Int, under word: UInt64, after before: UInt64? = nil) {
        let number = entries.count
        if let first = table.insert(word, number) {
            entries.append(Entry(before: before, glob: Int32(glob), next: entries[first].next))
            entries[first].next = Int32(number)
        } else {
            entries.append(Entry(before: before, glob: Int32(glob), next: -1))
            words.append(word)
        }
    }

    /// Makes the filter, when all globs are there.
    mutating func close() { (filter, words) = (HashFilter(words), []) }

    /// Adds the globs of a word to `found`.
    ///
    /// - Parameter before: the word before that, if it is known.
    @inline(__always)
    func find(_ word: UInt64, after before: @autoclosure () -> UInt64? = nil, _ found: inout [Int]) {
        if filter.mayHold(word), let first = table[word] { collect(from: first, before(), &found) }
    }

    private func collect(from first: Int, _ before: UInt64?, _ found: inout [Int]) {
        var place = first
        while place >= 0 {
            let entry = entries[place]
            if before == nil || entry.before == nil || before == entry.before { found.append(Int(entry.glob)) }
            place = Int(entry.next)
        }
    }
}

extension Span<UInt8> {
    /// How many ASCII letters of `range` follow a space or begin it.
    fileprivate func countSpacedLetters(in range: Range<Int>) -> Int {
        var count = 0
        var last: UInt64 = 1
        for base in stride(from: range.lowerBound, to: range.upperBound, by: 64) {
            let letters = unsafe mask(at: base, before: range.upperBound, mask_letters)
            let spaces = unsafe mask(at: base, before: range.upperBound, mask_spaces)
            count += (letters & (spaces << 1 | last)).nonzeroBitCount
            last = spaces >> 63
        }
        return count
    }
}

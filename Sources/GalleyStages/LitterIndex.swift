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
    /// The globs that may match lines of each kind.
    private var (long, sentences, others) = (GlobFinder(), GlobFinder(), GlobFinder())
    private var bars: [(rule: Int, words: Set<UInt64>)] = []
    private var barWords = HashFilter([])

    /// What of a rule each line is held against.
    private struct Condition {
        let maximumWords: Int
        let isLong: Bool
        let opensEnd: Bool
        let isAnywhere: Bool
    }

    /// Arranges the rules of some kinds; a glob that cannot be used goes to the reader.
    init(_ packs: [LitterPack], of kinds: Set<LitterKind>, _ reader: inout SettingReader) {
        rules = packs.flatMap(\.rules).filter { kinds.contains($0.kind) }
        conditions = rules.map {
            Condition(
                maximumWords: $0.maximumWords,
                isLong: $0.isLong,
                opensEnd: $0.opensEnd,
                isAnywhere: $0.position == .anywhere
            )
        }
        var folded = FoldedLine()
        for (number, rule) in rules.enumerated() {
            for line in rule.lines {
                let areUsable = FoldedGlob.forEachVariant(line.text ?? "") { text in
                    add(FoldedGlob(text, rule: number, &folded), line, &reader)
                }
                guard !areUsable else { continue }
                reader.report(at: line.place, "the braces do not close, or stand for more than 500 lines")
            }
            guard !rule.words.isEmpty else { continue }
            let names = rule.kind == .shareBar ? SocialNetworks.names : []
            let words = Set((rule.words.compactMap(\.text) + names).map { FoldedLine.hash(FoldedGlob.folded($0)) })
            bars.append((number, words))
        }
        long.close()
        sentences.close()
        others.close()
        barWords = HashFilter(bars.flatMap(\.words) + [FoldedLine.numberHash])
    }

    private mutating func add(_ glob: FoldedGlob, _ line: Setting, _ reader: inout SettingReader) {
        guard let key = GlobFinder.Key(glob) else {
            reader.report(at: line.place, "a line needs at least one whole word beside its stars")
            return
        }
        let rule = rules[glob.rule]
        let candidate = GlobFinder.Candidate(
            glob: globs.count,
            lastWord: glob.lastWord,
            mostWords: glob.isWhole ? (glob.count + 1) / 2 : rule.maximumWords
        )
        globs.append(glob)
        if rule.isLong, glob.takesBeginnings { long.add(candidate.ofAnyLength, under: key) }
        if glob.isWhole || !rule.opensEnd { sentences.add(candidate, under: key) }
        others.add(candidate, under: key)
    }

    /// The rule for a line, and whether the line is exactly one of its texts; `nil` if the line is none of them.
    ///
    /// - Parameter folded: memory to use again.
    func match(_ text: Span<UInt8>, _ range: Range<Int>, _ folded: inout FoldedLine) -> (rule: Int, isWhole: Bool)? {
        let opening = FoldedLine.opening(text, range, &folded)
        var found: [GlobFinder.Candidate] = []
        if range.count > Self.longLine {
            let beginning = range.lowerBound..<range.lowerBound + Self.beginning
            _ = long.find(opening, nil, text, beginning, &found)
            return found.isEmpty ? nil : matchBeginning(text, range, among: found, &folded)
        }
        // Most lines are no litter; what can be seen before they are folded spares that.
        let last = FoldedLine.lastWord(text, range)
        let words =
            text.endsSentence(range)
            ? sentences.find(opening, last, text, range, &found) : others.find(opening, last, text, range, &found)
        let isBar =
            range.count <= Self.longBar && barWords.mayHold(opening.first) && last.map(barWords.mayHold) ?? true
        guard isBar || found.contains(where: { words <= $0.mostWords }) else { return nil }
        folded.fold(text, range)
        return matchWhole(folded, among: found, isBar: isBar)
    }

    private func matchBeginning(
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        among found: [GlobFinder.Candidate],
        _ folded: inout FoldedLine
    ) -> (rule: Int, isWhole: Bool)? {
        folded.fold(text, range, limit: Self.beginning)
        var best: Int?
        for candidate in found where globs[candidate.glob].matchesBeginning(of: folded.bytes) {
            best = better(globs[candidate.glob].rule, best)
        }
        return best.map { ($0, false) }
    }

    private func matchWhole(
        _ folded: FoldedLine,
        among found: [GlobFinder.Candidate],
        isBar: Bool
    ) -> (rule: Int, isWhole: Bool)? {
        var words: Int?
        var best: Int?
        var isWhole = false
        for candidate in found {
            let number = candidate.glob
            guard globs[number].matches(folded.bytes) else { continue }
            let rule = globs[number].rule
            if globs[number].isWhole {
                isWhole = true
            } else {
                let count = words ?? folded.countWords()
                words = count
                guard count <= conditions[rule].maximumWords else { continue }
            }
            best = better(rule, best)
        }
        if best == nil, isBar, let bar = bars.first(where: { folded.isMade(of: $0.words) }) { return (bar.rule, true) }
        return best.map { ($0, isWhole) }
    }

    /// Of two rules the one with fewer conditions is better, else the earlier.
    private func better(_ one: Int, _ other: Int?) -> Int {
        guard let other else { return one }
        let (a, b) = (conditions[one].isAnywhere, conditions[other].isAnywhere)
        return (a == b ? one < other : a) ? one : other
    }
}

/// The globs that may match some kind of line, by their words.
private struct GlobFinder: Sendable {
    /// The word, or two, by which a glob is found.
    enum Key {
        case opening(UInt64)
        case innerWord(UInt64, letter: UInt8, length: Int)
        case firstWord(UInt64)

        init?(_ glob: FoldedGlob) {
            if let key = glob.opening {
                self = .opening(key)
            } else if let (word, letter, length) = glob.innerWord {
                self = .innerWord(word, letter: letter, length: length)
            } else if let word = glob.firstWord {
                self = .firstWord(word)
            } else {
                return nil
            }
        }
    }

    /// A glob, and what can be told of a line that it matches before that is folded.
    struct Candidate: Sendable {
        /// The glob's number.
        let glob: Int
        /// The last word, if the glob has one that no star can lengthen.
        let lastWord: UInt64?
        /// No more words follow a space in it.
        let mostWords: Int

        /// The same for a line of which only the beginning is read.
        var ofAnyLength: Candidate { Candidate(glob: glob, lastWord: nil, mostWords: .max) }

        func mayMatch(_ last: UInt64?, _ words: Int) -> Bool {
            guard words <= mostWords else { return false }
            guard let lastWord, let last else { return true }
            return lastWord == last
        }
    }

    private var byOpening = WordIndex()
    private var byInnerWord = WordIndex()
    private var byFirstWord = WordIndex()
    /// The lengths of the inner words by their first letter, a bit each; the last one is that of all that are longer.
    private var lengths = [UInt64](repeating: 0, count: 32)

    mutating func add(_ glob: Candidate, under key: Key) {
        switch key {
        case .opening(let key): byOpening.add(glob, under: key)
        case .firstWord(let word): byFirstWord.add(glob, under: word)
        case .innerWord(let word, let letter, let length):
            byInnerWord.add(glob, under: word)
            lengths[Int(letter & 31)] |= 1 << UInt64(min(length, 63))
        }
    }

    /// Makes the filters, when all is there.
    mutating func close() {
        byOpening.close()
        byInnerWord.close()
        byFirstWord.close()
    }

    /// Adds the globs that may match a line to `found`.
    ///
    /// - Parameter last: the last word, if it is known.
    /// - Returns: the runs of ASCII letters that follow a space, which are no more than the folded line has words.
    func find(
        _ opening: (first: UInt64, key: UInt64),
        _ last: UInt64?,
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        _ found: inout [Candidate]
    ) -> Int {
        var words = 0
        var index = range.lowerBound
        while let run = text.nextLetters(from: index, before: range.upperBound) {
            index = run.upperBound
            if run.lowerBound == range.lowerBound || text[run.lowerBound - 1] == 0x20 { words &+= 1 }
            guard lengths[Int(text[run.lowerBound] & 31)] >> UInt64(min(run.count, 63)) & 1 != 0 else { continue }
            byInnerWord.find(FoldedLine.hash(ofLetters: text, run), last, 0, &found)
        }
        byOpening.find(opening.key, last, words, &found)
        byFirstWord.find(opening.first, last, words, &found)
        return words
    }
}

/// Globs by a word of theirs.
private struct WordIndex: Sendable {
    private var draft: [UInt64: [GlobFinder.Candidate]] = [:]
    private var filter = HashFilter([])
    /// Where the globs of a word begin.
    private var table = HashTable([:])
    /// Globs, those of a word one behind the other; `nil` behind the last of them.
    private var globs: [GlobFinder.Candidate?] = []

    mutating func add(_ glob: GlobFinder.Candidate, under word: UInt64) { draft[word, default: []].append(glob) }

    /// Lays the globs out, when all are there.
    mutating func close() {
        var starts: [UInt64: Int] = [:]
        for (word, candidates) in draft {
            starts[word] = globs.count
            globs += candidates
            globs.append(nil)
        }
        (filter, table, draft) = (HashFilter(draft.keys), HashTable(starts), [:])
    }

    /// Adds the globs of a word that may match a line of `words` words that ends with `last` to `found`.
    @inline(__always)
    func find(_ word: UInt64, _ last: UInt64?, _ words: Int, _ found: inout [GlobFinder.Candidate]) {
        if filter.mayHold(word) { collect(word, last, words, &found) }
    }

    private func collect(_ word: UInt64, _ last: UInt64?, _ words: Int, _ found: inout [GlobFinder.Candidate]) {
        guard var place = table[word] else { return }
        while let glob = globs[place] {
            if glob.mayMatch(last, words) { found.append(glob) }
            place += 1
        }
    }
}

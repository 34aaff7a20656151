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
    private var byOpening = WordIndex()
    private var byInnerWord = WordIndex()
    private var byFirstWord = WordIndex()
    private var bars: [(rule: Int, words: Set<UInt64>)] = []
    private var barWords = HashFilter([])

    /// What of a rule each line is held against.
    private struct Condition {
        let maximumWords: Int
        let isLong: Bool
        let opensEnd: Bool
        let isAnywhere: Bool
    }

    /// Arranges the rules; a glob that cannot be used goes to the reader.
    init(_ packs: [LitterPack], removing optional: Set<LitterKind>, _ reader: inout SettingReader) {
        rules = packs.flatMap(\.rules).filter { !LitterKind.optional.contains($0.kind) || optional.contains($0.kind) }
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
        byOpening.close()
        byInnerWord.close()
        byFirstWord.close()
        barWords = HashFilter(bars.flatMap(\.words) + [FoldedLine.numberHash])
    }

    private mutating func add(_ glob: FoldedGlob, _ line: Setting, _ reader: inout SettingReader) {
        let isLong = rules[glob.rule].isLong
        if let key = glob.opening {
            byOpening.add(globs.count, under: key, isLong: isLong)
        } else if let word = glob.innerWord {
            byInnerWord.add(globs.count, under: word, isLong: isLong)
        } else if let word = glob.firstWord {
            byFirstWord.add(globs.count, under: word, isLong: isLong)
        } else {
            reader.report(at: line.place, "a line needs at least one whole word beside its stars")
            return
        }
        globs.append(glob)
    }

    /// The rule for a line, and whether the line is exactly one of its texts; `nil` if the line is none of them.
    ///
    /// - Parameter folded: memory to use again.
    func match(_ text: Span<UInt8>, _ range: Range<Int>, _ folded: inout FoldedLine) -> (rule: Int, isWhole: Bool)? {
        let isLong = range.count > Self.longLine
        let read = isLong ? range.lowerBound..<range.lowerBound + Self.beginning : range
        var found: [Int] = []
        let opening = FoldedLine.opening(text, range, &folded)
        if byOpening.mayHold(opening.key, isLong: isLong) { byOpening.find(opening.key, &found) }
        if byFirstWord.mayHold(opening.first, isLong: isLong) { byFirstWord.find(opening.first, &found) }
        let filter = byInnerWord.filter(isLong: isLong)
        let words = text.forEachPlainWord(in: read) { hash in
            if filter.mayHold(hash) { byInnerWord.find(hash, &found) }
        }
        let isBar = range.count <= Self.longBar && barWords.mayHold(opening.first)
        guard isBar || !found.isEmpty else { return nil }
        if isLong {
            found.removeAll { !conditions[globs[$0].rule].isLong }
            guard !found.isEmpty else { return nil }
            folded.fold(text, range, limit: Self.beginning)
            var best: Int?
            for number in found where globs[number].matchesBeginning(of: folded.bytes) {
                best = better(globs[number].rule, best)
            }
            return best.map { ($0, false) }
        }
        // Most lines are no litter; what can be seen before they are folded spares that.
        let isSentence = !found.isEmpty && text.endsSentence(range)
        found.removeAll { number in
            let condition = conditions[globs[number].rule]
            if globs[number].isWhole { return globs[number].count + 1 < 2 * words }
            return words > condition.maximumWords || condition.opensEnd && isSentence
        }
        guard isBar || !found.isEmpty else { return nil }
        folded.fold(text, range)
        return matchWhole(folded, among: found)
    }

    private func matchWhole(_ folded: FoldedLine, among found: [Int]) -> (rule: Int, isWhole: Bool)? {
        var words: Int?
        var best: Int?
        var isWhole = false
        for number in found {
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
        if best == nil, let bar = bars.first(where: { folded.isMade(of: $0.words) }) { return (bar.rule, true) }
        return best.map { ($0, isWhole) }
    }

    /// Of two rules the one with fewer conditions is better, else the earlier.
    private func better(_ one: Int, _ other: Int?) -> Int {
        guard let other else { return one }
        let (a, b) = (conditions[one].isAnywhere, conditions[other].isAnywhere)
        return (a == b ? one < other : a) ? one : other
    }
}

/// Globs by a word of theirs.
private struct WordIndex: Sendable {
    /// The last glob of a word, as a place in `globs`.
    private var last: [UInt64: Int] = [:]
    private var table = HashTable([:])
    /// Globs, each with the place of the one before it that has the same word, or -1.
    private var globs: [(number: Int, before: Int)] = []
    private var long: Set<UInt64> = []
    private var all = HashFilter([])
    private var longOnes = HashFilter([])

    mutating func add(_ glob: Int, under word: UInt64, isLong: Bool) {
        globs.append((glob, last.updateValue(globs.count, forKey: word) ?? -1))
        if isLong { long.insert(word) }
    }

    /// Makes the filters, when all is there.
    mutating func close() {
        all = HashFilter(last.keys)
        table = HashTable(last)
        longOnes = HashFilter(long)
    }

    func filter(isLong: Bool) -> HashFilter { isLong ? longOnes : all }

    func mayHold(_ word: UInt64, isLong: Bool) -> Bool { isLong ? longOnes.mayHold(word) : all.mayHold(word) }

    /// Adds the globs of a word to `found`.
    func find(_ word: UInt64, _ found: inout [Int]) {
        var place = table[word] ?? -1
        while place >= 0 {
            found.append(globs[place].number)
            place = globs[place].before
        }
    }
}

extension Span<UInt8> {
    /// Calls `body` with the hash of each run of ASCII letters, as `FoldedLine` has it for a word, and counts words.
    ///
    /// - Returns: the runs that follow a space, which are no more than the folded line has words.
    @inline(__always)
    fileprivate func forEachPlainWord(in range: Range<Int>, _ body: (UInt64) -> Void) -> Int {
        var words = 0
        var followsSpace = true
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = self[index]
            guard byte.isASCIILetter else {
                followsSpace = byte == 0x20
                index &+= 1
                continue
            }
            var hash = FoldedLine.add(byte | 0x20, to: FoldedLine.seed)
            index &+= 1
            while index < range.upperBound, self[index].isASCIILetter {
                hash = FoldedLine.add(self[index] | 0x20, to: hash)
                index &+= 1
            }
            body(hash)
            if followsSpace { words &+= 1 }
        }
        return words
    }
}

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
    private var globs: [FoldedGlob] = []
    private var byOpening = WordIndex()
    private var byInnerWord = WordIndex()
    private var byFirstWord = WordIndex()
    private var bars: [(rule: Int, words: Set<UInt64>)] = []
    private var barWords = HashFilter([])

    /// Arranges the rules; a glob that cannot be used goes to the reader.
    init(_ packs: [LitterPack], removing optional: Set<LitterKind>, _ reader: inout SettingReader) {
        rules = packs.flatMap(\.rules).filter { !LitterKind.optional.contains($0.kind) || optional.contains($0.kind) }
        var folded = FoldedLine()
        for (number, rule) in rules.enumerated() {
            for line in rule.lines {
                guard let variants = FoldedGlob.variants(line.text ?? "") else {
                    reader.report(at: line.place, "the braces do not close, or stand for more than 500 lines")
                    continue
                }
                for text in variants { add(FoldedGlob(text, rule: number, &folded), line, &reader) }
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
        text.forEachPlainWord(in: read) { hash in
            if byInnerWord.mayHold(hash, isLong: isLong) { byInnerWord.find(hash, &found) }
        }
        let isBar = range.count <= Self.longBar && barWords.mayHold(opening.first)
        guard isBar || !found.isEmpty else { return nil }
        if isLong {
            folded.fold(text, range, limit: Self.beginning)
            let rule = found.filter { rules[globs[$0].rule].isLong && globs[$0].matchesBeginning(of: folded.bytes) }
                .map { globs[$0].rule }.min(by: isBetter)
            return rule.map { ($0, false) }
        }
        folded.fold(text, range)
        return matchWhole(folded, among: found, isSentence: text.endsSentence(range))
    }

    private func matchWhole(
        _ folded: FoldedLine,
        among found: [Int],
        isSentence: Bool
    ) -> (rule: Int, isWhole: Bool)? {
        var words = 0
        folded.forEachWord { _ in
            words += 1
            return true
        }
        var best: Int?
        var isWhole = false
        for number in found {
            let glob = globs[number]
            let rule = rules[glob.rule]
            guard glob.isWhole || words <= rule.maximumWords && !(rule.opensEnd && isSentence) else { continue }
            guard glob.matches(folded.bytes) else { continue }
            isWhole = isWhole || glob.isWhole
            best = best.map { isBetter(glob.rule, $0) ? glob.rule : $0 } ?? glob.rule
        }
        if best == nil, let bar = bars.first(where: { folded.isMade(of: $0.words) }) { return (bar.rule, true) }
        return best.map { ($0, isWhole) }
    }

    /// Of two rules the one with fewer conditions is better, else the earlier.
    private func isBetter(_ one: Int, _ other: Int) -> Bool {
        let (a, b) = (rules[one].position == .anywhere, rules[other].position == .anywhere)
        return a == b ? one < other : a
    }
}

/// Globs by a word of theirs.
private struct WordIndex: Sendable {
    /// The last glob of a word, as a place in `globs`.
    private var last: [UInt64: Int] = [:]
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
        longOnes = HashFilter(long)
    }

    func mayHold(_ word: UInt64, isLong: Bool) -> Bool { isLong ? longOnes.mayHold(word) : all.mayHold(word) }

    /// Adds the globs of a word to `found`.
    func find(_ word: UInt64, _ found: inout [Int]) {
        var place = last[word] ?? -1
        while place >= 0 {
            found.append(globs[place].number)
            place = globs[place].before
        }
    }
}

extension Span<UInt8> {
    /// Calls `body` with the hash of each run of ASCII letters, as `FoldedLine` has it for a word.
    @inline(__always)
    fileprivate func forEachPlainWord(in range: Range<Int>, _ body: (UInt64) -> Void) {
        var hash = FoldedLine.seed
        var isInside = false
        for index in range {
            let byte = self[index]
            if byte.isASCIILetter {
                hash = FoldedLine.add(byte | 0x20, to: hash)
                isInside = true
            } else if isInside {
                body(hash)
                (hash, isInside) = (FoldedLine.seed, false)
            }
        }
        if isInside { body(hash) }
    }
}

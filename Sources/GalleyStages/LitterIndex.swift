internal import GalleyText

/// The lines of all rules of some packs, so arranged that a line meets only the few that it could match.
///
/// A glob without a star is found by the hash of the whole folded line, any other by the hash of its longest word.
struct LitterIndex: Sendable {
    /// Lines longer than this, in bytes, are matched by their beginning.
    static let longLine = 220
    /// How much of a long line is folded.
    static let beginning = 100

    /// The rules, in the order of the packs.
    let rules: [LitterRule]
    private var globs: [FoldedGlob] = []
    private var whole: [UInt64: [Int]] = [:]
    private var byWord: [UInt64: [Int]] = [:]
    private var bars: [(rule: Int, words: Set<UInt64>)] = []
    private var known = HashFilter([])

    /// Arranges the rules; a glob that cannot be used goes to the reader.
    init(_ packs: [LitterPack], removing optional: Set<LitterKind>, _ reader: inout SettingReader) {
        rules = packs.flatMap(\.rules).filter { !LitterKind.optional.contains($0.kind) || optional.contains($0.kind) }
        for (number, rule) in rules.enumerated() {
            for line in rule.lines {
                guard let variants = FoldedGlob.withoutBraces(line.text ?? "") else {
                    reader.report(at: line.place, "the braces do not close, or stand for more than 500 lines")
                    continue
                }
                for text in variants { add(text, line, number, &reader) }
            }
            guard !rule.words.isEmpty else { continue }
            let names = rule.kind == .shareBar ? SocialNetworks.names : []
            let words = Set((rule.words.compactMap(\.text) + names).map { FoldedLine.hash(FoldedGlob.folded($0)) })
            bars.append((number, words))
        }
        known = HashFilter([FoldedLine.numberHash] + whole.keys + byWord.keys + bars.flatMap(\.words))
    }

    private mutating func add(_ text: String, _ line: Setting, _ rule: Int, _ reader: inout SettingReader) {
        let glob = FoldedGlob(text, rule: rule)
        let number = globs.count
        if let hash = glob.wholeHash {
            whole[hash, default: []].append(number)
        } else if let word = glob.longestWord {
            byWord[word, default: []].append(number)
        } else {
            reader.report(at: line.place, "a line needs at least one whole word between its stars")
            return
        }
        globs.append(glob)
    }

    /// The rule for a line, and whether the line is exactly one of its texts; `nil` if the line is none of them.
    ///
    /// - Parameter folded: memory to use again.
    func match(_ text: Span<UInt8>, _ range: Range<Int>, _ folded: inout FoldedLine) -> (rule: Int, isWhole: Bool)? {
        if range.count > Self.longLine {
            folded.fold(text, range, limit: Self.beginning)
            return matchBeginning(folded)
        }
        folded.fold(text, range)
        guard !folded.bytes.isEmpty else { return nil }
        var best: Int?
        var isWhole = false
        let hash = FoldedLine.hash(folded.bytes)
        if known.mayHold(hash), let numbers = whole[hash] {
            for number in numbers where globs[number].matches(folded.bytes) {
                best = better(best, globs[number].rule)
                isWhole = true
            }
        }
        var words = 0
        var isBar = true
        var found: [Int] = []
        folded.forEachWord { hash in
            words += 1
            if known.mayHold(hash) {
                if let numbers = byWord[hash] { found += numbers }
            } else {
                isBar = false
            }
            return true
        }
        let ending = found.isEmpty ? false : text.endsSentence(range)
        for number in found {
            let rule = rules[globs[number].rule]
            guard words <= rule.maximumWords, !(rule.opensEnd && ending) else { continue }
            if globs[number].matches(folded.bytes) { best = better(best, globs[number].rule) }
        }
        if isBar, words > 1, best == nil, let bar = bars.first(where: { folded.isMade(of: $0.words) }) {
            return (bar.rule, true)
        }
        return best.map { ($0, isWhole) }
    }

    private func matchBeginning(_ folded: FoldedLine) -> (rule: Int, isWhole: Bool)? {
        var best: Int?
        folded.forEachWord { hash in
            guard known.mayHold(hash), let numbers = byWord[hash] else { return true }
            for number in numbers where rules[globs[number].rule].isLong {
                if globs[number].matchesBeginning(of: folded.bytes) { best = better(best, globs[number].rule) }
            }
            return true
        }
        return best.map { ($0, false) }
    }

    /// Of two rules the one with fewer conditions, else the earlier.
    private func better(_ one: Int?, _ other: Int) -> Int {
        guard let one else { return other }
        let (a, b) = (rules[one].position == .anywhere, rules[other].position == .anywhere)
        return a == b ? min(one, other) : a ? one : other
    }
}

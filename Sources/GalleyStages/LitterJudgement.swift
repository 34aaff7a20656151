internal import GalleyText

/// Decides which lines of an article are litter: by rules, then by what was learned of lines, until nothing more goes.
///
/// Each turn judges what the one before it left, as a second review of the result would. So that finds nothing.
struct LitterJudgement {
    private var candidates: [LitterSurvey.Candidate]
    private let headline: Int?
    private var removed: [(line: Int, rule: String, why: String)] = []

    /// More turns than any article takes; a text made for it would keep the scorer busy.
    private static let mostTurns = 40

    init(_ candidates: [LitterSurvey.Candidate], headline: Int?) {
        (self.candidates, self.headline) = (candidates, headline)
    }

    /// Decides on all lines.
    ///
    /// - Parameters:
    ///   - grounds: the rules and reasons that candidates name.
    ///   - weights: what was learned of lines; if it is empty, rules alone decide.
    ///   - kept: a line that stays whatever it looks like.
    mutating func decide(
        _ bytes: Span<UInt8>,
        _ grounds: LitterSurvey.Grounds,
        _ weights: LineWeights,
        keeping kept: Int?
    ) {
        var scorer = weights.isEmpty ? nil : LineScorer(weights)
        for _ in 0..<Self.mostTurns {
            let before = removed.count
            let stay = takeByRules(bytes, grounds)
            if var current = scorer.take() {
                judge(stay, bytes, &current, keeping: kept)
                scorer = current
            } else {
                candidates = stay
            }
            if removed.count == before { break }
        }
    }

    /// The lines that rules leave, with their signs before the first look.
    mutating func signs(
        _ bytes: Span<UInt8>,
        _ grounds: LitterSurvey.Grounds,
        _ vocabulary: LineVocabulary
    ) -> (lines: [Range<Int>], values: [Float]) {
        let stay = takeByRules(bytes, grounds)
        var scorer = LineScorer(LineWeights(vocabulary))
        load(stay, into: &scorer)
        scorer.lines.survey(bytes)
        var row = [Float](repeating: 0, count: LineSign.count)
        var values: [Float] = []
        for number in stay.indices {
            scorer.lines.signs(of: number, into: &row)
            values += row.prefix(LineSign.articleCount)
        }
        return (stay.map(\.range), values)
    }

    /// The lines that go, in order.
    var removals: LineRemovals {
        var removals = LineRemovals()
        for (line, rule, why) in removed.sorted(by: { $0.line < $1.line }) {
            removals.remove(line, rule: rule, why: why)
        }
        return removals
    }

    /// Takes out what rules say, and returns what stays; `candidates` keeps all.
    private mutating func takeByRules(
        _ bytes: Span<UInt8>,
        _ grounds: LitterSurvey.Grounds
    ) -> [LitterSurvey.Candidate] {
        guard candidates.contains(where: { $0.suspicion != nil }) else { return candidates }
        var survey = LitterSurvey(bytes, candidates, grounds)
        survey.decide(headline: headline, bytes)
        var stay: [LitterSurvey.Candidate] = []
        stay.reserveCapacity(candidates.count)
        for (number, candidate) in candidates.enumerated() {
            if let (rule, why) = survey.reason(for: number) {
                removed.append((candidate.line, rule, why))
            } else {
                stay.append(candidate)
            }
        }
        return stay
    }

    /// Hands the lines that stay to the scorer, with the gaps that rules made between them.
    private func load(_ stay: [LitterSurvey.Candidate], into scorer: inout LineScorer) {
        scorer.lines.removeAll()
        var next = 0
        for candidate in candidates {
            guard next < stay.count, stay[next].line == candidate.line else {
                scorer.lines.skip()
                continue
            }
            scorer.lines.append(candidate.range)
            next += 1
        }
    }

    private mutating func judge(
        _ stay: [LitterSurvey.Candidate],
        _ bytes: Span<UInt8>,
        _ scorer: inout LineScorer,
        keeping kept: Int?
    ) {
        load(stay, into: &scorer)
        guard scorer.judge(bytes) else {
            candidates = stay
            return
        }
        let labels = LineLabels(bytes, stay.lazy.map(\.range))
        // The first line may be a headline that nothing proves.
        let isFree = stay.indices.map { ($0 > 0 || kept != nil) && stay[$0].line != kept && !labels.isForm($0) }
        // A text with nothing that is litter beyond doubt is clean: what looks a little like litter there is the article's.
        // One that has lost lines already is not. So a second review, of the copy, is far from finding more.
        let goes = !removed.isEmpty || scorer.hasCertainLitter(among: isFree)
        candidates.removeAll(keepingCapacity: true)
        for (row, candidate) in stay.enumerated() {
            if goes, isFree[row], scorer.isLitter(row), !bytes.hasDateline(candidate.range) {
                removed.append((candidate.line, "judged", scorer.reasons(against: row)))
            } else {
                candidates.append(candidate)
            }
        }
    }
}

extension Span<UInt8> {
    /// Says whether the line begins a report: a place, an agency in brackets, a dash and twenty words or more.
    fileprivate func hasDateline(_ line: Range<Int>) -> Bool {
        let head = line.prefix(60)
        guard let open = firstIndex(of: 0x28, in: head), self[line.lowerBound].isASCIIUpper,
            let close = firstIndex(of: 0x29, in: open..<head.upperBound), (3...13).contains(close - open),
            (open + 1..<close).allSatisfy({ self[$0].isASCIILetter }),
            has(" - ", at: close + 1) || has(" — ", at: close + 1) || has(" – ", at: close + 1)
        else { return false }
        return words(line, upTo: 20) == 20
    }
}

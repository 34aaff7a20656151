internal import GalleyText

/// The lines of an article while it is decided which of them are litter.
///
/// What a line is taken for depends on the line alone. Whether it goes may depend on where the article's own paragraphs
/// are, which never go, and on litter beside it, with which it goes. So what is left is judged as before, and a second
/// review finds nothing.
struct LitterSurvey {
    /// What a line is taken for, by its own text.
    enum Suspicion: Sendable {
        /// It goes, for a reason that the stage has.
        case certain(Int, LitterRule.Position = .anywhere)
        /// A rule of a pack matches; `isWhole` if the line is one of its texts to the letter.
        case rule(Int, isWhole: Bool)
        /// Nothing but marks that may part two scenes.
        case sceneBreak
        /// Code, if code that is certain stands beside it; or a line of encoded data.
        case code(isData: Bool)
    }

    /// A line that is not blank.
    struct Candidate: Sendable {
        let line: Int
        let range: Range<Int>
        /// How many gaps stand above it: lines with the same number touch, or would without the lines between.
        let gaps: Int
        var suspicion: Suspicion?
    }

    /// The rule with which a line goes, and what a reader should know beyond it.
    typealias Reason = (rule: String, why: String)

    /// What candidates name by number.
    struct Grounds: Sendable {
        var rules: [LitterRule]
        let reasons: [Reason]
    }

    /// Why an entry goes.
    private enum Removal {
        /// For one of the reasons of the stage.
        case certain(Int)
        /// A rule.
        case rule(Int)
        /// A rule, and an entry of the same run that goes.
        case beside(Int, neighbour: Int)
        /// A rule, and others like it in a run.
        case inRun(Int)
        /// It is in the list below a rule's line.
        case listed(Int)
        /// It stands in a run of code.
        case code
        /// It would part scenes, but stands at an end.
        case atEnd
    }

    private struct Entry {
        let line: Int
        let range: Range<Int>
        var suspicion: Suspicion?
        let isSentence: Bool
        var removal: Removal?
    }

    private let rules: [LitterRule]
    private let reasons: [Reason]
    private var entries: [Entry] = []
    /// The first and last of the article's own paragraphs, as numbers of entries.
    private var body: ClosedRange<Int>?
    private var hasPossibleCode = false

    init(_ bytes: Span<UInt8>, _ candidates: [Candidate], _ grounds: Grounds) {
        (rules, reasons) = (grounds.rules, grounds.reasons)
        entries.reserveCapacity(candidates.count)
        var (first, last): (Int?, Int?)
        var list = 0..<0
        for (number, candidate) in candidates.enumerated() {
            var suspicion = candidate.suspicion
            if suspicion == nil {
                if !list.contains(number), let found = bytes.announcedList(below: number, candidates) { list = found }
            } else if list.contains(number) || continuesSentence(number, candidates, bytes)
                || first != nil && announces(number, candidates, bytes)
            {
                suspicion = nil
            }
            let isSentence = suspicion == nil && bytes.isSentence(candidate.range)
            entries.append(
                Entry(line: candidate.line, range: candidate.range, suspicion: suspicion, isSentence: isSentence)
            )
            if isSentence { (first, last) = (first ?? number, number) }
            if case .code = suspicion { hasPossibleCode = true }
        }
        if let first, let last { body = first...last }
    }

    /// Says whether what a rule matches is a line of a sentence: the article's own lines above break off, and this one or
    /// the one below goes on in lower case.
    ///
    /// Menus have labels in lower case, so that such a one needs a line of the article's own below it, too.
    private func continuesSentence(_ number: Int, _ candidates: [Candidate], _ bytes: Span<UInt8>) -> Bool {
        let line = candidates[number]
        guard case .rule(let rule, _) = line.suspicion else { return false }
        let next = number + 1
        let words = bytes.words(line.range, upTo: 4)
        let isSmall = bytes.startsSmall(line.range)
        let goesOn = next < candidates.count && candidates[next].gaps == line.gaps && candidates[next].suspicion == nil
        let goesOnSmall = goesOn && (isSmall || words < 4) && bytes.startsSmall(candidates[next].range)
        // “The sign read:”, what it read, and the rest of the sentence.
        if goesOnSmall, number > 0, entries[number - 1].suspicion == nil, candidates[number - 1].gaps == line.gaps,
            bytes[entries[number - 1].range.upperBound - 1] == 0x3A
        {
            return true
        }
        guard breaksOff(above: number, candidates, bytes) else {
            // The first word of a paragraph.
            return goesOnSmall && words == 1 && (number == 0 || candidates[number - 1].gaps < line.gaps)
                && bytes.words(candidates[next].range, upTo: 4) == 4
        }
        if goesOnSmall || isSmall && words == 4 { return true }
        // No sentence says twitter.
        if isSmall, goesOn, rules[rule].kind != .shareBar, bytes.lastWordIsSmall(entries[number - 1].range) {
            return true
        }
        // The last word of a paragraph; “Loading...” is none.
        let end = line.range.upperBound
        return (isSmall || words == 1) && bytes.endsSentence(line.range) && !bytes.has("..", at: end - 2)
    }

    /// Says whether a label with a colon, also above a blank line, or the `--` above a mail's signature speaks of the
    /// article's own line right below it, as they do below an article's first sentence: `Contact:` above a name.
    private func announces(_ number: Int, _ candidates: [Candidate], _ bytes: Span<UInt8>) -> Bool {
        let line = candidates[number]
        let next = number + 1
        guard next < candidates.count, candidates[next].suspicion == nil else { return false }
        let gaps = candidates[next].gaps - line.gaps
        switch line.suspicion {
        case .rule(let rule, _):
            let kind = rules[rule].kind
            return gaps <= 1 && bytes[line.range.upperBound - 1] == 0x3A && (kind == .jumpLink || kind == .menuLabel)
        case .certain:
            return gaps == 0 && line.range.count == 2 && bytes.has("--", at: line.range.lowerBound)
                && (number == 0 || candidates[number - 1].gaps < line.gaps)
        default: return false
        }
    }

    /// Says whether the article's own lines right above end within a sentence: a few that have four words together.
    private func breaksOff(above number: Int, _ candidates: [Candidate], _ bytes: Span<UInt8>) -> Bool {
        var words = 0
        for above in (max(0, number - 4)..<number).reversed() {
            let range = entries[above].range
            let last = bytes.scalar(before: range.upperBound).value
            guard entries[above].suspicion == nil, candidates[above].gaps == candidates[number].gaps,
                last == 0x2C || Unicodes.isWord(last)
            else { return false }
            words += bytes.words(range, upTo: 4)
            if words >= 4 { return true }
        }
        return false
    }

    /// Decides on all lines.
    mutating func decide(headline: Int?, _ bytes: Span<UInt8>) {
        judgeAlone(headline)
        takeLists(headline, bytes)
        // A run that goes can bring the parts of another together; more than two turns need a text made for it.
        for _ in 0..<8 {
            let before = entries.count(where: { $0.removal != nil })
            judgeRuns()
            judgeCode()
            if entries.count(where: { $0.removal != nil }) == before { break }
        }
        trimEnds()
    }

    /// Why a candidate goes; `nil` if it stays.
    func reason(for candidate: Int) -> Reason? {
        guard let removal = entries[candidate].removal else { return nil }
        return (rule(of: removal), why(removal))
    }

    private func rule(of removal: Removal) -> String {
        switch removal {
        case .certain(let reason): reasons[reason].rule
        case .rule(let rule), .inRun(let rule), .beside(let rule, _): rules[rule].name
        case .listed: "listed"
        case .code: "leaked-code"
        case .atEnd: "lone-mark"
        }
    }

    private func why(_ removal: Removal) -> String {
        switch removal {
        case .certain(let reason): reasons[reason].why
        case .rule(let rule): rules[rule].pack
        case .inRun(let rule): "\(rules[rule].pack), in a run"
        case .beside(let rule, let neighbour):
            "\(rules[rule].pack), beside \(entries[neighbour].removal.map(self.rule) ?? "")"
        case .listed(let rule): "\(rules[rule].pack), below \(rules[rule].name)"
        case .code: "in a run of code"
        case .atEnd: "at the end"
        }
    }

    /// Lines that go by what they are and where they stand.
    ///
    /// The first line that stays may be a headline made of a rule's words; only a line that is one to the letter goes.
    private mutating func judgeAlone(_ headline: Int?) {
        var isFirst = true
        for index in entries.indices {
            defer { if entries[index].removal == nil { isFirst = false } }
            if entries[index].line == headline { entries[index].suspicion = nil }
            guard let suspicion = entries[index].suspicion else { continue }
            switch suspicion {
            case .certain(let reason, let position):
                if stands(index, position) { entries[index].removal = .certain(reason) }
            case .rule(let number, let isWhole):
                if isFirst, !isWhole {
                    entries[index].suspicion = nil
                } else if rules[number].standsAlone, stands(index, rules[number].position) {
                    entries[index].removal = .rule(number)
                }
            default: break
            }
        }
    }

    private func stands(_ index: Int, _ position: LitterRule.Position) -> Bool {
        if position == .anywhere { return true }
        guard let body else { return false }
        switch position {
        case .top: return index < body.lowerBound
        case .bottom: return index > body.upperBound
        default: return index < body.lowerBound || index > body.upperBound
        }
    }

    /// The short lines under a head that takes them along.
    private mutating func takeLists(_ headline: Int?, _ bytes: Span<UInt8>) {
        var index = 0
        while index < entries.count {
            defer { index += 1 }
            guard case .rule(let number, _) = entries[index].suspicion, entries[index].removal != nil,
                rules[number].takesList
            else { continue }
            let end = endOfList(under: index, bytes)
            if isBetween(index), hasNames(index + 1..<end, bytes) {
                entries[index].removal = nil
                continue
            }
            for line in index + 1..<end where entries[line].removal == nil && entries[line].line != headline {
                entries[line].removal = .listed(number)
            }
            index = end - 1
        }
    }

    private func isBetween(_ index: Int) -> Bool {
        body.map { index > $0.lowerBound && index < $0.upperBound } ?? false
    }

    /// Says whether a list is one of names rather than headlines: with its mark, a headline has six words or more.
    private func hasNames(_ list: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
        !list.isEmpty && list.reduce(0) { $0 + bytes.words(entries[$1].range, upTo: 20) } <= 5 * list.count
    }

    /// The entry behind the list under a head: twelve lines at most, beside other litter.
    ///
    /// Below the last paragraph any line is listed that has no full stop, since a sentence may be a note of the author;
    /// between paragraphs only lines that are marked as items, and not with the numbers of a list that began above.
    private func endOfList(under head: Int, _ bytes: Span<UInt8>) -> Int {
        guard let body, head > body.lowerBound else { return head + 1 }
        let isBelow = head > body.upperBound
        if !isBelow, head + 1 < entries.count, bytes.goesOnCounting(entries[head + 1].range) { return head + 1 }
        var (end, count) = (head + 1, 0)
        while end < entries.count {
            let entry = entries[end]
            if entry.removal == nil {
                guard isBelow ? bytes[entry.range.upperBound - 1] != 0x2E : isItem(entry, bytes) else { break }
                if entry.suspicion == nil { count += 1 }
            } else if !isBelow {
                break
            }
            end += 1
        }
        return count <= 12 ? end : head + 1
    }

    private func isItem(_ entry: Entry, _ bytes: Span<UInt8>) -> Bool {
        !entry.isSentence && bytes.isListItem(entry.range) && !bytes.endsSentence(entry.range)
    }

    /// Lines that are litter beside litter: those of a run of suspects in which one goes, or three stand together.
    private mutating func judgeRuns() {
        var start = 0
        while start < entries.count {
            guard isInRun(start) else {
                start += 1
                continue
            }
            var end = start
            var removed: Int?
            var weak = 0
            while end < entries.count, isInRun(end) {
                if entries[end].removal != nil { removed = removed ?? end } else if isProof(end) { weak += 1 }
                end += 1
            }
            if removed != nil || weak >= 3 {
                for index in start..<end where entries[index].removal == nil {
                    guard case .rule(let number, _) = entries[index].suspicion, rules[number].besideLitter else {
                        continue
                    }
                    entries[index].removal = removed.map { .beside(number, neighbour: $0) } ?? .inRun(number)
                }
            }
            start = end
        }
    }

    private func isWeak(_ index: Int) -> Bool {
        if case .rule(let number, _) = entries[index].suspicion { return rules[number].besideLitter }
        return false
    }

    /// Says whether three such prove a run: not lines that a rule takes beside other litter alone.
    private func isProof(_ index: Int) -> Bool {
        if case .rule(let number, _) = entries[index].suspicion {
            return rules[number].besideLitter && rules[number].position != .anywhere
        }
        return false
    }

    /// Scene breaks part no run, whether they stay or go.
    private func isInRun(_ index: Int) -> Bool {
        if entries[index].removal != nil || isWeak(index) { return true }
        if case .sceneBreak = entries[index].suspicion { return true }
        return false
    }

    /// Possible code goes that stands in a run with certain code, or with more lines of encoded data.
    private mutating func judgeCode() {
        guard hasPossibleCode else { return }
        var start = 0
        while start < entries.count {
            var end = start
            var proofs = 0
            while end < entries.count, let weight = weightOfCode(end) {
                proofs += weight
                end += 1
            }
            if proofs >= 2 {
                for index in start..<end where entries[index].removal == nil {
                    entries[index].removal = .code
                }
            }
            start = max(end, start + 1)
        }
    }

    /// How much an entry proves of a run of code, of the two that it takes; `nil` if it ends the run.
    private func weightOfCode(_ index: Int) -> Int? {
        if let removal = entries[index].removal { return rule(of: removal) == "leaked-code" ? 2 : 0 }
        if case .code(let isData) = entries[index].suspicion { return isData ? 1 : 0 }
        return nil
    }

    /// Scene breaks at either end of what is left.
    private mutating func trimEnds() {
        trim(entries.indices)
        trim(entries.indices.reversed())
    }

    private mutating func trim(_ indices: some Sequence<Int>) {
        for index in indices where entries[index].removal == nil {
            guard case .sceneBreak = entries[index].suspicion else { break }
            entries[index].removal = .atEnd
        }
    }
}

extension Span<UInt8> {
    fileprivate func lastWordIsSmall(_ range: Range<Int>) -> Bool {
        var start = range.upperBound
        while start > range.lowerBound, !self[start - 1].isASCIISpace { start -= 1 }
        return start > range.lowerBound && Unicodes.isLower(scalar(at: start).value)
    }

    fileprivate func startsSmall(_ range: Range<Int>) -> Bool { Unicodes.isLower(scalar(at: range.lowerBound).value) }

    /// The list that a line of four words or more and a colon announces: two marked items or more, or three labels of three
    /// words at most; none a sentence, and all equally far apart.
    fileprivate func announcedList(below line: Int, _ candidates: [LitterSurvey.Candidate]) -> Range<Int>? {
        let range = candidates[line].range
        guard self[range.upperBound - 1] == 0x3A, words(range, upTo: 4) == 4, line + 2 < candidates.count else {
            return nil
        }
        let isMarked = isListItem(candidates[line + 1].range)
        let step = candidates[line + 2].gaps - candidates[line + 1].gaps
        var end = line + 1
        while end < candidates.count, isListItem(candidates[end].range) == isMarked, !isSentence(candidates[end].range),
            isMarked || words(candidates[end].range, upTo: 4) < 4,
            end == line + 1 || candidates[end].gaps - candidates[end - 1].gaps == step
        {
            end += 1
        }
        return end - line > (isMarked ? 2 : 3) ? line + 1..<end : nil
    }

    /// Says whether the line begins with a number and a full stop, and the number is not 1.
    fileprivate func goesOnCounting(_ range: Range<Int>) -> Bool {
        self[range.lowerBound].isASCIIDigit && isListItem(range)
            && (self[range.lowerBound] != 0x31 || self[range.lowerBound + 1].isASCIIDigit)
    }

    /// Says whether the line begins with a bullet, a dash or a number and a full stop.
    func isListItem(_ range: Range<Int>) -> Bool {
        let first = self[range.lowerBound]
        if first == 0x2D || first == 0x2A || has("•", at: range.lowerBound) || has("–", at: range.lowerBound) {
            return true
        }
        var index = range.lowerBound
        while index < range.upperBound, self[index].isASCIIDigit { index += 1 }
        return index > range.lowerBound && index < range.upperBound && (self[index] == 0x2E || self[index] == 0x29)
    }
}

internal import GalleyText

/// Judges each line of a text by its signs, in two looks: the second knows what the first found around a line.
struct LineScorer {
    /// Texts with fewer words of prose or fewer lines, and texts with more lines, are not judged.
    static let (leastWords, leastLines, mostLines): (Float, Int, Int) = (100, 5, 20_000)

    var lines: LineNeighbourhood
    private let weights: LineWeights
    private var values = [Float](repeating: 0, count: LineSign.count)
    private var first: [Float] = []
    /// What speaks for each line, less what speaks against it.
    private var sums: [Float] = []
    /// The sum below which a line goes, and the one below which it is litter beyond doubt.
    private var (threshold, certain): (Float, Float) = (0, 0)
    /// The table that has most to say of this text.
    private var table: LineWeights.Table?
    private var looks = Looks()

    init(_ weights: LineWeights) {
        self.weights = weights
        lines = LineNeighbourhood(weights.vocabulary)
    }

    /// Judges the lines; says whether the text can be judged.
    mutating func judge(_ bytes: Span<UInt8>) -> Bool {
        guard !weights.isEmpty, lines.count >= Self.leastLines, lines.count <= Self.mostLines else { return false }
        lines.survey(bytes)
        guard lines.proseCount >= Self.leastWords else { return false }
        sums.removeAll(keepingCapacity: true)
        for _ in 0..<lines.count { sums.append(0) }
        (threshold, certain) = (0, 0)
        for (table, part) in weights.tables(blockShare: lines.blockShare) {
            look(by: table, part: part)
            threshold += table.threshold * part
            certain += table.certain * part
        }
        return true
    }

    /// Adds a part of what a table says of each line.
    private mutating func look(by table: LineWeights.Table, part: Float) {
        self.table = table
        first.removeAll(keepingCapacity: true)
        for row in 0..<lines.count {
            lines.signs(of: row, into: &values)
            let (one, two) = table.sums(values)
            first.append(max(-6, min(6, one)))
            sums[row] += two * part
        }
        looks.survey(first) { lines.words($0) }
        for row in 0..<lines.count {
            looks.signs(of: row, first, into: &values)
            sums[row] += table.sumOfLooks(values) * part
        }
    }

    /// Says whether some line is litter beyond doubt.
    ///
    /// - Parameter lines: whether each line may go.
    func hasCertainLitter(among lines: [Bool]) -> Bool {
        sums.indices.contains { lines[$0] && sums[$0] < certain }
    }

    /// Says whether a line is litter.
    func isLitter(_ row: Int) -> Bool { sums[row] < threshold }

    /// The strongest reasons against a line, in words.
    mutating func reasons(against row: Int) -> String {
        lines.signs(of: row, into: &values)
        looks.signs(of: row, first, into: &values)
        var phrases: [String] = []
        for sign in table?.strongest(values, most: 12) ?? [] {
            let phrase = sign.phrase(values[sign.rawValue])
            if !phrase.isEmpty, !phrases.contains(phrase) { phrases.append(phrase) }
            if phrases.count == 3 { break }
        }
        return phrases.joined(separator: ", ")
    }
}

/// What the first look found, around each line.
struct Looks {
    private var sumsAbove: [Float] = []
    private var articleAbove: [Float] = []
    private var wordsTotal: Float = 0
    private var nearestAbove: [Int] = []
    private var nearestBelow: [Int] = []
    private var run = 0..<0

    mutating func survey(_ first: [Float], words: (Int) -> Float) {
        let count = first.count
        sumsAbove.removeAll(keepingCapacity: true)
        articleAbove.removeAll(keepingCapacity: true)
        nearestAbove.removeAll(keepingCapacity: true)
        nearestBelow.removeAll(keepingCapacity: true)
        sumsAbove.append(0)
        articleAbove.append(0)
        wordsTotal = 0
        var last = -100
        for row in 0..<count {
            let count = words(row)
            wordsTotal += count
            sumsAbove.append(sumsAbove[row] + first[row])
            articleAbove.append(articleAbove[row] + count * Self.share(first[row]))
            nearestAbove.append(row - last)
            if first[row] > 1 { last = row }
        }
        var next = count + 100
        for row in (0..<count).reversed() {
            nearestBelow.append(next - row)
            if first[row] > 1 { next = row }
        }
        run = LineNeighbourhood.bestRun(count) { first[$0] * min(words($0).squareRoot(), 7) }
    }

    /// How likely a sum means the article, near enough: from 0 at -4 to 1 at 4.
    private static func share(_ sum: Float) -> Float { max(0, min(1, 0.5 + sum / 8)) }

    func signs(of row: Int, _ first: [Float], into values: inout [Float]) {
        func set(_ sign: LineSign, _ value: Float) { values[sign.rawValue] = value }
        func near(_ sign: LineSign, _ offset: Int) {
            let place = row + offset
            set(sign, place >= 0 && place < first.count ? first[place] : -7)
        }
        func mean(_ sign: LineSign, _ start: Int, _ end: Int) {
            set(sign, end > start ? (sumsAbove[end] - sumsAbove[start]) / Float(end - start) : -7)
        }
        let count = first.count
        set(.looks, first[row])
        near(.looksAbove, -1)
        near(.looksBelow, 1)
        near(.looks2nd, -2)
        near(.looksNext2nd, 2)
        mean(.looks3Above, max(0, row - 3), row)
        mean(.looks3Below, row + 1, min(count, row + 4))
        mean(.looks8Above, max(0, row - 8), row)
        mean(.looks8Below, row + 1, min(count, row + 9))
        set(.inRun, run.contains(row) ? 1 : 0)
        set(.fromRunStart, Float(max(-20, min(20, row - run.lowerBound))))
        set(.toRunEnd, Float(max(-20, min(20, run.upperBound - 1 - row))))
        let article = max(articleAbove[count], 1)
        set(.articleBefore, articleAbove[row] / article)
        set(.articleBehind, 1 - articleAbove[row + 1] / article)
        set(.articleShare, article / max(wordsTotal, 1))
        set(.toArticleAbove, Float(min(20, nearestAbove[row])))
        set(.toArticleBelow, Float(min(20, nearestBelow[count - 1 - row])))
    }
}

extension LineSign {
    /// What the sign says against a line that has this value; empty for signs that say nothing to a reader.
    func phrase(_ value: Float) -> String {
        switch self {
        case .words, .ofParagraph: value < 12 ? "short" : ""
        case .fullStop: value > 0 ? "" : "no full stop"
        case .ellipsis: value > 0 ? "cut off" : ""
        case .capitals, .smallWords, .upperCase: "written like a title or label"
        case .digits, .digitStart: value > 0 ? "numbers" : ""
        case .separators: value > 0 ? "marks of a menu" : ""
        case .bullet: value > 0 ? "an item of a list" : ""
        case .clock, .year, .time: value > 0 ? "a date or time" : ""
        case .link: value > 0 ? "an address" : ""
        case .copyright, .legal: value > 0 ? "words of the law" : ""
        case .sharing: value > 0 ? "words for sharing" : ""
        case .account: value > 0 ? "words of sign-up" : ""
        case .related: value > 0 ? "words that lead to other articles" : ""
        case .comments: value > 0 ? "words of comments" : ""
        case .ads: value > 0 ? "words of advertising" : ""
        case .media: value > 0 ? "words of pictures" : ""
        case .menu: value > 0 ? "words of a menu" : ""
        case .author: value > 0 ? "words about the author" : ""
        case .reader: value > 0 ? "speaks to the reader" : ""
        case .paper: value > 0 ? "speaks for the paper" : ""
        case .copies, .isCopy: value > 0 ? "said more than once" : ""
        case .inHeadline, .ofHeadline: value < 0.1 ? "no word of the headline" : ""
        case .echoes, .echoedNames: "not the words of the article"
        case .litterBefore, .litterBehind, .litterAbove, .litterBelow: value > 0 ? "beside litter" : ""
        case .place, .fromBottom, .wordsBehind, .fromTop, .wordsBefore: value == 0 ? "at the end" : ""
        case .belowProse, .proseBehind, .articleBehind:
            value > 0 && self == .belowProse ? "below the last paragraph" : ""
        case .aboveProse: value > 0 ? "above the first paragraph" : ""
        case .inBlock, .inRun, .fromBlockStart, .toBlockEnd, .fromRunStart, .toRunEnd:
            value <= 0 ? "outside the article" : ""
        case .toProseAbove, .toProseBelow, .toArticleAbove, .toArticleBelow: value > 1 ? "far from a paragraph" : ""
        case .prose2Above, .prose2Below, .prose5Above, .prose5Below, .prose12Above, .prose12Below, .words2Above,
            .words2Below, .words5Above, .words5Below, .words12Above, .words12Below, .wordsAbove, .wordsBelow,
            .stopAbove, .stopBelow:
            "among short lines"
        case .buttonsAbove, .buttonsBelow: value > 0 ? "among buttons" : ""
        case .looksAbove, .looksBelow, .looks2nd, .looksNext2nd, .looks3Above, .looks3Below, .looks8Above, .looks8Below:
            value < 0 ? "in a run of litter" : ""
        default: ""
        }
    }
}

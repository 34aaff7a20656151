internal import GalleyText

/// The lines of one text as the scorer sees them, with the signs of each line's place and neighbours.
///
/// All sums over neighbours are differences of two sums from the top, so that a line costs the same in any text.
struct LineNeighbourhood {
    /// Where each line is.
    private(set) var ranges: [Range<Int>] = []
    /// How many lines rules have taken out before each line, and behind the last.
    private var gone: [Int] = []
    private(set) var reading: LineReading

    private var prose: [Bool] = []
    private var proseAbove: [Int] = []
    private var weightAbove: [Float] = []
    private var wordsAbove: [Float] = []
    private var lengthAbove: [Float] = []
    private var buttonsAbove: [Int] = []
    private var goneAbove: [Int] = []
    private var nearestAbove: [Int] = []
    private var nearestBelow: [Int] = []
    private var block = 0..<0
    private var paragraph: Float = 0
    private var proseWords: Float = 0

    init(_ vocabulary: LineVocabulary) { reading = LineReading(vocabulary) }

    var count: Int { ranges.count }
    /// The words in lines that read like prose.
    var proseCount: Float { proseWords }

    /// The share of the words that stand in the best block of prose.
    var blockShare: Float {
        (wordsAbove[block.upperBound] - wordsAbove[block.lowerBound]) / max(wordsAbove[ranges.count], 1)
    }

    mutating func removeAll() {
        ranges.removeAll(keepingCapacity: true)
        gone.removeAll(keepingCapacity: true)
        gone.append(0)
    }

    /// Adds a line that stays so far.
    ///
    /// Blank lines are no sign: some texts have one behind each line, some none.
    mutating func append(_ range: Range<Int>) {
        ranges.append(range)
        gone.append(0)
    }

    /// Counts a line that a rule has taken out, behind the last one added.
    mutating func skip() { gone[gone.count - 1] += 1 }

    /// How many words a line has.
    func words(_ row: Int) -> Float { own(.words, row) }

    private func own(_ sign: LineSign, _ row: Int) -> Float { reading.signs[row * LineSign.ownCount + sign.rawValue] }

    /// Reads the lines.
    mutating func survey(_ bytes: Span<UInt8>) {
        reading.read(bytes, ranges)
        let count = ranges.count
        for row in 0..<count {
            let words = own(.words, row)
            prose[grown: row] = words >= 10 && own(.fullStop, row) > 0 || words >= 45
        }
        reading.listen(prose: prose)
        proseAbove[grown: 0] = 0
        weightAbove[grown: 0] = 0
        wordsAbove[grown: 0] = 0
        lengthAbove[grown: 0] = 0
        buttonsAbove[grown: 0] = 0
        goneAbove[grown: 0] = gone[0]
        proseWords = 0
        var lengths: [Float] = []
        for row in 0..<count {
            let words = own(.words, row)
            proseAbove[grown: row + 1] = proseAbove[row] + (prose[row] ? 1 : 0)
            weightAbove[grown: row + 1] = weightAbove[row] + (prose[row] ? min(words, 60) : 0)
            wordsAbove[grown: row + 1] = wordsAbove[row] + words
            lengthAbove[grown: row + 1] = lengthAbove[row] + Self.logarithm(words)
            buttonsAbove[grown: row + 1] = buttonsAbove[row] + (isButton(row) ? 1 : 0)
            goneAbove[grown: row + 1] = goneAbove[row] + gone[row + 1]
            if prose[row] {
                proseWords += words
                lengths.append(words)
            }
        }
        lengths.sort()
        paragraph = lengths.isEmpty ? 0 : (lengths[lengths.count / 2] + lengths[(lengths.count - 1) / 2]) / 2
        var last = -100
        for row in 0..<count {
            nearestAbove[grown: row] = row - last
            if prose[row] { last = row }
        }
        var next = count + 100
        for row in (0..<count).reversed() {
            nearestBelow[grown: count - 1 - row] = next - row
            if prose[row] { next = row }
        }
        block = Self.bestRun(count) { prose[$0] ? min(own(.words, $0), 60) : -8 }
    }

    private func isButton(_ row: Int) -> Bool {
        for kind in [LineSign.sharing, .legal, .account, .related, .comments, .ads, .menu] where own(kind, row) > 0 {
            return true
        }
        return false
    }

    /// The run of lines with the greatest sum.
    static func bestRun(_ count: Int, _ weight: (Int) -> Float) -> Range<Int> {
        var (best, sum): (Float, Float) = (0, 0)
        var (start, run) = (0, 0..<0)
        for row in 0..<count {
            if sum <= 0 { (sum, start) = (0, row) }
            sum += weight(row)
            if sum > best { (best, run) = (sum, start..<row + 1) }
        }
        return run
    }

    /// A line's length as neighbours see it: the number of its words, on a scale that grows by doublings.
    private static func logarithm(_ words: Float) -> Float { lengths[Int(min(words, 400))] }

    /// log2(1 + n), by a table.
    private static let lengths: [Float] = (0...400).map { words in
        // Without a library of mathematics: whole doublings, and in between a straight line.
        var (power, value) = (1, 0)
        while power * 2 <= words + 1 { (power, value) = (power * 2, value + 1) }
        return Float(value) + Float(words + 1 - power) / Float(power)
    }

    /// Writes the signs of a line that are known before the first look.
    func signs(of row: Int, into values: inout [Float]) {
        let base = row * LineSign.ownCount
        for sign in 0..<LineSign.ownCount { values[sign] = reading.signs[base + sign] }
        func set(_ sign: LineSign, _ value: Float) { values[sign.rawValue] = value }
        func flag(_ sign: LineSign, _ isSet: Bool) { values[sign.rawValue] = isSet ? 1 : 0 }
        let count = ranges.count
        let words = own(.words, row)
        flag(.litterBefore, gone[row] > 0)
        flag(.litterBehind, gone[row + 1] > 0)
        set(.litterAbove, Float(min(3, goneAbove[row] - (row >= 3 ? goneAbove[row - 3] : 0))))
        set(.litterBelow, Float(min(3, goneAbove[min(row + 3, count)] - goneAbove[row])))
        set(.fromTop, Float(min(row, 200)))
        set(.fromBottom, Float(min(count - 1 - row, 200)))
        set(.place, Float(row) / Float(max(count - 1, 1)))
        let total = max(wordsAbove[count], 1)
        set(.wordsBefore, wordsAbove[row] / total)
        set(.wordsBehind, 1 - wordsAbove[row + 1] / total)
        let weight = max(weightAbove[count], 1)
        set(.proseBefore, weightAbove[row] / weight)
        set(.proseBehind, 1 - weightAbove[row + 1] / weight)
        set(.toProseAbove, Float(min(50, nearestAbove[row])))
        set(.toProseBelow, Float(min(50, nearestBelow[count - 1 - row])))
        flag(.aboveProse, proseAbove[row + 1] == 0)
        flag(.belowProse, proseAbove[row] == proseAbove[count])
        flag(.inBlock, block.contains(row))
        set(.fromBlockStart, Float(max(-30, min(30, row - block.lowerBound))))
        set(.toBlockEnd, Float(max(-30, min(30, block.upperBound - 1 - row))))
        set(.ofParagraph, (words + 1) / (paragraph + 1))
        window(row, 2, .prose2Above, .prose2Below, .words2Above, .words2Below, &values)
        window(row, 5, .prose5Above, .prose5Below, .words5Above, .words5Below, &values)
        window(row, 12, .prose12Above, .prose12Below, .words12Above, .words12Below, &values)
        set(.buttonsAbove, share(buttonsAbove, max(0, row - 3), row))
        set(.buttonsBelow, share(buttonsAbove, row + 1, min(count, row + 4)))
        func near(_ sign: LineSign, _ other: LineSign, _ offset: Int) {
            let place = row + offset
            set(sign, place >= 0 && place < count ? own(other, place) : -1)
        }
        near(.wordsAbove, .words, -1)
        near(.wordsBelow, .words, 1)
        near(.words2nd, .words, -2)
        near(.wordsNext2nd, .words, 2)
        near(.stopAbove, .fullStop, -1)
        near(.stopBelow, .fullStop, 1)
        near(.stop2nd, .fullStop, -2)
        near(.stopNext2nd, .fullStop, 2)
        near(.capitalsAbove, .capitals, -1)
        near(.capitalsBelow, .capitals, 1)
        near(.colonAbove, .colon, -1)
        near(.colonBelow, .colon, 1)
        near(.bulletAbove, .bullet, -1)
        near(.bulletBelow, .bullet, 1)
        near(.questionAbove, .question, -1)
        near(.questionBelow, .question, 1)
        near(.inHeadlineAbove, .inHeadline, -1)
        near(.inHeadlineBelow, .inHeadline, 1)
        near(.smallAbove, .smallStart, -1)
        near(.smallBelow, .smallStart, 1)
        near(.digitsAbove, .digits, -1)
        near(.digitsBelow, .digits, 1)
        set(.blockShare, blockShare)
        set(.proseShare, proseWords / total)
        set(.proseLines, Float(proseAbove[count]) / Float(max(count, 1)))
        set(.lineCount, Float(count))
        set(.wordCount, total)
        set(.paragraphLength, paragraph)
    }

    private func share(_ sums: [Int], _ start: Int, _ end: Int) -> Float {
        end > start ? Float(sums[end] - sums[start]) / Float(end - start) : -1
    }

    private func window(
        _ row: Int,
        _ width: Int,
        _ above: LineSign,
        _ below: LineSign,
        _ lengthsAbove: LineSign,
        _ lengthsBelow: LineSign,
        _ values: inout [Float]
    ) {
        let (start, end) = (max(0, row - width), min(ranges.count, row + 1 + width))
        values[above.rawValue] = share(proseAbove, start, row)
        values[below.rawValue] = share(proseAbove, row + 1, end)
        values[lengthsAbove.rawValue] = row > start ? (lengthAbove[row] - lengthAbove[start]) / Float(row - start) : -1
        values[lengthsBelow.rawValue] =
            end > row + 1 ? (lengthAbove[end] - lengthAbove[row + 1]) / Float(end - row - 1) : -1
    }
}

extension Array {
    /// The element at `index`, which may be one behind the last when it is set.
    fileprivate subscript(grown index: Int) -> Element {
        get { self[index] }
        set {
            if index < count { self[index] = newValue } else { append(newValue) }
        }
    }
}

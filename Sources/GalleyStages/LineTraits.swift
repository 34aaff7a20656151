internal import GalleyText

/// What the bytes of one line say of its kind: prose, code or table.
struct LineTraits {
    /// How many runs of anything but spaces it has.
    private(set) var words = 0
    /// How many of them begin with a small letter, or with a letter of a script that is not ASCII.
    private(set) var small = 0
    /// How many of them begin with a letter, or a quote or bracket before one.
    private(set) var alphabetic = 0
    /// How many runs of two or more spaces it has.
    private(set) var runs = 0
    /// How many of these runs follow the end of a sentence.
    private(set) var runsBehindStops = 0
    /// How many of these runs have another run of two or more spaces behind the next word.
    private(set) var runsInRow = 0
    /// How many words come before the first run.
    private(set) var wordsBeforeRun = 0
    /// The length of the longest run of spaces.
    private(set) var widestRun = 0
    /// Its last word ends a sentence.
    private(set) var endsSentence = false
    /// The first or the last word has a digit or is a mark, and a run of spaces beside it: a number in a column.
    private(set) var hasNumberColumn = false
    /// A tab or an upright bar parts columns.
    private(set) var isTable = false
    /// It reads like a line of a program, of markup or of a shell.
    private(set) var isCode = false
    /// It has a guillemet, « or ».
    private(set) var hasGuillemets = false

    /// A line of code.
    static let code: LineTraits = {
        var traits = LineTraits()
        traits.isCode = true
        return traits
    }()

    /// A sentence or a good part of one.
    var isProse: Bool { !isCode && !isTable && words >= 5 && alphabetic * 10 >= words * 6 && small * 4 >= words }

    /// Text that is neither code nor table.
    var isText: Bool { !isCode && !isTable && alphabetic > 0 }

    /// Whose runs of spaces they are.
    enum Spaces: Sendable {
        /// Columns, or what may be.
        case columns
        /// Slips of a typist, unless the lines around have such runs too.
        case likelySlips
        /// Slips of a typist.
        case slips
    }

    /// Whether runs of spaces are slips or columns.
    var spaces: Spaces {
        guard isProse, words >= 6, widestRun <= 3, !hasNumberColumn else { return .columns }
        if runsBehindStops == runs || runs == 1 && wordsBeforeRun > 2 { return .slips }
        // Nearly all gaps are wide, or the columns would be sentences.
        if runs > 1, small * 2 >= words, runs * 2 >= words - 1 || words >= 6 * (runs + 1) { return .slips }
        // The first gaps of a sentence are wide: some converters leave that. A term and its meaning look like it.
        return runsInRow == runs - 1 && widestRun == 2 && words >= 9 && endsSentence ? .likelySlips : .columns
    }

    private init() {}

    /// Reads a line.
    ///
    /// - Complexity: O(*n*) in the length of `line`.
    init(_ bytes: Span<UInt8>, _ line: Range<Int>) {
        guard !line.isEmpty else { return }
        var index = line.lowerBound
        var gap = 0
        var (first, firstRun) = (0..<0, false)
        while index < line.upperBound {
            let start = index
            while index < line.upperBound, bytes[index] != 0x20 { index += 1 }
            let word = start..<index
            words += 1
            readWord(bytes, word)
            if words == 1 { first = word }
            let behind = index
            while index < line.upperBound, bytes[index] == 0x20 { index += 1 }
            if index == line.upperBound {
                hasNumberColumn =
                    firstRun && Self.isNumber(bytes, first) || gap > 1 && Self.isNumber(bytes, word)
                break
            }
            let lastGap = gap
            gap = index - behind
            guard gap > 1 else { continue }
            if words == 1 { firstRun = true }
            if runs == 0 { wordsBeforeRun = words }
            if lastGap > 1 { runsInRow += 1 }
            runs += 1
            widestRun = max(widestRun, gap)
            if Self.endsSentence(bytes, behind) { runsBehindStops += 1 }
        }
        endsSentence = Self.endsSentence(bytes, line.upperBound)
        readCode(bytes, line)
    }

    private mutating func readWord(_ bytes: Span<UInt8>, _ word: Range<Int>) {
        var index = word.lowerBound
        if !bytes[index].isASCIILetter {
            while index < word.upperBound - 1, "\"'([".utf8.contains(bytes[index]) { index += 1 }
            if bytes.has("“", at: index) || bytes.has("‘", at: index) || bytes.has("„", at: index) { index += 3 }
            guard index < word.upperBound else { return }
        }
        let first = bytes[index]
        if first.isASCIILetter || first >= 0xC3 && first != 0xE2 { alphabetic += 1 }
        if first.isASCIILower || first >= 0xC3 && first != 0xE2 { small += 1 }
    }

    /// Digits, or no letter at all.
    private static func isNumber(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
        var letters = 0
        for index in word {
            if bytes[index].isASCIIDigit { return true }
            if bytes[index].isASCIILetter || bytes[index] >= 0x80 { letters += 1 }
        }
        return letters == 0
    }

    private static func endsSentence(_ bytes: Span<UInt8>, _ end: Int) -> Bool {
        var end = end
        if "\"')".utf8.contains(bytes[end - 1]) { end -= 1 }
        if bytes.has("”", at: end - 3) || bytes.has("’", at: end - 3) { end -= 3 }
        return end > 0 && ".!?:".utf8.contains(bytes[end - 1])
    }

    private mutating func readCode(_ bytes: Span<UInt8>, _ line: Range<Int>) {
        let (start, end) = (line.lowerBound, line.upperBound)
        if bytes.has("$ ", at: start) || bytes.has("//", at: start) || bytes.has("/*", at: start)
            || bytes.has("<", at: start) || bytes.has("#!", at: start)
            || bytes.has("--", at: start) && !bytes.has("-- ", at: start)
        {
            isCode = true
        }
        var (calls, backticks) = (false, 0)
        let isQuoted = bytes[start] == 0x22
        for index in start..<end {
            switch bytes[index] {
            case 0x09, 0x7C: isTable = true
            case 0x60 where index == start || bytes[index - 1] != 0x60:
                // One alone, or two that '' closes, are quotation marks of a typewriter.
                backticks += 1
                if backticks > 1 || bytes.has("```", at: index) { isCode = true }
            case 0x7B, 0x7D, 0x5C: isCode = true
            case 0xC2 where bytes.has("«", at: index) || bytes.has("»", at: index): hasGuillemets = true
            case 0x28: calls = true
            case 0x22 where isQuoted && bytes.has("\": ", at: index): isCode = true
            case 0x3A where bytes.has("::", at: index) && index + 2 < end && bytes[index + 2].isASCIILetter:
                isCode = true
            case 0x2D where bytes.has(" --", at: index - 1) && index + 2 < end && bytes[index + 2].isASCIILetter:
                isCode = true
            case 0x3D:
                calls = true
                if bytes.has("==", at: index) || bytes.has("=>", at: index) { isCode = true }
                if bytes.has("!=", at: index - 1) || bytes.has("=\"", at: index) { isCode = true }
            case 0x26 where bytes.has("&&", at: index): isCode = true
            case 0x3C where bytes.has("</", at: index) || bytes.has("<!", at: index): isCode = true
            case 0x3E where bytes.has("/>", at: index - 1) || bytes.has("->", at: index - 1): isCode = true
            default: break
            }
        }
        if calls, bytes[end - 1] == 0x3B { isCode = true }
    }
}

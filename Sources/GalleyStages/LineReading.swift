internal import GalleyText

/// Reads the signs of lines that need nothing but the line: its length, end, letters, marks and words.
struct LineReading {
    /// How many words of a long line are read; its end always is.
    ///
    /// Words and not bytes, since later stages write marks otherwise.
    static let most = 60

    /// The signs of all lines read so far, `LineSign.ownCount` each.
    private(set) var signs: [Float] = []
    /// Where those lines are.
    private var ranges: [Range<Int>] = []
    private let vocabulary: LineVocabulary
    /// The words of the headline, and how many different ones there are.
    private var headline = HashFilter([])
    private var headlineWords: Set<UInt64> = []
    /// What lines with the same words share.
    private var keys: [UInt64] = []
    private var echoes = Echoes()

    init(_ vocabulary: LineVocabulary) { self.vocabulary = vocabulary }

    /// Reads lines; the first one's words are the headline's.
    ///
    /// - Precondition: a reading is of one text; what it reads after the first time are lines that it has read.
    mutating func read(_ bytes: Span<UInt8>, _ ranges: [Range<Int>]) {
        if let first = ranges.first, self.ranges.first == first {
            keep(ranges)
        } else {
            signs.removeAll(keepingCapacity: true)
            signs.reserveCapacity(ranges.count * LineSign.ownCount)
            keys.removeAll(keepingCapacity: true)
            echoes.removeAll()
            for range in ranges { read(bytes, range) }
        }
        self.ranges = ranges
        var numbers = HashTable(capacity: keys.count)
        let firsts = keys.indices.map { numbers.insert(keys[$0], $0) ?? $0 }
        var counts = [Int](repeating: 0, count: keys.count)
        for first in firsts { counts[first] += 1 }
        for (row, first) in firsts.enumerated() where counts[first] > 1 {
            set(.copies, Float(min(counts[first] - 1, 4)), in: row)
            if row > first { set(.isCopy, 1, in: row) }
        }
    }

    /// Moves the signs of lines that stay together; a line's own signs depend on no other line but the headline.
    private mutating func keep(_ staying: [Range<Int>]) {
        var old = 0
        for (row, range) in staying.enumerated() {
            while ranges[old] != range { old += 1 }
            if old != row {
                let (from, to) = (old * LineSign.ownCount, row * LineSign.ownCount)
                for sign in 0..<LineSign.ownCount { signs[to + sign] = signs[from + sign] }
                keys[row] = keys[old]
                echoes.move(old, to: row)
            }
            set(.copies, 0, in: row)
            set(.isCopy, 0, in: row)
            old += 1
        }
        signs.removeLast(signs.count - staying.count * LineSign.ownCount)
        keys.removeLast(keys.count - staying.count)
        echoes.truncate(to: staying.count)
    }

    /// Says of each line how much of its words stand in other lines that read like prose.
    mutating func listen(prose: [Bool]) {
        echoes.count(prose)
        for row in keys.indices {
            let (words, names) = echoes.shares(row, isCounted: row == 0 || prose[row])
            set(.echoes, words, in: row)
            set(.echoedNames, names, in: row)
        }
    }

    private mutating func set(_ sign: LineSign, _ value: Float, in row: Int) {
        signs[row * LineSign.ownCount + sign.rawValue] = value
    }

    private mutating func read(_ bytes: Span<UInt8>, _ whole: Range<Int>) {
        let isFirst = keys.isEmpty
        var range = whole
        var count = Counts()
        var kinds = InlineArray<12, Int>(repeating: 0)
        var key = TokenHash.seed
        var (shared, seen) = (0, UInt64(0))
        var index = range.lowerBound
        var followsSpace = true
        var sentenceEnded = false
        while index < range.upperBound {
            let byte = bytes[index]
            guard byte.isASCIILetter || byte.isASCIIDigit || byte >= 0xC3 && byte != 0xE2 else {
                count.mark(bytes, index, byte, range.upperBound)
                switch byte {
                case 0x20, 0x09:
                    followsSpace = true
                    if count.words >= Self.most { range = whole.lowerBound..<index }
                case 0x2E, 0x21, 0x3F: sentenceEnded = true
                case 0x2C, 0x3B, 0x3A: (sentenceEnded, followsSpace) = (false, false)
                case 0xE2 where bytes.has("…", at: index): (sentenceEnded, followsSpace) = (true, false)
                case 0xC2 where bytes.has("\u{A0}", at: index): followsSpace = true
                case 0xE2 where bytes.has("\u{202F}", at: index): followsSpace = true
                case 0x80...: break
                case 0x22, 0x27, 0x28: break
                default: followsSpace = false
                }
                index &+= 1
                continue
            }
            // A word.
            let start = index
            var hash = TokenHash.seed
            var (letters, digits, upper, scalars) = (0, 0, 0, 0)
            var isIdeograph = false
            while index < range.upperBound {
                let byte = bytes[index]
                if byte.isASCIILetter {
                    letters &+= 1
                    if byte & 0x20 == 0 { upper &+= 1 }
                    hash = TokenHash.add(UInt32(byte | 0x20), to: hash)
                    index &+= 1
                } else if byte.isASCIIDigit {
                    digits &+= 1
                    hash = TokenHash.add(UInt32(byte), to: hash)
                    index &+= 1
                } else if byte >= 0xC3, byte != 0xE2 {
                    let (value, length) = bytes.scalar(at: index)
                    if byte >= 0xE3 {
                        if Unicodes.isIdeographic(value) {
                            guard scalars + letters + digits == 0 else { break }
                            index += length
                            letters &+= 1
                            hash = TokenHash.add(value, to: hash)
                            isIdeograph = true
                            break
                        }
                        guard Unicodes.isWord(value) else {
                            if value == 0x3002 || value == 0xFF01 || value == 0xFF1F { count.sentences += 1 }
                            if scalars + letters + digits == 0 { index += length }
                            break
                        }
                    }
                    letters &+= 1
                    let lowered = Unicodes.lowered(value)
                    if lowered != value { upper &+= 1 }
                    hash = TokenHash.add(lowered, to: hash)
                    scalars &+= 1
                    index += length
                } else {
                    break
                }
            }
            guard index > start, letters + digits > 0 else { continue }
            hash = TokenHash.finish(hash)
            key = TokenHash.add(UInt32(truncatingIfNeeded: hash), to: key)
            count.words &+= 1
            count.letters &+= letters
            count.digits &+= digits
            count.upper &+= upper
            if followsSpace || isIdeograph {
                count.chunks &+= 1
                let beginsUpper = letters > 0 && startsUpper(bytes, start)
                if beginsUpper { count.capitals &+= 1 } else if letters > 0, digits == 0 { count.small &+= 1 }
                if letters >= 4 || isIdeograph {
                    echoes.add(hash, isName: beginsUpper && count.words > 1 && !sentenceEnded)
                }
                if !beginsUpper, letters > 0, letters <= 3 { count.short &+= 1 }
                if sentenceEnded, followsSpace, beginsUpper || digits > 0 { count.sentences &+= 1 }
            }
            if digits == 4, letters == 0, bytes[start] == 0x31 || bytes[start] == 0x32 { count.hasYear = true }
            (followsSpace, sentenceEnded) = (false, false)
            var found = vocabulary.kinds(of: hash)
            while found != 0 {
                kinds[found.trailingZeroBitCount] &+= 1
                found &= found &- 1
            }
            if isFirst {
                headlineWords.insert(hash)
            } else if headline.mayHold(hash), headlineWords.contains(hash) {
                shared &+= 1
                seen |= 1 << (hash & 63)
            }
        }
        if isFirst { headline = HashFilter(headlineWords) }
        let rest = Self.rest(of: range.upperBound..<whole.upperBound, bytes)
        keys.append(TokenHash.finish(key ^ UInt64(rest)))
        echoes.endLine()
        append(count, kinds, bytes, whole, rest: rest, shared: shared, ofHeadline: seen.nonzeroBitCount)
    }

    /// How many words a long line has behind those that were read, by its spaces.
    private static func rest(of line: Range<Int>, _ bytes: Span<UInt8>) -> Int {
        var count = 0
        for index in line where bytes[index] == 0x20 { count &+= 1 }
        return count
    }

    private func startsUpper(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
        let byte = bytes[start]
        if byte < 0x80 { return byte.isASCIIUpper }
        let value = bytes.scalar(at: start).value
        return Unicodes.lowered(value) != value
    }

    /// What is counted along a line.
    private struct Counts {
        var (words, chunks, capitals, small, short) = (0, 0, 0, 0, 0)
        var (letters, digits, upper, separators, commas, sentences, exclamations) = (0, 0, 0, 0, 0, 0, 0)
        var (hasQuotes, hasYear, hasClock, hasLink, hasCopyright) = (false, false, false, false, false)

        @inline(__always)
        mutating func mark(_ bytes: Span<UInt8>, _ index: Int, _ byte: UInt8, _ end: Int) {
            switch byte {
            case 0x20, 0x27, 0x2D: break
            case 0x2C: commas &+= 1
            case 0x21: exclamations &+= 1
            case 0x22: hasQuotes = true
            case 0x7C, 0x3E, 0x2F: separators &+= 1
            case 0x40, 0x23: hasLink = true
            case 0x3A where index > 0 && index + 1 < end:
                if bytes[index - 1].isASCIIDigit, bytes[index + 1].isASCIIDigit { hasClock = true }
                if bytes[index + 1] == 0x2F { hasLink = true }
            case 0x2E where index > 0 && index + 3 < end && bytes[index + 1].isASCIILower:
                if bytes.has("com", at: index + 1) || bytes.has("org", at: index + 1) || bytes.has("net", at: index + 1)
                    || bytes.has("de", at: index + 1) || bytes.has("co.", at: index + 1)
                {
                    hasLink = true
                }
            case 0xC2:
                if bytes.has("©", at: index) { hasCopyright = true }
                if bytes.has("»", at: index) || bytes.has("«", at: index) { hasQuotes = true }
                if bytes.has("·", at: index) { separators &+= 1 }
            case 0xE2 where index + 2 < end && bytes[index + 1] == 0x80:
                switch bytes[index + 2] {
                case 0x9C, 0x9D, 0x9E: hasQuotes = true
                case 0xA2, 0xBA: separators &+= 1
                default: break
                }
            default: break
            }
        }
    }

    private mutating func append(
        _ count: Counts,
        _ kinds: InlineArray<12, Int>,
        _ bytes: Span<UInt8>,
        _ line: Range<Int>,
        rest: Int,
        shared: Int,
        ofHeadline: Int
    ) {
        let row = signs.count
        signs.append(addingCapacity: LineSign.ownCount) { out in
            for _ in 0..<LineSign.ownCount { out.append(0) }
        }
        func set(_ sign: LineSign, _ value: Float) { signs[row + sign.rawValue] = value }
        func flag(_ sign: LineSign, _ isSet: Bool) { if isSet { signs[row + sign.rawValue] = 1 } }
        let words = Float(max(count.words, 1))
        let chunks = Float(max(count.chunks, 1))
        let letters = Float(max(count.letters, 1))
        set(.words, Float(count.words + rest))
        let (first, _) = bytes.scalar(at: line.lowerBound)
        let isCut = bytes.endsWithEllipsis(in: line)
        flag(.ellipsis, isCut)
        flag(.fullStop, !isCut && bytes.endsSentence(line))
        flag(.question, bytes.endsQuestion(in: line))
        flag(.colon, bytes[line.upperBound - 1] == 0x3A)
        flag(.comma, bytes[line.upperBound - 1] == 0x2C)
        flag(.exclamation, count.exclamations > 0)
        flag(.bullet, bytes.isListItem(line))
        flag(.smallStart, Unicodes.isLower(first))
        switch first {
        case 0x22, 0x27, 0x2018...0x201E, 0xAB, 0xBB, 0x2039, 0x203A, 0x300C: set(.quoteStart, 1)
        case 0x30...0x39: set(.digitStart, 1)
        default: break
        }
        set(.capitals, Float(count.capitals) / chunks)
        set(.upperCase, Float(count.upper) / letters)
        set(.digits, Float(count.digits) / Float(max(count.letters + count.digits, 1)))
        set(.shortWords, Float(count.short) / chunks)
        set(.smallWords, Float(count.small) / chunks)
        set(.separators, Float(min(count.separators, 3)))
        set(.commas, Float(count.commas) / words)
        flag(.quotes, count.hasQuotes)
        set(.sentences, Float(min(count.sentences, 4)))
        flag(.year, count.hasYear)
        flag(.clock, count.hasClock)
        flag(.link, count.hasLink)
        flag(.copyright, count.hasCopyright)
        set(.wordLength, Float(count.letters + count.digits) / words)
        for (number, kind) in LineVocabulary.kinds.enumerated() where kinds[number] > 0 {
            set(kind, Float(min(kinds[number], 4)))
        }
        if keys.count == 1 {
            set(.inHeadline, 1)
            set(.ofHeadline, 1)
        } else {
            set(.inHeadline, Float(shared) / words)
            set(.ofHeadline, min(1, Float(ofHeadline) / Float(max(headlineWords.count, 1))))
        }
    }
}

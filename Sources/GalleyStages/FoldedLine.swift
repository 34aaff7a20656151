internal import GalleyText

/// A line as litter rules compare it: without case, the values of numbers, kinds of quotes and dashes, and outer marks.
///
/// `• 1,204 Comments »` and `3 comments` are both `# comments`. Used again for each line, so that nothing is allocated.
struct FoldedLine {
    /// What stands for a number.
    static let number: UInt8 = 0x23
    /// The folded text, as UTF-8.
    private(set) var bytes: [UInt8] = []

    /// Folds the bytes of `range`, or as many of them as make about `limit` bytes.
    ///
    /// - Parameter keepsEnds: which ends keep spaces and marks, since any text may stand beyond them.
    mutating func fold(
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        limit: Int = .max,
        keepsEnds: (start: Bool, end: Bool) = (false, false)
    ) {
        bytes.removeAll(keepingCapacity: true)
        var index = range.lowerBound
        // Each scalar makes at most a space and one that is a byte longer.
        bytes.append(addingCapacity: 2 * min(range.count, limit) + 8) { folded in
            var folding = Folding(keepsStart: keepsEnds.start)
            while index < range.upperBound, folded.count < limit {
                let byte = text[index]
                if byte.isASCIILetter {
                    folding.startPart(with: byte, &folded)
                    let room = limit - folded.count
                    let most = room < range.upperBound - index ? index + room : range.upperBound
                    repeat {
                        folded.append(text[index] | 0x20)
                        index &+= 1
                    } while index < most && text[index].isASCIILetter
                } else if byte.isASCIIDigit {
                    folding.startPart(with: Self.number, &folded)
                    folded.append(Self.number)
                    index = Self.endOfNumber(text, index, range.upperBound)
                } else if byte < 0x80 {
                    folding.putMark(byte, &folded)
                    index += 1
                } else {
                    let (value, length) = text.scalar(at: index)
                    folding.put(value, &folded)
                    index += length
                }
            }
            if keepsEnds.end, folding.hasSpace { folded.append(0x20) }
        }
        guard !keepsEnds.end, index >= range.upperBound else { return }
        while let last = bytes.last, Self.isOuterMark(last) { bytes.removeLast() }
    }

    /// The offset behind the digits at `start` and what groups them.
    private static func endOfNumber(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var index = start + 1
        while index < end {
            if text[index].isASCIIDigit {
                index += 1
            } else if index + 1 < end, text[index + 1].isASCIIDigit, ".,:".utf8.contains(text[index]) {
                index += 2
            } else {
                break
            }
        }
        return index
    }

    /// Marks that say nothing at the ends of a line.
    fileprivate static func isOuterMark(_ byte: UInt8) -> Bool {
        !byte.isPartOfWord && byte != 0x22 && byte != 0x24 && byte != 0x25 && byte != 0x40
    }

    /// Calls `body` with the hash of each word in turn, until it says stop.
    func forEachWord(_ body: (UInt64) -> Bool) {
        var index = 0
        while index < bytes.count {
            guard bytes[index].isPartOfWord else {
                index += 1
                continue
            }
            var hash = Self.seed
            while index < bytes.count, bytes[index].isPartOfWord {
                hash = Self.add(bytes[index], to: hash)
                index += 1
            }
            guard body(hash) else { return }
        }
    }

    /// How many words the line has.
    func countWords() -> Int {
        var count = 0
        var isInside = false
        for byte in bytes {
            let isPart = byte.isPartOfWord
            if isPart, !isInside { count += 1 }
            isInside = isPart
        }
        return count
    }

    /// Says whether the line has no other words than these, fillers and numbers, and two different ones of these.
    func isMade(of words: Set<UInt64>, _ fillers: Set<UInt64>) -> Bool {
        var first: UInt64?
        var (hasTwo, isMade) = (false, true)
        forEachWord { hash in
            if words.contains(hash) {
                if let first, first != hash { hasTwo = true }
                first = first ?? hash
            } else {
                isMade = hash == Self.numberHash || fillers.contains(hash)
            }
            return isMade
        }
        return isMade && hasTwo
    }

    /// Says whether one of the words stands in the line.
    func has(oneOf words: Set<UInt64>) -> Bool {
        var has = false
        forEachWord { hash in
            has = words.contains(hash)
            return !has
        }
        return has
    }

    /// The hash of a number.
    static let numberHash = add(number, to: seed)

    /// What a line begins with: the hash of its first word, and the key of its first two words or its only one.
    ///
    /// Folds only where the words have other signs than ASCII letters.
    ///
    /// - Parameter firsts: the first words of interest; for others it may be `nil`.
    static func opening(
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        _ firsts: HashFilter,
        _ folded: inout FoldedLine
    ) -> (first: UInt64, key: UInt64)? {
        var hashes: (UInt64, UInt64?) = (seed, nil)
        var words = 0
        var index = range.lowerBound
        scan: while words < 2 {
            while index < range.upperBound, !text[index].isASCIILetter {
                if text.has("“", at: index) || text.has("”", at: index) || text.has("–", at: index) {
                    index += 3
                    continue
                }
                if text[index] >= 0x80 || text[index].isASCIIDigit || text[index] == 0x27 { break scan }
                index += 1
            }
            if index == range.upperBound { return (hashes.0, key(hashes.0, hashes.1)) }
            var hash = seed
            while index < range.upperBound, text[index].isASCIILetter {
                hash = add(text[index] | 0x20, to: hash)
                index += 1
            }
            if index < range.upperBound, text[index] >= 0x80 || text[index].isASCIIDigit || text[index] == 0x27 {
                break scan
            }
            if words == 0 {
                guard firsts.mayHold(hash) else { return nil }
                hashes.0 = hash
            } else {
                hashes.1 = hash
            }
            words += 1
        }
        if words == 2 { return (hashes.0, key(hashes.0, hashes.1)) }
        // Two words mostly end before the first space behind 20 bytes.
        let start = range.prefix(20).upperBound
        let end = text.firstIndex(of: 0x20, in: start..<range.upperBound) ?? range.upperBound
        for part in [range.lowerBound..<end, range] {
            // As much as of the longest line that is matched whole: a word may be that long where no spaces are written.
            folded.fold(text, part, limit: LitterIndex.longLine)
            words = 0
            hashes = (seed, nil)
            folded.forEachWord { hash in
                if words == 0 { hashes.0 = hash } else { hashes.1 = hash }
                words += 1
                return words < 2
            }
            if words == 2 || end == range.upperBound { break }
        }
        return firsts.mayHold(hashes.0) ? (hashes.0, key(hashes.0, hashes.1)) : nil
    }

    /// The hash of the last word, where what is behind and before it is plain enough to tell without folding.
    static func lastWord(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        var end = range.upperBound
        while end > range.lowerBound, !text[end - 1].isASCIILetter {
            if text.has("”", at: end - 3) {
                end -= 3
            } else if isPlain(text[end - 1]) {
                end -= 1
            } else {
                return nil
            }
        }
        var start = end
        while start > range.lowerBound, text[start - 1].isASCIILetter { start -= 1 }
        guard start < end, start == range.lowerBound || isPlain(text[start - 1]) else { return nil }
        return hash(ofLetters: text, start..<end)
    }

    /// The hash of the word of ASCII letters that ends before the space at the end of `range`, where what is before it is
    /// plain, too.
    static func wordBefore(_ text: Span<UInt8>, _ range: Range<Int>) -> UInt64? {
        let end = range.upperBound - 1
        guard end > range.lowerBound, text[end] == 0x20 else { return nil }
        var start = end
        while start > range.lowerBound, text[start - 1].isASCIILetter { start -= 1 }
        guard start < end, start == range.lowerBound || text[start - 1] == 0x20 else { return nil }
        return hash(ofLetters: text, start..<end)
    }

    /// A space or mark of ASCII that stands in no word.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte < 0x80 && !byte.isASCIIDigit && byte != 0x27 && byte != number
    }

    /// One number for two words, or for a word that stands alone.
    static func key(_ first: UInt64, _ second: UInt64?) -> UInt64 {
        (first ^ (second ?? 0) &* 0x9e37_79b9_7f4a_7c15) &* 0x100_0000_01b3
    }

    /// A hash of some bytes; of a word as `forEachWord` gives it.
    static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var hash = seed
        for index in range { hash = add(bytes[index], to: hash) }
        return hash
    }

    /// The hash of a word of ASCII letters that is not folded yet.
    static func hash(ofLetters text: Span<UInt8>, _ word: Range<Int>) -> UInt64 {
        var hash = seed
        for index in word { hash = add(text[index] | 0x20, to: hash) }
        return hash
    }

    static var seed: UInt64 { 0xcbf2_9ce4_8422_2325 }
    static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
}

/// How a line is folded: what has to be known of the bytes before.
private struct Folding {
    /// Spaces and marks at the start stay.
    let keepsStart: Bool
    /// A space is due before what comes next.
    private(set) var hasSpace = false

    init(keepsStart: Bool) { self.keepsStart = keepsStart }

    /// Puts the space that is due; a number and a letter that touch get one too, so that `195Shares` is `# shares`.
    mutating func startPart(with byte: UInt8, _ folded: inout OutputSpan<UInt8>) {
        if hasSpace {
            folded.append(0x20)
        } else if !folded.isEmpty {
            let last = folded[folded.count - 1]
            if last.isPartOfWord, (last == FoldedLine.number) != (byte == FoldedLine.number) { folded.append(0x20) }
        }
        hasSpace = false
    }

    mutating func putMark(_ byte: UInt8, _ folded: inout OutputSpan<UInt8>) {
        if byte <= 0x20 || byte == FoldedLine.number {
            hasSpace = keepsStart || !folded.isEmpty
            return
        }
        if folded.isEmpty, !keepsStart, FoldedLine.isOuterMark(byte) { return }
        // French sets a space before `:`, `;`, `!` and `?`.
        if hasSpace, byte != 0x3A, byte != 0x3B, byte != 0x21, byte != 0x3F { folded.append(0x20) }
        hasSpace = false
        folded.append(byte)
    }

    mutating func put(_ value: UInt32, _ folded: inout OutputSpan<UInt8>) {
        switch value {
        case 0xAD, 0x200B...0x200F, 0x2060, 0xFE0F, 0xFEFF: break
        case 0x2018, 0x2019, 0x2BC: putMark(0x27, &folded)
        case 0x201C...0x201F: putMark(0x22, &folded)
        case 0x2010...0x2015, 0x2212: putMark(0x2D, &folded)
        case 0xA9, 0x24B8:
            startPart(with: 0xA9, &folded)
            folded.append(scalar: 0xA9)
        default:
            if Unicodes.isDigit(value) {
                if hasSpace || folded.isEmpty || folded[folded.count - 1] != FoldedLine.number {
                    startPart(with: FoldedLine.number, &folded)
                    folded.append(FoldedLine.number)
                }
            } else if Unicodes.isWord(value) {
                startPart(with: 0xFF, &folded)
                folded.append(scalar: Unicodes.lowered(value))
            } else {
                // Bullets, arrows and pictures are all one mark.
                putMark(Unicodes.isSpace(value) ? 0x20 : 0x2A, &folded)
            }
        }
    }
}

extension UInt8 {
    /// A letter, a number's sign, an apostrophe or a byte of a longer scalar, in a folded line.
    var isPartOfWord: Bool { isASCIILetter || self >= 0x80 || self == FoldedLine.number || self == 0x27 }
}

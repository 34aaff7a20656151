internal import CMasks

/// Walking over the words of a text, as `TokenTable` parts them, without hashes and without memory of its own.
extension Span<UInt8> {
    /// Gives each word of `range` in order, and whether it is ASCII, until `take` says that it has enough.
    ///
    /// - Complexity: O(*n*) in the bytes, 64 at a time.
    @inlinable
    @inline(__always)
    public func forEachWord(in range: Range<Int>, _ take: (_ word: Range<Int>, _ isASCII: Bool) -> Bool) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        var base = range.lowerBound
        while base < range.upperBound {
            // A bit for each of 64 bytes: a run of letters, digits and bytes beyond ASCII holds one word or more.
            var (runs, beyond) = wordMasks(at: base, before: range.upperBound)
            var next = base &+ 64
            while runs != 0 {
                let first = runs.trailingZeroBitCount
                let length = (~(runs &>> UInt64(first))).trailingZeroBitCount
                var end = base &+ first &+ length
                if first &+ length >= 64, end < range.upperBound {
                    // The run may go on: it is looked at again from its start, or walked if it fills all.
                    guard first == 0 else {
                        next = base &+ first
                        break
                    }
                    end = endOfRun(from: end, before: range.upperBound)
                    next = end
                    (runs, beyond) = (0, .max)
                }
                let isASCII = (beyond &>> UInt64(first)) &<< UInt64(64 &- length) == 0
                runs &= runs &+ (1 &<< UInt64(first))
                let start = base &+ first
                if isASCII {
                    if !take(start..<end, true) { return }
                } else {
                    var index = start
                    while let word = nextWord(from: index, before: end) {
                        if !take(word, firstNonASCII(in: word) == word.upperBound) { return }
                        index = word.upperBound
                    }
                }
            }
            base = next
        }
    }

    /// Which of 64 bytes are letters, digits or beyond ASCII, and which are beyond ASCII.
    @usableFromInline
    func wordMasks(at base: Int, before end: Int) -> (runs: UInt64, beyond: UInt64) {
        unsafe (mask(at: base, before: end, mask_words), mask(at: base, before: end, mask_beyond_ascii))
    }

    /// The first eight bytes of an ASCII word, letters in lower case, the first lowest; zeros if it is shorter.
    @inlinable
    @inline(__always)
    public func head(of word: Range<Int>) -> UInt64 {
        let lower: UInt64 = 0x2020_2020_2020_2020
        guard word.lowerBound &+ 8 <= count else {
            // Fewer than eight bytes are there.
            let block = block(at: word.lowerBound, before: word.upperBound)
            return (block | lower) & (1 &<< UInt64(truncatingIfNeeded: 8 &* word.count) &- 1)
        }
        // Safe, since eight bytes are in bounds.
        let block = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: word.lowerBound, as: UInt64.self)
        let others = UInt64(truncatingIfNeeded: 64 &- 8 &* Swift.min(word.count, 8))
        return ((block | lower) &<< others) &>> others
    }

    /// Where the ASCII word that begins at `start` ends; `nil` if there is none, or more of it beyond ASCII.
    @inlinable
    public func endOfASCIIWord(at start: Int, before end: Int) -> Int? {
        var index = start
        while true {
            let block = block(at: index, before: end)
            let others = block.wordBytes ^ UInt64.highBits
            guard others == 0 else {
                index &+= others.trailingZeroBitCount / 8
                return index > start && (index >= end || self[index] < 0x80) ? index : nil
            }
            index &+= 8
        }
    }

    /// The first word at or behind `start`.
    public func nextWord(from start: Int, before end: Int) -> Range<Int>? {
        var first = start
        while first < end {
            let (value, length) = scalar(at: first)
            if Unicodes.isIdeographic(value) { return first..<first + length }
            if Unicodes.isWord(value) { break }
            first += length
        }
        var index = first
        while index < end {
            let (value, length) = scalar(at: index)
            guard Unicodes.isWord(value), !Unicodes.isIdeographic(value) else { break }
            index += length
        }
        return index > first ? first..<index : nil
    }

    @usableFromInline
    func endOfRun(from start: Int, before end: Int) -> Int {
        var index = start
        while index < end, self[index] >= 0x80 || self[index].isASCIILetter || self[index].isASCIIDigit { index += 1 }
        return index
    }
}

extension [UInt8] {
    /// Appends a part of a text with each scalar in simple lower case.
    public mutating func append(folding bytes: Span<UInt8>, _ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            if byte < 0x80 {
                append(byte.asciiLowered)
                index += 1
                continue
            }
            let (value, length) = bytes.scalar(at: index)
            append(scalar: Unicodes.lowered(value))
            index += length
        }
    }
}

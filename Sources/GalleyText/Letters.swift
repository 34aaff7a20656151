/// A text as its letters and digits in lower case: what spellings of one line share.
extension Span<UInt8> {
    /// The first letter or digit from `index` on, in lower case; `index` moves behind it, or to `end` if there is none.
    @inlinable
    @inline(__always)
    public func nextLetter(_ index: inout Int, before end: Int) -> UInt32? {
        while index < end {
            let byte = self[index]
            if byte < 0x80 {
                index += 1
                if byte.isASCIILetter { return UInt32(byte | 0x20) }
                if byte.isASCIIDigit { return UInt32(byte) }
            } else {
                let (value, length) = scalar(at: index)
                index += length
                if Unicodes.isWord(value) { return Unicodes.lowered(value) }
            }
        }
        return nil
    }

    /// The last letter or digit of `range`, in lower case.
    func lastLetter(in range: Range<Int>) -> UInt32? {
        var index = range.upperBound
        while index > range.lowerBound {
            let (value, length) = scalar(before: index)
            if Unicodes.isWord(value) { return Unicodes.lowered(value) }
            index -= length
        }
        return nil
    }

    /// The letters and digits of `range` in lower case.
    func letters(in range: Range<Int>) -> [UInt32] {
        var letters: [UInt32] = []
        letters.append(addingCapacity: range.count) { letters in
            var index = range.lowerBound
            while let letter = nextLetter(&index, before: range.upperBound) { letters.append(letter) }
        }
        return letters
    }

    /// Says whether two ranges have other letters and digits, before one of them ends.
    func haveOtherLetters(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        var (index, place) = (one.lowerBound, other.lowerBound)
        while let letter = nextLetter(&index, before: one.upperBound),
            let counterpart = nextLetter(&place, before: other.upperBound)
        {
            if letter != counterpart { return true }
        }
        return false
    }

    /// A hash of the first `most` letters and digits of `range`, in lower case.
    public func hashOfLetters(in range: Range<Int>, most: Int = .max) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var count = 0
        var index = range.lowerBound
        while index < range.upperBound, count < most {
            let byte = self[index]
            let letter = UInt64(byte | 0x20)
            if letter &- 0x61 < 26 {
                hash = (hash ^ letter) &* 0x100_0000_01b3
                count &+= 1
                index &+= 1
            } else if byte < 0x30 {
                index &+= 1
            } else if let letter = nextLetter(&index, before: range.upperBound) {
                hash = (hash ^ UInt64(letter)) &* 0x100_0000_01b3
                count &+= 1
            }
        }
        return hash
    }

    /// Says whether two ranges have the same letters and digits, without regard to case.
    ///
    /// - Complexity: O(*n*) up to where they differ.
    public func hasSameLetters(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        var (i, j) = (one.lowerBound, other.lowerBound)
        while true {
            let letter = nextLetter(&i, before: one.upperBound)
            guard letter == nextLetter(&j, before: other.upperBound) else { return false }
            if letter == nil { return true }
        }
    }

    /// The number of words in `range`, as `TokenTable` parts them, counted up to `most`.
    public func countWords(in range: Range<Int>, most: Int = .max) -> Int {
        guard most > 0 else { return 0 }
        var count = 0
        forEachWord(in: range) { _, _ in
            count += 1
            return count < most
        }
        return count
    }
}

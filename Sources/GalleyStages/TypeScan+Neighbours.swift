internal import GalleyText

/// What stands around a mark: how the rules look before they leap.
extension TypeScan {
    /// The scalar before `offset` in the line; 0 at its start.
    func scalar(before offset: Int) -> UInt32 {
        offset > line.lowerBound ? bytes.scalar(before: offset).value : 0
    }

    /// The scalar at `offset` in the line; 0 at its end.
    func scalar(at offset: Int) -> UInt32 {
        offset < line.upperBound ? bytes.scalar(at: offset).value : 0
    }

    /// The scalar at `offset`, or behind the one space that stands there; 0 at the end of the line.
    func scalar(behindSpaceAt offset: Int) -> UInt32 {
        scalar(at: offset) == 0x20 ? scalar(at: offset + 1) : scalar(at: offset)
    }

    /// The letters that end at `offset`, at most 40.
    func letters(before offset: Int) -> Range<Int> {
        var start = offset
        while start > line.lowerBound, offset - start < 40 {
            let (value, length) = bytes.scalar(before: start)
            guard Unicodes.isLetter(value) else { break }
            start -= length
        }
        return start..<offset
    }

    /// The letters that begin at `offset`, at most 40.
    func letters(at offset: Int) -> Range<Int> {
        var end = offset
        while end < line.upperBound, end - offset < 40 {
            let (value, length) = bytes.scalar(at: end)
            guard Unicodes.isLetter(value) else { break }
            end += length
        }
        return offset..<end
    }

    /// Says whether a run of letters is a word in small letters, but perhaps for the first, and two letters or more.
    func isPlainWord(_ word: Range<Int>) -> Bool {
        guard word.count > 1 else { return false }
        let first = bytes.scalar(at: word.lowerBound)
        guard first.length < word.count else { return false }
        var index = word.lowerBound + first.length
        while index < word.upperBound {
            let (value, length) = bytes.scalar(at: index)
            guard Unicodes.isLower(value) else { return false }
            index += length
        }
        return Unicodes.isLower(first.value) || Unicodes.isUpper(first.value)
    }

    /// Says whether what stands around `offset` between spaces is no address, handle, tag, path or formula.
    ///
    /// - Complexity: O(1): a longer run than 160 bytes is taken for one.
    func isPlain(around offset: Int) -> Bool {
        var (start, end) = (offset, offset)
        while start > line.lowerBound, bytes[start - 1] > 0x20 {
            start -= 1
            if offset - start > 160 { return false }
        }
        while end < line.upperBound, bytes[end] > 0x20 {
            end += 1
            if end - offset > 160 { return false }
        }
        guard start < end, bytes[start] != 0x23, !bytes.has("www.", at: start) else { return false }
        for index in start..<end {
            switch bytes[index] {
            case 0x40, 0x2F, 0x5C, 0x5F, 0x3D, 0x3C, 0x3E, 0x7C, 0x7E, 0x5E, 0x7B, 0x7D, 0x60: return false
            default: break
            }
        }
        return true
    }

    /// A hash of the word of `range`, as the language tables have it.
    func hash(_ word: Range<Int>) -> UInt64 { TokenTable.hash(bytes, in: word) }

    /// Marks that may close a quotation or a bracket.
    static func isCloser(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x22, 0x27, 0x29, 0x5D, 0x2019, 0x201D, 0x201C, 0xBB, 0x203A: true
        default: false
        }
    }

    /// Marks that may open a quotation or a bracket.
    static func isOpener(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x22, 0x27, 0x28, 0x5B, 0x2018, 0x201C, 0x201E, 0x201A, 0xAB, 0x2039: true
        default: false
        }
    }

    /// Letters of a script that has capitals, and digits.
    static func isCasedOrDigit(_ scalar: UInt32) -> Bool {
        Unicodes.isLower(scalar) || Unicodes.isUpper(scalar) || Unicodes.isDigit(scalar)
    }
}

/// A word of a text, with a hash of its folded form.
public struct Token: BitwiseCopyable, Sendable, Equatable {
    /// The offset of its first byte.
    public let start: Int
    /// The offset behind its last byte.
    public let end: Int
    /// `TokenTable.hash` of its letters in lower case.
    public let hash: UInt64

    /// Its bytes in the text.
    public var range: Range<Int> { start..<end }
}

/// The words of a text, in order.
///
/// A word is a run of letters, marks and numbers of any script; one ideograph or kana is a word of its own.
/// Everything else parts words, also apostrophes and hyphens: `l’État` is two words, as is `president's`.
public struct TokenTable: Sendable {
    /// The words.
    public let tokens: [Token]

    /// Finds the words of `range`.
    ///
    /// - Complexity: O(*n*) in the bytes of the words found and what stands between them.
    public init(_ bytes: Span<UInt8>, in range: Range<Int>) {
        var tokens: [Token] = []
        Self.append(bytes, in: range, to: &tokens)
        self.tokens = tokens
    }

    /// Appends the words of `range` to `tokens`.
    static func append(_ bytes: Span<UInt8>, in range: Range<Int>, to tokens: inout [Token]) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        let start = tokens.count
        var index = range.lowerBound
        // More than most texts have; what does not fit comes in further parts.
        var room = range.count / 5 + 8
        while index < range.upperBound {
            tokens.append(addingCapacity: room) { found in
                index = find(in: bytes, index..<range.upperBound, into: &found)
            }
            room = min((range.upperBound - index) / 2 + 8, tokens.count - start)
        }
    }

    /// Finds words until there is no more room for one, and returns where to go on.
    private static func find(in bytes: Span<UInt8>, _ range: Range<Int>, into tokens: inout OutputSpan<Token>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound, !tokens.isFull {
            var block = bytes.block(at: index, before: range.upperBound)
            var letters = block.wordBytes
            guard letters & 0x80 != 0 else {
                if block & 0x80 != 0 {
                    index = mixedWord(bytes, at: index, before: range.upperBound, into: &tokens)
                } else {
                    // Skips to the next byte that may begin a word.
                    let candidates = letters | block & UInt64.highBits
                    index += candidates == 0 ? 8 : candidates.trailingZeroBitCount / 8
                }
                continue
            }
            let start = index
            var hash = seed
            while letters == UInt64.highBits {
                hash = add(block | 0x2020_2020_2020_2020, to: hash)
                index += 8
                block = bytes.block(at: index, before: range.upperBound)
                letters = block.wordBytes
            }
            let count = (letters ^ UInt64.highBits).trailingZeroBitCount / 8
            let isASCII = block >> UInt64(count * 8) & 0x80 == 0
            if !isASCII, bytes.continuesWord(at: index + count) {
                index = mixedWord(bytes, at: start, before: range.upperBound, into: &tokens)
                continue
            }
            if count > 0 {
                hash = add((block | 0x2020_2020_2020_2020) & (1 << UInt64(count * 8) - 1), to: hash)
                index += count
            }
            tokens.append(Token(start: start, end: index, hash: finish(hash, index - start)))
            // The byte that ended the word begins none, if it is ASCII.
            if isASCII { index += 1 }
        }
        return index
    }

    /// Takes the word at `start` that has scalars beyond ASCII, if there is one, and returns where to go on.
    private static func mixedWord(
        _ bytes: Span<UInt8>,
        at start: Int,
        before end: Int,
        into tokens: inout OutputSpan<Token>
    ) -> Int {
        var folded = FoldedWord()
        var index = start
        while index < end {
            let (value, length) = bytes.scalar(at: index)
            if Unicodes.isIdeographic(value) {
                if index > start { break }
                folded.append(scalar: value)
                index += length
                break
            }
            guard Unicodes.isWord(value) else { break }
            folded.append(scalar: Unicodes.lowered(value))
            index += length
        }
        guard index > start else { return start + bytes.scalar(at: start).length }
        tokens.append(Token(start: start, end: index, hash: folded.hash))
        return index
    }

    /// The words inside `range`, as indices of `tokens`.
    ///
    /// - Complexity: O(log *n*) in the words.
    public func within(_ range: Range<Int>) -> Range<Int> {
        let first = lowerBound(range.lowerBound)
        return first..<Swift.max(first, lowerBound(range.upperBound))
    }

    private func lowerBound(_ offset: Int) -> Int {
        var (low, high) = (0, tokens.count)
        while low < high {
            let middle = (low + high) / 2
            if tokens[middle].start < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The hash of one word: of the UTF-8 of its scalars in simple lower case, eight bytes at a time.
    ///
    /// Two words of a text that differ share a hash about once in 10¹⁹ pairs; it is the same on every machine.
    public static func hash(_ word: String) -> UInt64 {
        var folded = FoldedWord()
        for scalar in word.unicodeScalars { folded.append(scalar: Unicodes.lowered(scalar.value)) }
        return folded.hash
    }

    /// The hash of each word of a list that is parted by spaces or line feeds.
    package static func hashes(ofWordsIn list: String) -> [UInt64] {
        let text = Array(list.utf8)
        return text.split { $0 <= 0x20 }.map { hash(text.span, in: $0.indices) }
    }

    /// The hash of the word of `range`, all of it.
    public static func hash(_ bytes: Span<UInt8>, in range: Range<Int>) -> UInt64 {
        var folded = FoldedWord()
        var index = range.lowerBound
        while index < range.upperBound {
            let (value, length) = bytes.scalar(at: index)
            folded.append(scalar: Unicodes.lowered(value))
            index += length
        }
        return folded.hash
    }

    /// The hash of a word whose scalars come one by one, in lower case.
    private struct FoldedWord {
        private var state = TokenTable.seed
        private var block: UInt64 = 0
        private var count = 0

        mutating func append(scalar: UInt32) {
            UTF8.forEachByte(of: scalar) { append($0) }
        }

        private mutating func append(_ byte: UInt8) {
            block |= UInt64(byte) << UInt64(count % 8 * 8)
            count += 1
            if count % 8 == 0 { (state, block) = (TokenTable.add(block, to: state), 0) }
        }

        var hash: UInt64 {
            TokenTable.finish(count % 8 == 0 ? state : TokenTable.add(block, to: state), count)
        }
    }

    private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

    @inline(__always)
    private static func add(_ block: UInt64, to hash: UInt64) -> UInt64 {
        let product = (hash ^ block).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        return product.high ^ product.low
    }

    @inline(__always)
    private static func finish(_ hash: UInt64, _ count: Int) -> UInt64 {
        let mixed = (hash ^ UInt64(count)) &* 0xd6e8_feb8_6659_fd93
        return mixed ^ mixed >> 32
    }
}

extension UInt64 {
    /// The high bit of each of eight bytes.
    @inlinable static var highBits: UInt64 { 0x8080_8080_8080_8080 }

    /// The high bit of each byte that is a letter of ASCII.
    @inlinable
    @inline(__always)
    var letterBytes: UInt64 {
        let lower = self & 0x7f7f_7f7f_7f7f_7f7f | 0x2020_2020_2020_2020
        return (lower &+ 0x1f1f_1f1f_1f1f_1f1f) & ~(lower &+ 0x0505_0505_0505_0505) & ~self & Self.highBits
    }

    /// The high bit of each byte that is a letter or digit of ASCII.
    @inlinable
    @inline(__always)
    var wordBytes: UInt64 {
        let low = self & 0x7f7f_7f7f_7f7f_7f7f
        let lower = low | 0x2020_2020_2020_2020
        let letter = (lower &+ 0x1f1f_1f1f_1f1f_1f1f) & ~(lower &+ 0x0505_0505_0505_0505)
        let digit = (low &+ 0x5050_5050_5050_5050) & ~(low &+ 0x4646_4646_4646_4646)
        return (letter | digit) & ~self & Self.highBits
    }
}

extension Span<UInt8> {
    /// Whether the scalar beyond ASCII at `offset` goes on with a word that stands before it.
    fileprivate func continuesWord(at offset: Int) -> Bool {
        let value = scalar(at: offset).value
        // General punctuation, where quotation marks and dashes are, has no letters.
        if (0x2000...0x206F).contains(value) { return false }
        return Unicodes.isWord(value) && !Unicodes.isIdeographic(value)
    }

    /// Eight bytes from `offset` on, the first one lowest; zero for those at or behind `end`.
    @inlinable
    @inline(__always)
    public func block(at offset: Int, before end: Int) -> UInt64 {
        // Safe, since `end` is in bounds and `offset` is not negative.
        if offset &+ 8 <= end {
            return unsafe self.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
        }
        if offset &+ 8 <= count {
            let block = unsafe self.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
            return offset < end ? block & (1 << UInt64((end &- offset) &* 8) &- 1) : 0
        }
        var block: UInt64 = 0
        for index in offset..<Swift.max(offset, end) { block |= UInt64(self[index]) << UInt64((index - offset) * 8) }
        return block
    }
}

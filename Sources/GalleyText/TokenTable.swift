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
    /// - Complexity: O(*n*) in the length of `range`.
    public init(_ bytes: Span<UInt8>, in range: Range<Int>) {
        var tokens: [Token] = []
        tokens.reserveCapacity(range.count / 6 + 4)
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            if byte < 0x80, !byte.isWordByte {
                index += 1
                continue
            }
            let start = index
            var hash = Self.seed
            var lone = false
            scan: while index < range.upperBound {
                let byte = bytes[index]
                if byte < 0x80 {
                    guard byte.isWordByte else { break scan }
                    hash = Self.add(byte.asciiLowered, to: hash)
                    index += 1
                } else {
                    let (value, length) = bytes.scalar(at: index)
                    if Unicodes.isIdeographic(value) {
                        if index > start { break scan }
                        lone = true
                    } else if !Unicodes.isWord(value) {
                        break scan
                    }
                    hash = Self.add(scalar: Unicodes.lowered(value), to: hash)
                    index += length
                    if lone { break scan }
                }
            }
            if index > start {
                tokens.append(Token(start: start, end: index, hash: Self.finish(hash)))
            } else {
                index += bytes.scalar(at: index).length
            }
        }
        self.tokens = tokens
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

    /// The hash of one word: FNV-1a of the UTF-8 of its scalars in simple lower case, then mixed.
    ///
    /// Two words of a text that differ share a hash about once in 10¹⁹ pairs; it is the same on every machine.
    public static func hash(_ word: String) -> UInt64 {
        var hash = seed
        for scalar in word.unicodeScalars { hash = add(scalar: Unicodes.lowered(scalar.value), to: hash) }
        return finish(hash)
    }

    static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

    @inline(__always)
    private static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }

    private static func add(scalar: UInt32, to hash: UInt64) -> UInt64 {
        if scalar < 0x80 { return add(UInt8(scalar), to: hash) }
        var hash = hash
        if scalar < 0x800 {
            hash = add(UInt8(0xC0 | scalar >> 6), to: hash)
        } else {
            if scalar < 0x1_0000 {
                hash = add(UInt8(0xE0 | scalar >> 12), to: hash)
            } else {
                hash = add(UInt8(0x80 | scalar >> 12 & 0x3F), to: add(UInt8(0xF0 | scalar >> 18), to: hash))
            }
            hash = add(UInt8(0x80 | scalar >> 6 & 0x3F), to: hash)
        }
        return add(UInt8(0x80 | scalar & 0x3F), to: hash)
    }

    @inline(__always)
    private static func finish(_ hash: UInt64) -> UInt64 {
        let mixed = (hash ^ hash >> 32) &* 0xd6e8_feb8_6659_fd93
        return mixed ^ mixed >> 32
    }
}

extension UInt8 {
    /// A letter or digit of ASCII.
    @inlinable var isWordByte: Bool { isASCIILetter || isASCIIDigit }
}

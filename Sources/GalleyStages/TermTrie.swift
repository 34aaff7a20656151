internal import GalleyText

/// The terms of a `TermIndex` while it is made: a trie with a branch for each word.
struct TermTrie {
    /// A place in the trie.
    struct Node {
        /// The uses of the term that ends here.
        var uses: [Int] = []
        /// Whole words follow.
        var hasBranches = false
        /// Beginnings of the word that follows.
        var prefixes: [(bytes: [UInt8], node: Int)] = []
    }
    /// The places; the first is the root.
    private(set) var nodes = [Node()]
    /// Where a word leads from a place, by their common key.
    private(set) var branches: [UInt64: Int] = [:]
    /// The keys of whole words that lead on from the root.
    private(set) var firstKeys: [UInt64] = []
    /// The keys of openings.
    private(set) var openingKeys: [UInt64] = []

    /// Adds a term.
    mutating func add(_ term: Term, _ use: Int) {
        var node = 0
        for (index, hash) in term.hashes.enumerated() {
            if index == term.hashes.count - 1, let prefix = term.prefix {
                if node == 0 { node = opening(of: prefix) }
                node = self.node(of: prefix, under: node)
            } else {
                node = branch(hash, from: node)
            }
        }
        nodes[node].uses.append(use)
    }

    private mutating func branch(_ hash: UInt64, from start: Int) -> Int {
        let key = Self.key(hash, under: start)
        if let node = branches[key] { return node }
        nodes[start].hasBranches = true
        if start == 0 { firstKeys.append(key) }
        return add(key)
    }

    /// The node of the prefixes that open alike.
    private mutating func opening(of prefix: [UInt8]) -> Int {
        let key = Opening(prefix).key
        if let node = branches[key] { return node }
        openingKeys.append(key)
        return add(key)
    }

    private mutating func add(_ key: UInt64) -> Int {
        nodes.append(Node())
        branches[key] = nodes.count - 1
        return nodes.count - 1
    }

    private mutating func node(of prefix: [UInt8], under node: Int) -> Int {
        if let known = nodes[node].prefixes.first(where: { $0.bytes == prefix }) { return known.node }
        nodes.append(Node())
        nodes[node].prefixes.append((prefix, nodes.count - 1))
        return nodes.count - 1
    }

    /// The key of a word behind a place; of a first word it is the word's hash.
    @inline(__always)
    static func key(_ hash: UInt64, under node: Int) -> UInt64 { hash &+ UInt64(node) &* spread }

    /// How a word begins: its first bytes in lower case, as many as prefixes of its kind are told apart by.
    ///
    /// Prefixes of six bytes or more open with six, and shorter ones with four: many more words share four.
    struct Opening {
        let key: UInt64

        static let lengths = (short: Term.shortestPrefix, long: 6)

        init(_ prefix: [UInt8]) {
            let length = prefix.count < Self.lengths.long ? Self.lengths.short : Self.lengths.long
            self.init(prefix[..<length].reversed().reduce(0) { $0 << 8 | UInt64($1) }, length)
        }

        @inline(__always)
        private init(_ bytes: UInt64, _ length: Int) { key = (bytes ^ UInt64(length) << 56) &* spread }

        /// The openings of a word; such as no prefix has for a shorter word.
        @inline(__always)
        static func of(_ word: Token, _ bytes: Span<UInt8>) -> (short: Opening, long: Opening) {
            guard word.start + 8 <= bytes.count else { return folded(word, bytes) }
            let block = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: word.start, as: UInt64.self).littleEndian
            guard block & 0x8080_8080_8080 == 0 else { return folded(word, bytes) }
            // Among letters and digits of ASCII, this bit is all that case is. A shorter word brings what is behind it.
            let letters = block | 0x2020_2020_2020
            return (Opening(letters & 0xFFFF_FFFF, lengths.short), Opening(letters & 0xFFFF_FFFF_FFFF, lengths.long))
        }

        @inline(never)
        private static func folded(_ word: Token, _ bytes: Span<UInt8>) -> (short: Opening, long: Opening) {
            var (letters, count) = (0 as UInt64, 0)
            var index = word.start
            while index < word.end, count < lengths.long {
                let (value, length) = bytes.scalar(at: index)
                for byte in Unicodes.loweredUTF8(value) {
                    letters |= UInt64(byte) << UInt64(8 * count)
                    count += 1
                }
                index += length
            }
            return (Opening(letters & 0xFFFF_FFFF, lengths.short), Opening(letters & 0xFFFF_FFFF_FFFF, lengths.long))
        }
    }

    /// An odd number near 2⁶⁴ over the golden ratio, which spreads keys over the upper bits.
    private static let spread: UInt64 = 0x9e37_79b9_7f4a_7c15
}

extension Unicodes {
    /// The bytes of a scalar in simple lower case.
    static func loweredUTF8(_ scalar: UInt32) -> Unicode.UTF8.EncodedScalar {
        Unicode.UTF8.encode(Unicode.Scalar(lowered(scalar)) ?? "\u{FFFD}") ?? Unicode.UTF8.encodedReplacementCharacter
    }
}

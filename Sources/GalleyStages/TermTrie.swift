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
    /// The keys that lead on from the root.
    private(set) var rootKeys: [UInt64] = []

    /// Adds a term.
    mutating func add(_ term: Term, _ use: Int) {
        var node = 0
        for (index, hash) in term.hashes.enumerated() {
            if index == term.hashes.count - 1, let prefix = term.prefix {
                if node == 0 { node = branch(Self.openingKey(prefix), from: 0) }
                node = self.node(of: prefix, under: node)
            } else {
                node = branch(Self.key(hash, under: node), from: node)
            }
        }
        nodes[node].uses.append(use)
    }

    private mutating func branch(_ key: UInt64, from start: Int) -> Int {
        if let node = branches[key] { return node }
        nodes[start].hasBranches = true
        nodes.append(Node())
        branches[key] = nodes.count - 1
        if start == 0 { rootKeys.append(key) }
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

    /// The key of all prefixes that begin with the same four bytes as `prefix`.
    static func openingKey(_ prefix: [UInt8]) -> UInt64 {
        prefix[..<Term.shortestPrefix].reduce(0) { $0 << 8 | UInt64($1) } &* spread
    }

    /// The key of the prefixes that a word may begin with; one that no prefix has for a shorter word.
    @inline(__always)
    static func openingKey(_ bytes: Span<UInt8>, _ word: Token) -> UInt64 {
        guard word.start + 4 <= bytes.count else { return 0 }
        let first = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: word.start, as: UInt32.self).bigEndian
        guard first & 0x8080_8080 == 0 else { return foldedOpeningKey(bytes, word) }
        // Among letters and digits of ASCII, this bit is all that case is. A shorter word brings what is behind it.
        return UInt64(first | 0x2020_2020) &* spread
    }

    private static func foldedOpeningKey(_ bytes: Span<UInt8>, _ word: Token) -> UInt64 {
        var (key, count) = (0 as UInt64, 0)
        var index = word.start
        while index < word.end {
            let (value, length) = bytes.scalar(at: index)
            for byte in Unicodes.loweredUTF8(value) {
                key = key << 8 | UInt64(byte)
                count += 1
                if count == Term.shortestPrefix { return key &* spread }
            }
            index += length
        }
        return 0
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

internal import GalleyText

/// The terms of a `TermIndex` while it is made: a trie with a branch for each word.
struct TermTrie {
    /// A place in the trie.
    struct Node {
        /// The uses of the term that ends here.
        var uses: [Int] = []
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
                if node == 0 { node = branch(Self.openingKey(prefix), fromRoot: true) }
                node = self.node(of: prefix, under: node)
            } else {
                node = branch(Self.key(hash, under: node), fromRoot: node == 0)
            }
        }
        nodes[node].uses.append(use)
    }

    private mutating func branch(_ key: UInt64, fromRoot: Bool) -> Int {
        if let node = branches[key] { return node }
        nodes.append(Node())
        branches[key] = nodes.count - 1
        if fromRoot { rootKeys.append(key) }
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

    /// The key of all prefixes that begin with the same three bytes as `prefix`.
    static func openingKey(_ prefix: [UInt8]) -> UInt64 { openingKey(prefix[0], prefix[1], prefix[2]) }

    /// The key of the prefixes that a word may begin with; 0 for a shorter word.
    @inline(__always)
    static func openingKey(_ bytes: Span<UInt8>, _ word: Token) -> UInt64 {
        guard word.end - word.start >= Term.shortestPrefix else { return 0 }
        let (a, b, c) = (bytes[word.start], bytes[word.start + 1], bytes[word.start + 2])
        // Among letters and digits of ASCII, this bit is all that case is.
        if (a | b | c) < 0x80 { return openingKey(a | 0x20, b | 0x20, c | 0x20) }
        return foldedOpeningKey(bytes, word)
    }

    private static func foldedOpeningKey(_ bytes: Span<UInt8>, _ word: Token) -> UInt64 {
        var (key, count) = (0 as UInt64, 0)
        var index = word.start
        while index < word.end {
            let (value, length) = bytes.scalar(at: index)
            for byte in Unicodes.loweredUTF8(value) {
                key = key << 8 | UInt64(byte)
                count += 1
                if count == 3 { return key &* spread }
            }
            index += length
        }
        return 0
    }

    @inline(__always)
    private static func openingKey(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> UInt64 {
        (UInt64(a) << 16 | UInt64(b) << 8 | UInt64(c)) &* spread
    }

    /// An odd number near 2⁶⁴ over the golden ratio, which spreads keys over the upper bits.
    private static let spread: UInt64 = 0x9e37_79b9_7f4a_7c15
}

/// Numbers by 64-bit hash, in one open-addressed table.
struct HashTable: Sendable {
    private var keys: [UInt64]
    private var values: [Int32]
    private let shift: UInt64

    /// Makes a table, at most half full.
    init(_ pairs: [UInt64: Int]) {
        let bits = max(4, Int.bitWidth - (pairs.count * 2).leadingZeroBitCount)
        keys = [UInt64](repeating: 0, count: 1 << bits)
        values = [Int32](repeating: -1, count: 1 << bits)
        shift = UInt64(64 - bits)
        for (key, value) in pairs {
            var slot = Int(key >> shift)
            while values[slot] >= 0 { slot = (slot + 1) & (keys.count - 1) }
            (keys[slot], values[slot]) = (key, Int32(value))
        }
    }

    /// The number of a key.
    subscript(_ key: UInt64) -> Int? {
        var slot = Int(key >> shift)
        while values[slot] >= 0 {
            if keys[slot] == key { return Int(values[slot]) }
            slot = (slot + 1) & (keys.count - 1)
        }
        return nil
    }
}

/// A set of 64-bit hashes that may take a stranger for a member, in 8 KiB.
struct HashFilter: Sendable {
    private var bits = [UInt64](repeating: 0, count: 1 << 10)

    /// Makes a set.
    init(_ keys: [UInt64]) {
        for key in keys { bits[Int(key >> 54)] |= 1 << (key >> 48 & 63) }
    }

    /// Says whether `key` may be a member; if not, it is none.
    @inline(__always)
    func mayHold(_ key: UInt64) -> Bool { bits[Int(key >> 54)] >> (key >> 48 & 63) & 1 != 0 }
}

extension Unicodes {
    /// The bytes of a scalar in simple lower case.
    static func loweredUTF8(_ scalar: UInt32) -> Unicode.UTF8.EncodedScalar {
        Unicode.UTF8.encode(Unicode.Scalar(lowered(scalar)) ?? "\u{FFFD}") ?? Unicode.UTF8.encodedReplacementCharacter
    }
}

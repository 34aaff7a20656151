internal import GalleyText

/// The terms of one language, laid out to be found in one pass over an article's words.
///
/// A term is a path of word hashes through a trie whose branches lie in one hash table. A last word with `*` is found
/// by its first four or six bytes, then compared. Small bit sets, asked first, turn most words of a text away.
struct TermIndex: Sendable {
    /// A term that was found.
    struct Hit: Sendable {
        /// The number of the use.
        let use: Int
        /// The topic, and what the term does for it: at one place the most exact term of a lane is found.
        let lane: Int16
        /// Where, in bytes of the text; -1 for the headline.
        let offset: Int
    }

    private let nodes: [Node]
    private let entries: [Entry]
    private let prefixes: [Prefix]
    private let prefixBytes: [UInt8]
    private let exactWords: [Int: [[UInt8]]]
    private let branches: HashTable
    /// The keys of first words, of openings and of all further words.
    private let firstKeys: HashFilter
    private let openingKeys: HashFilter
    private let furtherKeys: HashFilter

    private struct Node: Sendable {
        /// The uses of the term that ends here.
        let entries: Range<Int32>
        /// Beginnings of the word that follows, the longest first.
        let prefixes: Range<Int32>
        /// Words may follow.
        let isOpen: Bool
    }
    private struct Entry: Sendable {
        let use: Int32
        let lane: Int16
        let isExact: Bool
    }
    private struct Prefix: Sendable {
        let bytes: Range<Int32>
        let node: Int32
        /// The first eight bytes, the first in the lowest place, and which of them there are.
        let head: UInt64
        let mask: UInt64
    }

    /// Lays out those of `uses` that are wanted; hits name their numbers in `uses`.
    init(_ uses: [Taxonomy.Use], where isWanted: (Taxonomy.Use) -> Bool) {
        var draft = TermTrie()
        for number in uses.indices where isWanted(uses[number]) { draft.add(uses[number].term, number) }
        var (nodes, entries, prefixes, prefixBytes) = ([Node](), [Entry](), [Prefix](), [UInt8]())
        for node in draft.nodes {
            let (firstEntry, firstPrefix) = (Int32(entries.count), Int32(prefixes.count))
            for isExact in [true, false] {
                for use in node.uses where uses[use].term.isExact == isExact {
                    let lane = uses[use].topic * 4 + uses[use].role.rawValue
                    entries.append(Entry(use: Int32(use), lane: Int16(lane), isExact: isExact))
                }
            }
            let longestFirst =
                node.prefixes.count < 2 ? node.prefixes : node.prefixes.sorted { $0.bytes.count > $1.bytes.count }
            for (bytes, end) in longestFirst {
                prefixes.append(
                    Prefix(
                        bytes: Int32(prefixBytes.count)..<Int32(prefixBytes.count + bytes.count),
                        node: Int32(end),
                        head: bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) },
                        mask: bytes.count < 8 ? (1 << UInt64(bytes.count * 8)) - 1 : .max
                    )
                )
                prefixBytes += bytes
            }
            nodes.append(
                Node(
                    entries: firstEntry..<Int32(entries.count),
                    prefixes: firstPrefix..<Int32(prefixes.count),
                    isOpen: node.hasBranches || !node.prefixes.isEmpty
                )
            )
        }
        (self.nodes, self.entries, self.prefixes, self.prefixBytes) = (nodes, entries, prefixes, prefixBytes)
        exactWords = Dictionary(
            uniqueKeysWithValues: entries.filter(\.isExact).map { (Int($0.use), uses[Int($0.use)].term.words) }
        )
        branches = HashTable(draft.branches)
        let rootKeys = Set(draft.firstKeys + draft.openingKeys)
        firstKeys = HashFilter(draft.firstKeys)
        openingKeys = HashFilter(draft.openingKeys)
        furtherKeys = HashFilter(draft.branches.keys.filter { !rootKeys.contains($0) })
    }

    /// Finds terms among the words `range`: at each place the one of most words, and then goes on behind it.
    ///
    /// - Parameter isHeadline: hits are of the headline, and have no offset.
    /// - Complexity: O(*n*) in the words, times the words of the longest term.
    func find(
        in bytes: Span<UInt8>,
        _ words: Span<Token>,
        _ range: Range<Int>,
        isHeadline: Bool = false,
        into hits: inout [Hit]
    ) {
        var index = range.lowerBound
        while index < range.upperBound {
            let word = words[index]
            let (short, long) = TermTrie.Opening.of(word, bytes)
            let isKnown = firstKeys.mayHold(word.hash)
            let (isShort, isLong) = (openingKeys.mayHold(short.key), openingKeys.mayHold(long.key))
            guard isKnown || isShort || isLong else {
                index += 1
                continue
            }
            var place = Place(words: index..<index, firstHit: hits.count, offset: isHeadline ? -1 : word.start)
            let openings = (isLong ? branches[long.key] : nil, isShort ? branches[short.key] : nil)
            findLongest(in: bytes, words, range.upperBound, isKnown, openings, &place, &hits)
            index = max(index + 1, place.words.upperBound)
        }
    }

    /// Where terms are looked for: the words of those found, their first hit, and the offset to note.
    private struct Place {
        var words: Range<Int>
        /// A term whose case counts was found: it takes the place from those of which it does not.
        var isExact = false
        let firstHit: Int
        let offset: Int
    }

    /// Finds the terms of most words at a place.
    ///
    /// - Parameter isKnown: a term may begin with the whole of the first word.
    /// - Parameter openings: the nodes of the prefixes that begin as the first word does, the longer ones first.
    private func findLongest(
        in bytes: Span<UInt8>,
        _ words: Span<Token>,
        _ limit: Int,
        _ isKnown: Bool,
        _ openings: (Int?, Int?),
        _ place: inout Place,
        _ hits: inout [Hit]
    ) {
        var (node, index) = (0, place.words.lowerBound)
        while index < limit {
            let word = words[index]
            if node > 0, !nodes[node].isOpen || !Self.join(bytes, words[index - 1], word) { return }
            let key = TermTrie.key(word.hash, under: node)
            let next = (node > 0 ? furtherKeys.mayHold(key) : isKnown) ? branches[key] : nil
            if let next { take(next, in: bytes, words, index, &place, &hits) }
            let starts = node > 0 ? (node, nil) : openings
            if let start = starts.0 { takePrefixes(under: start, in: bytes, words, index, &place, &hits) }
            if let start = starts.1 { takePrefixes(under: start, in: bytes, words, index, &place, &hits) }
            guard let next else { return }
            (node, index) = (next, index + 1)
        }
    }

    /// Takes the uses of the terms that end with a prefix of the word `last`.
    private func takePrefixes(
        under start: Int,
        in bytes: Span<UInt8>,
        _ words: Span<Token>,
        _ last: Int,
        _ place: inout Place,
        _ hits: inout [Hit]
    ) {
        let word = words[last]
        for number in nodes[start].prefixes where begins(bytes, word, with: prefixes[Int(number)]) {
            take(Int(prefixes[Int(number)].node), in: bytes, words, last, &place, &hits)
        }
    }

    /// Takes the uses of a term that ends with the word `last`, unless a more exact one of their lane was found there.
    private func take(
        _ node: Int,
        in bytes: Span<UInt8>,
        _ words: Span<Token>,
        _ last: Int,
        _ place: inout Place,
        _ hits: inout [Hit]
    ) {
        for number in nodes[node].entries {
            let entry = entries[Int(number)]
            if entry.isExact, !isSpelled(bytes, words, place.words.lowerBound...last, Int(entry.use)) { continue }
            if place.words.upperBound <= last {
                hits.removeLast(hits.count - place.firstHit)
                place.words = place.words.lowerBound..<last + 1
                place.isExact = entry.isExact
            } else if place.isExact, !entry.isExact {
                continue
            }
            let isTaken = hits[place.firstHit...].contains { $0.lane == entry.lane }
            if !isTaken { hits.append(Hit(use: Int(entry.use), lane: entry.lane, offset: place.offset)) }
        }
    }

    private func isSpelled(_ bytes: Span<UInt8>, _ words: Span<Token>, _ place: ClosedRange<Int>, _ use: Int) -> Bool {
        guard let spelling = exactWords[use] else { return false }
        for (number, wanted) in zip(place, spelling) {
            // A word that goes on behind a `*` is longer than its spelling.
            let word = words[number].range
            guard word.count >= wanted.count else { return false }
            for index in wanted.indices where wanted[index] != bytes[word.lowerBound + index] { return false }
        }
        return true
    }

    private func begins(_ bytes: Span<UInt8>, _ word: Token, with prefix: Prefix) -> Bool {
        if word.start + 8 <= bytes.count {
            let block = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: word.start, as: UInt64.self).littleEndian
            // Among letters and digits of ASCII, one bit is all that case is.
            if (block | 0x2020_2020_2020_2020) & prefix.mask == prefix.head {
                return prefix.bytes.count <= 8 ? word.range.count >= prefix.bytes.count : hasPrefix(bytes, word, prefix)
            }
            if block & prefix.mask & 0x8080_8080_8080_8080 == 0 { return false }
        }
        return hasPrefix(bytes, word, prefix)
    }

    private func hasPrefix(_ bytes: Span<UInt8>, _ word: Token, _ prefix: Prefix) -> Bool {
        var (index, wanted) = (word.start, Int(prefix.bytes.lowerBound))
        while wanted < Int(prefix.bytes.upperBound) {
            guard index < word.end else { return false }
            let (value, length) = bytes.scalar(at: index)
            for byte in Unicodes.loweredUTF8(value) {
                guard wanted < Int(prefix.bytes.upperBound), byte == prefixBytes[wanted] else { return false }
                wanted += 1
            }
            index += length
        }
        return true
    }

    /// Says whether what stands between two words lets them be neighbours in a phrase.
    ///
    /// That is white space without a blank line, a hyphen, an apostrophe, a full stop behind a lone letter (`U.S. Army`),
    /// or any one of `./&` without space.
    private static func join(_ bytes: Span<UInt8>, _ one: Token, _ other: Token) -> Bool {
        if other.start - one.end == 1 { return " \n-'./&".utf8.contains(bytes[one.end]) }
        var feeds = 0
        var index = one.end
        while index < other.start {
            let (value, length) = bytes.scalar(at: index)
            switch value {
            case 0x0A: feeds += 1
            case 0x2D, 0x27, 0xAD, 0x2010, 0x2011, 0x2019: break
            case 0x2E: guard one.end - one.start == 1 else { return false }
            default: guard Unicodes.isSpace(value) else { return false }
            }
            index += length
        }
        return feeds < 2
    }
}

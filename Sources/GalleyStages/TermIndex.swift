internal import GalleyText

/// The terms of one language, laid out to be found in one pass over an article's words.
///
/// A term is a path of word hashes through a trie whose branches lie in one hash table. A last word with `*` is found
/// by its first three bytes, then compared. A small bit set, asked first, turns most words of a text away.
struct TermIndex: Sendable {
    /// A term that was found.
    struct Hit: Sendable {
        /// The number of the use.
        let use: Int
        /// Where, in bytes of the text; -1 for the headline.
        let offset: Int
    }

    private let nodes: [Node]
    private let entries: [Entry]
    private let prefixes: [Prefix]
    private let prefixBytes: [UInt8]
    private let exactWords: [Int: [[UInt8]]]
    private let branches: HashTable
    private let filter: HashFilter

    private struct Node: Sendable {
        /// The uses of the term that ends here.
        let entries: Range<Int>
        /// Beginnings of the word that follows, the longest first.
        let prefixes: Range<Int>
    }
    private struct Entry: Sendable {
        let use: Int
        /// The topic, and what the term does for it: at one place the most exact term of a lane is found.
        let lane: Int
        let isExact: Bool
    }
    private struct Prefix: Sendable {
        let bytes: Range<Int>
        let node: Int
    }

    /// Lays out those of `uses` that are wanted; hits name their numbers in `uses`.
    init(_ uses: [Taxonomy.Use], where isWanted: (Taxonomy.Use) -> Bool) {
        var draft = TermTrie()
        for (number, use) in uses.enumerated() where isWanted(use) { draft.add(use.term, number) }
        var (nodes, entries, prefixes, prefixBytes) = ([Node](), [Entry](), [Prefix](), [UInt8]())
        for node in draft.nodes {
            let (firstEntry, firstPrefix) = (entries.count, prefixes.count)
            for use in node.uses.filter({ uses[$0].term.isExact }) + node.uses.filter({ !uses[$0].term.isExact }) {
                let lane = uses[use].topic * 4 + uses[use].role.rawValue
                entries.append(Entry(use: use, lane: lane, isExact: uses[use].term.isExact))
            }
            for (bytes, end) in node.prefixes.sorted(by: { $0.bytes.count > $1.bytes.count }) {
                prefixes.append(Prefix(bytes: prefixBytes.count..<prefixBytes.count + bytes.count, node: end))
                prefixBytes += bytes
            }
            nodes.append(Node(entries: firstEntry..<entries.count, prefixes: firstPrefix..<prefixes.count))
        }
        (self.nodes, self.entries, self.prefixes, self.prefixBytes) = (nodes, entries, prefixes, prefixBytes)
        exactWords = Dictionary(
            uniqueKeysWithValues: entries.filter(\.isExact).map { ($0.use, uses[$0.use].term.words) }
        )
        branches = HashTable(draft.branches)
        filter = HashFilter(draft.rootKeys)
    }

    /// Finds terms among the words `range`: at each place the one of most words, and then goes on behind it.
    ///
    /// - Parameter isHeadline: hits are of the headline, and have no offset.
    /// - Complexity: O(*n*) in the words, times the words of the longest term.
    func find(
        in bytes: Span<UInt8>,
        _ words: [Token],
        _ range: Range<Int>,
        isHeadline: Bool = false,
        into hits: inout [Hit]
    ) {
        var found: [Entry] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let word = words[index]
            let opening = TermTrie.openingKey(bytes, word)
            guard filter.mayHold(word.hash) || filter.mayHold(opening) else {
                index += 1
                continue
            }
            let end = longest(in: bytes, words, index..<range.upperBound, opening, into: &found)
            for entry in found { hits.append(Hit(use: entry.use, offset: isHeadline ? -1 : word.start)) }
            index = max(end, index + 1)
        }
    }

    /// Finds the terms of most words that begin with the first word of `range`.
    ///
    /// - Returns: the number of the word behind them.
    private func longest(
        in bytes: Span<UInt8>,
        _ words: [Token],
        _ range: Range<Int>,
        _ opening: UInt64,
        into found: inout [Entry]
    ) -> Int {
        found.removeAll(keepingCapacity: true)
        var end = range.lowerBound
        var node = 0
        for index in range {
            let word = words[index]
            if index > range.lowerBound, !Self.join(bytes, words[index - 1], word) { break }
            let place = words[range.lowerBound...index]
            let next = branches[TermTrie.key(word.hash, under: node)]
            if let next { take(next, in: bytes, place, &found, &end) }
            // The root's prefixes are parted by their first bytes.
            if let start = node == 0 ? branches[opening] : node {
                for prefix in prefixes[nodes[start].prefixes] where begins(bytes, word, with: prefixBytes[prefix.bytes])
                {
                    take(prefix.node, in: bytes, place, &found, &end)
                }
            }
            guard let next else { break }
            node = next
        }
        return end
    }

    private func take(
        _ node: Int,
        in bytes: Span<UInt8>,
        _ place: ArraySlice<Token>,
        _ found: inout [Entry],
        _ end: inout Int
    ) {
        for entry in entries[nodes[node].entries] {
            if entry.isExact, !isSpelled(bytes, place, entry.use) { continue }
            if end < place.endIndex {
                found.removeAll(keepingCapacity: true)
                end = place.endIndex
            }
            if !found.contains(where: { $0.lane == entry.lane }) { found.append(entry) }
        }
    }

    private func isSpelled(_ bytes: Span<UInt8>, _ place: ArraySlice<Token>, _ use: Int) -> Bool {
        guard let spelling = exactWords[use] else { return false }
        // A word that goes on behind a `*` is longer than its spelling.
        return zip(place, spelling).allSatisfy { (word, spelling) in
            word.range.count >= spelling.count && spelling.indices.allSatisfy { spelling[$0] == bytes[word.start + $0] }
        }
    }

    private func begins(_ bytes: Span<UInt8>, _ word: Token, with prefix: ArraySlice<UInt8>) -> Bool {
        var index = word.start
        var wanted = prefix.startIndex
        while wanted < prefix.endIndex {
            guard index < word.end else { return false }
            if bytes[index] < 0x80 {
                guard bytes[index].asciiLowered == prefix[wanted] else { return false }
                index += 1
                wanted += 1
            } else {
                let (value, length) = bytes.scalar(at: index)
                let folded = Unicodes.loweredUTF8(value)
                guard prefix[wanted...].starts(with: folded) else { return false }
                index += length
                wanted += folded.count
            }
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

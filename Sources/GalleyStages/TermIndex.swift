internal import GalleyText

/// The terms of one language, laid out to be found in one pass over an article's words.
///
/// A term is a path through a trie, a word at each step, whose steps lie in one table by the place they leave and the
/// first four bytes of their word. A table of 16 KiB, asked first, turns most words of a text away: how many bytes may
/// a word have that begins with these four, and begins a term?
struct TermIndex: Sendable {
    /// A term that was found.
    struct Hit: Sendable {
        /// The number of the use.
        let use: Int32
        /// The topic, and what the term does for it: at one place the most exact term of a lane is found.
        let lane: Int16
        /// Where, in bytes of the text; -1 for the headline.
        let offset: Int
    }

    /// For each hash of a first word's first four bytes, a bit for each length that it may have; the highest for all from 15.
    private let firsts: [UInt16]
    /// Where terms begin.
    private let root: Node
    private let entries: [Entry]
    /// By bucket; within one whole words first, then beginnings, the longest first.
    private let steps: [Step]
    /// Where each bucket's steps begin, and the end of the last.
    private let buckets: [Int32]
    private let shift: UInt64
    /// How many words the longest term has.
    private let longest: Int
    /// All words of terms in lower case.
    private let letters: [UInt8]
    /// The words, as written, of terms whose case counts.
    private let spellings: [UInt8]

    /// A place in the trie.
    private struct Node: BitwiseCopyable, Sendable {
        /// Its number.
        var number: Int32 = 0
        /// The first of the uses of the term that ends here; -1 for none.
        var firstEntry: Int32 = -1
        /// The words that may follow, by the lower bits of their first bytes: a bit for each of 32 kinds.
        var nexts: UInt32 = 0
        /// Words may follow of which fewer than four bytes are given.
        var hasShortBeginnings = false
    }
    private struct Entry: BitwiseCopyable, Sendable {
        let use: Int32
        let lane: Int16
        /// No use follows of the same term.
        var isLast = false
        /// Where the words as written are, each with a zero behind it; -1 if case does not count.
        let spelling: Int32
    }
    /// A word of a term: half a line of the processor's cache, with all that most words of a text are asked for.
    private struct Step: BitwiseCopyable, Sendable {
        /// The first eight bytes of the word, the first in the lowest place.
        let head: UInt64
        /// The place it leaves.
        let from: Int32
        /// Where its bytes are.
        let start: Int32
        /// The place it leads to.
        var to: Node
        /// The word may go on behind these bytes.
        let isBeginning: Bool
        /// How many bytes there are.
        let count: UInt16

        /// Which bytes of a word's head are compared.
        var mask: UInt64 { isBeginning && count < 8 ? 1 &<< UInt64(count &* 8) &- 1 : .max }

        /// It lies where zeros stand for the first four bytes.
        var isShort: Bool { isBeginning && count < 4 }

        /// Whole words come first, then beginnings, the longest first.
        func isBefore(_ other: Step) -> Bool {
            if isBeginning != other.isBeginning { return other.isBeginning }
            return isBeginning && count > other.count
        }
    }

    /// Lays out those of the taxonomy's uses that are wanted; hits name their numbers.
    init(_ taxonomy: Taxonomy, where isWanted: (Taxonomy.Use) -> Bool) {
        let uses = taxonomy.uses
        longest = uses.reduce(1) { max($0, $1.term.words.count) }
        var trie = TermTrie(most: uses.count * 2)
        var ends: [(use: Int32, node: Int32)] = []
        ends.reserveCapacity(uses.count)
        for number in uses.indices where isWanted(uses[number]) {
            ends.append((Int32(number), Int32(trie.add(uses[number].term, of: taxonomy.words))))
        }
        // Uses by place, in their order, those whose case counts first.
        var nodes = (0..<trie.count).map { Node(number: Int32($0)) }
        var entries: [Entry] = []
        var spellings: [UInt8] = []
        entries.reserveCapacity(ends.count)
        let order = ends.indices.sorted { one, other in
            let (first, second) = (ends[one], ends[other])
            if first.node != second.node { return first.node < second.node }
            let areExact = (uses[Int(first.use)].term.isExact, uses[Int(second.use)].term.isExact)
            return areExact.0 == areExact.1 ? one < other : areExact.0
        }
        for number in order {
            let (number, node) = ends[number]
            let use = uses[Int(number)]
            if nodes[Int(node)].firstEntry < 0 {
                if !entries.isEmpty { entries[entries.count - 1].isLast = true }
                nodes[Int(node)].firstEntry = Int32(entries.count)
            }
            entries.append(
                Entry(
                    use: number,
                    lane: Int16(use.topic * 4 + use.role.rawValue),
                    spelling: use.term.isExact ? Int32(spellings.count) : -1
                )
            )
            guard use.term.isExact else { continue }
            for word in use.term.words {
                spellings += taxonomy.words.written[taxonomy.words[word].written]
                spellings.append(0)
            }
        }
        if !entries.isEmpty { entries[entries.count - 1].isLast = true }
        // Steps by bucket.
        let bits = max(4, Int.bitWidth - trie.steps.count.leadingZeroBitCount)
        let shift = UInt64(64 - bits)
        var buckets = [Int32](repeating: 0, count: 1 << bits + 1)
        var firsts = [UInt16](repeating: 0, count: 1 << Self.firstBits)
        let words = taxonomy.words
        let drafts = trie.steps.map { step -> (step: Step, bucket: Int) in
            let bytes = words[step.word].folded
            let head = Self.head(words.folded, bytes)
            let draft = Step(
                head: head,
                from: step.from,
                start: Int32(bytes.lowerBound),
                to: nodes[Int(step.to)],
                isBeginning: step.isBeginning,
                count: UInt16(clamping: bytes.count)
            )
            let letters = draft.isShort ? 0 : UInt32(truncatingIfNeeded: head)
            return (draft, Int(Self.key(letters, from: step.from) >> shift))
        }
        for (step, bucket) in drafts {
            buckets[bucket + 1] += 1
            nodes[Int(step.from)].nexts |= 1 << UInt32(step.head & 31)
            if step.isShort { nodes[Int(step.from)].hasShortBeginnings = true }
            guard step.from == 0 else { continue }
            let lengths: UInt16 =
                step.isBeginning ? .max << min(step.count, 15) : 1 << min(step.count, 15)
            firsts[Self.first(UInt32(truncatingIfNeeded: step.head))] |= lengths
        }
        for bucket in 1..<buckets.count { buckets[bucket] += buckets[bucket - 1] }
        var next = buckets
        let none = Step(head: 0, from: 0, start: 0, to: Node(), isBeginning: false, count: 0)
        var steps = [Step](repeating: none, count: drafts.count)
        for (draft, bucket) in drafts {
            var step = draft
            step.to = nodes[Int(step.to.number)]
            var place = Int(next[bucket])
            next[bucket] += 1
            while place > Int(buckets[bucket]), step.isBefore(steps[place - 1]) {
                steps[place] = steps[place - 1]
                place -= 1
            }
            steps[place] = step
        }
        (root, self.entries, self.steps, self.buckets) = (nodes[0], entries, steps, buckets)
        (self.firsts, self.shift, self.spellings, letters) = (firsts, shift, spellings, words.folded)
    }

    private static let firstBits = 13

    /// An odd number near 2⁶⁴ over the golden ratio, which spreads keys over the upper bits.
    private static let spread: UInt64 = 0x9e37_79b9_7f4a_7c15

    @inline(__always)
    private static func key(_ letters: UInt32, from node: Int32) -> UInt64 {
        (UInt64(letters) | UInt64(UInt32(bitPattern: node)) << 32) &* spread
    }

    @inline(__always)
    private static func first(_ letters: UInt32) -> Int { Int((UInt64(letters) &* spread) >> UInt64(64 - firstBits)) }

    private static func head(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
        bytes.span.block(at: range.lowerBound, before: range.upperBound)
    }

    /// Finds terms among the first words of a range: at each place the one of most words, and then goes on behind it.
    ///
    /// - Parameters:
    ///   - most: how many words are read.
    ///   - isHeadline: hits are of the headline, and have no offset.
    /// - Returns: how many words were read.
    /// - Complexity: O(*n*) in the words, times the words of the longest term.
    func find(
        in bytes: Span<UInt8>,
        _ range: Range<Int>,
        most: Int = .max,
        isHeadline: Bool = false,
        into hits: inout [Hit]
    ) -> Int {
        guard most > 0 else { return 0 }
        var count = 0
        var found = Found(limit: range.upperBound, longest: longest)
        bytes.forEachWord(in: range) { place, isASCII in
            count &+= 1
            if place.lowerBound >= found.end {
                let word = isASCII ? Word(ascii: place, bytes) : found.folded(place, bytes)
                let lengths = firsts[Self.first(UInt32(truncatingIfNeeded: word.head))]
                if lengths &>> UInt16(truncatingIfNeeded: min(word.count, 15)) & 1 != 0 {
                    found.begin(offset: isHeadline ? -1 : place.lowerBound, wordsLeft: most &- count, hits.count)
                    findLongest(in: bytes, word, &found, &hits)
                }
            }
            return count < most
        }
        return count
    }

    /// A word of the text as it is compared: in lower case.
    private struct Word {
        let place: Range<Int>
        /// Its first eight bytes, the first in the lowest place, and zeros if it is shorter.
        let head: UInt64
        /// How many bytes it has.
        let count: Int
        let isASCII: Bool

        @inline(__always)
        init(ascii place: Range<Int>, _ bytes: Span<UInt8>) {
            (self.place, head, count, isASCII) = (place, bytes.head(of: place), place.count, true)
        }

        init(_ place: Range<Int>, folded: [UInt8]) {
            (self.place, head, count, isASCII) = (place, TermIndex.head(folded, folded.indices), folded.count, false)
        }
    }

    /// What was found at one place of the text.
    private struct Found {
        /// Where the text ends.
        let limit: Int
        /// How many words it has behind the place's first.
        private(set) var wordsLeft = 0
        /// The offset to note.
        private(set) var offset = 0
        /// The first hit.
        private(set) var firstHit = 0
        /// The words looked at, as many as `count`.
        var words: [Range<Int>]
        var count = 0
        /// How many of them the terms found have.
        var length = 0
        /// Where the last term found ends, here or before.
        var end = 0
        /// A term whose case counts was found: it takes the place from those of which it does not.
        var isExact = false
        /// The word looked at in lower case, if it is not ASCII.
        private(set) var letters: [UInt8] = []

        init(limit: Int, longest: Int) {
            self.limit = limit
            words = [Range<Int>](repeating: 0..<0, count: longest)
        }

        @inline(__always)
        mutating func begin(offset: Int, wordsLeft: Int, _ firstHit: Int) {
            (self.offset, self.wordsLeft, self.firstHit) = (offset, wordsLeft, firstHit)
            (count, length, isExact) = (0, 0, false)
        }

        mutating func folded(_ place: Range<Int>, _ bytes: Span<UInt8>) -> Word {
            letters.removeAll(keepingCapacity: true)
            letters.append(folding: bytes, place)
            return Word(place, folded: letters)
        }
    }

    /// Finds the terms of most words that begin with a word.
    private func findLongest(in bytes: Span<UInt8>, _ first: Word, _ found: inout Found, _ hits: inout [Hit]) {
        var (node, word) = (root, first)
        while true {
            found.words[found.count] = word.place
            found.count += 1
            let letters = UInt32(truncatingIfNeeded: word.head)
            let next = take(letters, from: node.number, in: bytes, word, &found, &hits)
            if node.hasShortBeginnings { _ = take(0, from: node.number, in: bytes, word, &found, &hits) }
            guard let next, next.nexts != 0, found.count <= found.wordsLeft,
                let start = Self.joined(bytes, word.place, before: found.limit)
            else { return }
            let byte = bytes[start]
            guard byte >= 0x80 || next.nexts &>> UInt32(byte & 31) & 1 != 0 else { return }
            if let end = bytes.endOfASCIIWord(at: start, before: found.limit) {
                word = Word(ascii: start..<end, bytes)
            } else if let place = bytes.nextWord(from: start, before: found.limit) {
                word = found.folded(place, bytes)
            } else {
                return
            }
            node = next
        }
    }

    /// Takes the uses of the terms that end with a word, and says where the whole word leads.
    ///
    /// - Parameter letters: the word's first four bytes; 0 for beginnings of fewer.
    @inline(__always)
    private func take(
        _ letters: UInt32,
        from node: Int32,
        in bytes: Span<UInt8>,
        _ word: Word,
        _ found: inout Found,
        _ hits: inout [Hit]
    ) -> Node? {
        let bucket = Int(truncatingIfNeeded: Self.key(letters, from: node) &>> shift)
        var next: Node?
        var number = Int(buckets[bucket])
        let end = Int(buckets[bucket &+ 1])
        while number < end {
            let step = steps[number]
            number &+= 1
            guard word.head & step.mask == step.head, step.from == node, step.isShort == (letters == 0),
                step.isBeginning ? word.count >= Int(step.count) : word.count == Int(step.count),
                step.count <= 8 || hasTail(of: step, bytes, word, found)
            else { continue }
            if !step.isBeginning { next = step.to }
            if step.to.firstEntry >= 0 { take(Int(step.to.firstEntry), in: bytes, &found, &hits) }
        }
        return next
    }

    /// Takes the uses of the term that the words looked at are, unless a more exact one of their lane was found there.
    private func take(_ first: Int, in bytes: Span<UInt8>, _ found: inout Found, _ hits: inout [Hit]) {
        var number = first
        var isLast = false
        entries: while !isLast {
            let entry = entries[number]
            (number, isLast) = (number + 1, entry.isLast)
            let isExact = entry.spelling >= 0
            if isExact, !isSpelled(bytes, found, entry) { continue }
            if found.length < found.count {
                hits.removeLast(hits.count - found.firstHit)
                (found.length, found.isExact) = (found.count, isExact)
                found.end = found.words[found.count - 1].upperBound
            } else if found.isExact, !isExact {
                continue
            }
            for number in found.firstHit..<hits.count where hits[number].lane == entry.lane { continue entries }
            hits.append(Hit(use: entry.use, lane: entry.lane, offset: found.offset))
        }
    }

    private func isSpelled(_ bytes: Span<UInt8>, _ found: Found, _ entry: Entry) -> Bool {
        var wanted = Int(entry.spelling)
        for number in 0..<found.count {
            let word = found.words[number]
            // A word that goes on behind a `*` is longer than its spelling.
            var index = word.lowerBound
            while spellings[wanted] != 0 {
                guard index < word.upperBound, bytes[index] == spellings[wanted] else { return false }
                (index, wanted) = (index + 1, wanted + 1)
            }
            wanted += 1
        }
        return true
    }

    private func hasTail(of step: Step, _ bytes: Span<UInt8>, _ word: Word, _ found: Found) -> Bool {
        for index in 8..<Int(step.count) {
            let byte = word.isASCII ? bytes[word.place.lowerBound + index] | 0x20 : found.letters[index]
            if byte != letters[Int(step.start) + index] { return false }
        }
        return true
    }

    /// Where a word may begin that is a neighbour of `word` in a phrase.
    ///
    /// Between them may stand white space without a blank line, a hyphen, an apostrophe, a full stop behind a lone letter
    /// (`U.S. Army`), or any one of `./&` without space.
    private static func joined(_ bytes: Span<UInt8>, _ word: Range<Int>, before end: Int) -> Int? {
        var feeds = 0
        var index = word.upperBound
        // As most words are parted.
        if index + 1 < end, bytes[index] == 0x20, bytes[index + 1].isASCIILetter { return index + 1 }
        while index < end {
            let (value, length) = bytes.scalar(at: index)
            if Unicodes.isWord(value) { return feeds < 2 ? index : nil }
            switch value {
            case 0x20: break
            case 0x0A: feeds += 1
            case 0x2D, 0x27, 0xAD, 0x2010, 0x2011, 0x2019: break
            case 0x2E where word.count == 1: break
            case 0x2E, 0x2F, 0x26:
                guard index == word.upperBound, index + 1 < end else { return nil }
                return Unicodes.isWord(bytes.scalar(at: index + 1).value) ? index + 1 : nil
            default: guard Unicodes.isSpace(value) else { return nil }
            }
            index += length
        }
        return nil
    }
}

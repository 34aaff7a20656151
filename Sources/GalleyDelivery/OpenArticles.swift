internal import GalleyText

/// Articles in memory, to which more can be added.
struct OpenArticles: ArticleStore {
    private var articles: [StoredArticle] = []
    private var names: [[UInt8]] = []
    private var shingles = PostingTable()
    private var words = PostingTable()

    var count: Int { articles.count }

    mutating func append(_ entry: ArticleEntry) {
        let number = UInt32(articles.count)
        articles.append(entry.article)
        names.append(entry.name)
        for hash in entry.sample { shingles.add(number, to: hash) }
        words.add(number, to: Self.key(entry.article.traits.exact))
    }

    func article(_ number: Int) -> StoredArticle { articles[number] }
    func name(of number: Int) -> [UInt8] { names[number] }

    func collect(_ sample: [UInt32], limit: Int, into hits: inout [UInt64], _ count: (UInt32, Int) -> Void) {
        for hash in sample {
            let before = hits.count
            shingles.forEach(of: hash) { number in
                hits.append(UInt64(hash) << 32 | UInt64(number))
                return hits.count - before <= limit
            }
            count(hash, hits.count - before)
            if hits.count - before > limit { hits.removeLast(hits.count - before) }
        }
    }

    func forEachAlike(_ exact: (high: UInt64, low: UInt64), _ body: (Int) -> Void) {
        words.forEach(of: Self.key(exact)) { number in
            body(Int(number))
            return true
        }
    }

    private static func key(_ exact: (high: UInt64, low: UInt64)) -> UInt32 {
        UInt32(truncatingIfNeeded: exact.high ^ exact.high >> 32)
    }

    /// What is to be written of them: numbers in the order of their words' hash, and postings in that of shingles, with
    /// the places in that order as numbers.
    func sorted() -> (order: [Int], postings: [UInt64]) {
        let order = articles.indices.filter { articles[$0].traits.words > 0 }.sorted {
            let (one, other) = (articles[$0].traits.exact, articles[$1].traits.exact)
            return one == other ? $0 < $1 : one < other
        }
        var places = [Int](repeating: -1, count: articles.count)
        for (place, number) in order.enumerated() { places[number] = place }
        var postings: [UInt64] = []
        shingles.forEach { hash, number in
            let place = places[Int(number)]
            if place >= 0 { postings.append(UInt64(hash) << 32 | UInt64(place)) }
        }
        postings.sort()
        return (order, postings)
    }
}

/// An article on its way into an index.
struct ArticleEntry {
    let article: StoredArticle
    let sample: [UInt32]
    let name: [UInt8]
    /// The number of its copy in the manifest of its batch.
    let copy: Int
}

/// Numbers by hash, several for each, in one open-addressed table with chains.
private struct PostingTable {
    private var keys = [UInt32](repeating: 0, count: 16)
    /// The last posting of each key; -1 in a free slot.
    private var heads = [Int32](repeating: -1, count: 16)
    private var used = 0
    private var postings: [(number: UInt32, next: Int32)] = []

    mutating func add(_ number: UInt32, to key: UInt32) {
        if used * 2 >= keys.count { grow() }
        let slot = slot(of: key)
        if heads[slot] < 0 { (keys[slot], used) = (key, used + 1) }
        postings.append((number, heads[slot]))
        heads[slot] = Int32(postings.count - 1)
    }

    /// Calls `body` with the numbers of a key, the last first, as long as it returns `true`.
    func forEach(of key: UInt32, _ body: (UInt32) -> Bool) {
        var index = heads[slot(of: key)]
        while index >= 0 {
            let posting = postings[Int(index)]
            guard body(posting.number) else { return }
            index = posting.next
        }
    }

    func forEach(_ body: (_ key: UInt32, _ number: UInt32) -> Void) {
        for slot in heads.indices where heads[slot] >= 0 {
            var index = heads[slot]
            while index >= 0 {
                body(keys[slot], postings[Int(index)].number)
                index = postings[Int(index)].next
            }
        }
    }

    /// The slot of a key, or the free one where it would be.
    private func slot(of key: UInt32) -> Int {
        // The low bits of sampled hashes are zero.
        var slot = Int((key &* 0x9E37_79B1) >> 8) & (keys.count - 1)
        if keys.count > 1 << 24 { slot = Int(key.byteSwapped) & (keys.count - 1) }
        while heads[slot] >= 0, keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }

    private mutating func grow() {
        let (oldKeys, oldHeads) = (keys, heads)
        keys = [UInt32](repeating: 0, count: oldKeys.count * 2)
        heads = [Int32](repeating: -1, count: oldKeys.count * 2)
        for (key, head) in zip(oldKeys, oldHeads) where head >= 0 {
            let slot = slot(of: key)
            (keys[slot], heads[slot]) = (key, head)
        }
    }
}

internal import GalleyText

/// Articles by number, which can be found by the hashes of their shingles and of all their words.
protocol ArticleStore {
    /// How many articles it holds.
    var count: Int { get }
    func article(_ number: Int) -> StoredArticle
    func name(of number: Int) -> [UInt8]
    /// Appends `hash << 32 | number` for each article that has one of the shingles, but for those that more than `limit`
    /// have, and tells how many there were.
    func collect(_ sample: [UInt32], limit: Int, into hits: inout [UInt64], _ count: (UInt32, Int) -> Void)
    /// Calls `body` with the number of each article that may have the same words.
    func forEachAlike(_ exact: (high: UInt64, low: UInt64), _ body: (Int) -> Void)
}

/// A shingle that more articles have than this is a formula of the trade, and tells of nobody.
let longestPosting = 200

extension ArticleStore {
    /// The article that another resembles most, of those that were delivered since a time.
    ///
    /// - Complexity: a few looks for each sampled shingle.
    func closest(to sketch: Sketch, since time: Int) -> Resemblance? {
        var best: Likeness?
        forEachAlike(sketch.traits.exact) { number in
            let other = article(number)
            guard other.time >= time,
                let relation = Relation(sketch.traits, to: other.traits, containment: 0, shared: 0)
            else { return }
            let found = Likeness(relation, number, other, containment: 1, shared: sketch.sample.count)
            if best.map({ found.isCloser(than: $0) }) ?? true { best = found }
        }
        if best == nil { best = similar(to: sketch, since: time) }
        return best.map { found in
            Resemblance(
                found.relation,
                of: String(decoding: name(of: found.number), as: UTF8.self),
                time: found.article.time,
                words: found.article.traits.words,
                containment: found.containment,
                shared: found.shared
            )
        }
    }

    private func similar(to sketch: Sketch, since time: Int) -> Likeness? {
        var hits: [UInt64] = []
        hits.reserveCapacity(sketch.sample.count)
        /// How many of the sketch's shingles have so many zero bits at the end, but for those that tell of nobody.
        var zeros = InlineArray<8, Int>(repeating: 0)
        collect(sketch.sample, limit: longestPosting, into: &hits) { hash, count in
            if count <= longestPosting { zeros[min(hash.trailingZeroBitCount, Sketch.levels - 1)] += 1 }
        }
        guard hits.count >= Relation.leastShared else { return nil }
        // By article, and then by hash.
        for index in hits.indices { hits[index] = hits[index] << 32 | hits[index] >> 32 }
        hits.sort()
        var best: Likeness?
        var start = 0
        while start < hits.count {
            let number = hits[start] >> 32
            var end = start + 1
            while end < hits.count, hits[end] >> 32 == number { end += 1 }
            defer { start = end }
            guard end - start >= Relation.leastShared else { continue }
            let other = article(Int(number))
            guard other.time >= time else { continue }
            let level = max(other.level, sketch.step.trailingZeroBitCount)
            let mask = UInt64(1 << level - 1)
            let shared = hits[start..<end].count { $0 & mask == 0 }
            var own = 0
            for level in level..<Sketch.levels { own += zeros[level] }
            let fewer = min(own, Int(other.counts[level]))
            let containment = fewer == 0 ? 0 : min(1, Double(shared) / Double(fewer))
            guard
                let relation = Relation(
                    sketch.traits,
                    to: other.traits,
                    containment: containment,
                    shared: shared
                )
            else { continue }
            let found = Likeness(relation, Int(number), other, containment: containment, shared: shared)
            if best.map({ found.isCloser(than: $0) }) ?? true { best = found }
        }
        return best
    }
}

/// A number of an article, and how another resembles it.
private struct Likeness {
    let relation: Relation
    let number: Int
    let article: StoredArticle
    let containment: Double
    let shared: Int

    init(_ relation: Relation, _ number: Int, _ article: StoredArticle, containment: Double, shared: Int) {
        (self.relation, self.number, self.article) = (relation, number, article)
        (self.containment, self.shared) = (containment, shared)
    }

    func isCloser(than other: Likeness) -> Bool {
        if containment != other.containment { return containment > other.containment }
        if shared != other.shared { return shared > other.shared }
        return (article.time, number) < (other.article.time, other.number)
    }
}

extension Resemblance {
    /// The closer of two, of which either may be missing.
    static func closer(_ one: Resemblance?, _ other: Resemblance?) -> Resemblance? {
        guard let one, let other else { return one ?? other }
        return other.isCloser(than: one) ? other : one
    }

    /// Whether it is to be told rather than another: the same words before all, else the most in common, else the
    /// earlier.
    func isCloser(than other: Resemblance) -> Bool {
        if (relation == .exact) != (other.relation == .exact) { return relation == .exact }
        if containment != other.containment { return containment > other.containment }
        return shared == other.shared ? time < other.time : shared > other.shared
    }
}

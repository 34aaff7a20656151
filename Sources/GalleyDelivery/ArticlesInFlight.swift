internal import Dispatch
internal import GalleyText
internal import Synchronization

/// The articles of all batches on their way, so that copies in two of them see each other.
///
/// An article is noted before others are looked at, so of two that are judged at once at least one sees the other. It
/// waits until the other's batch has come to its end, and is then judged again, as if it had come later.
final class ArticlesInFlight: Sendable {
    private struct Batch {
        var articles = OpenArticles()
        /// More of them, which were written.
        var parts: [ArticleSegment] = []
        /// The article that is being judged.
        var judged = OpenArticles()
        /// Left when the batch is at its end.
        let end = DispatchGroup()
        /// How many were judged.
        var turn = 0
        /// The batch that it waits for.
        var other: Int?
    }

    /// A batch with an article that resembles one of another batch.
    struct Rival {
        fileprivate let number: Int
        fileprivate let turn: Int
        /// Whether the article is to be delivered; else it is being judged too.
        fileprivate var isAhead: Bool
    }

    /// How it went to wait.
    enum Wait {
        /// There is nothing to wait for: the article is the first of its kind.
        case needless
        /// A rival has come to its end, or further: the article is to be judged again.
        case over
        /// A rival waits for this batch.
        case entangled
    }

    private struct State {
        var batches: [Int: Batch] = [:]
        var last = 0
    }

    private let state = Mutex(State())

    /// Notes a batch that begins.
    ///
    /// - Returns: its number.
    func begin() -> Int {
        state.withLock { state in
            state.last += 1
            let batch = Batch()
            batch.end.enter()
            state.batches[state.last] = batch
            return state.last
        }
    }

    /// Forgets a batch that is committed, or is not on its way any more; who waits for it goes on.
    func end(_ number: Int) {
        state.withLock { $0.batches.removeValue(forKey: number) }?.end.leave()
    }

    /// Notes an article of a batch.
    func append(_ entry: ArticleEntry, to number: Int) {
        state.withLock { $0.batches[number]?.articles.append(entry) }
    }

    /// Replaces the articles of a batch.
    func replace(_ entries: [ArticleEntry], _ parts: [ArticleSegment], of number: Int) {
        state.withLock { state in
            state.batches[number]?.judged = OpenArticles()
            state.batches[number]?.articles = OpenArticles()
            state.batches[number]?.parts = parts
            for entry in entries { state.batches[number]?.articles.append(entry) }
        }
    }

    /// Looks at the articles on their way.
    ///
    /// - Parameter entry: the article that is judged, noted until the next one is.
    /// - Returns: the closest of its own batch, and the other batches with one that it resembles.
    func look(at sketch: Sketch, _ entry: ArticleEntry, of number: Int) -> (own: Resemblance?, rivals: [Rival]) {
        let (own, others) = state.withLock { state in
            state.batches[number]?.judged = OpenArticles()
            state.batches[number]?.judged.append(entry)
            state.batches[number]?.turn += 1
            let own = state.batches[number].map { ($0.articles.closest(to: sketch, since: .min), $0.parts) }
            let others = state.batches.filter { $0.key != number }.map { other, batch in
                let isAhead = batch.articles.closest(to: sketch, since: .min) != nil
                let isJudged = batch.judged.closest(to: sketch, since: .min) != nil
                return (Rival(number: other, turn: batch.turn, isAhead: isAhead), isJudged, batch.parts)
            }
            return (own, others)
        }
        // What was written does not change; it is looked up while others go on.
        var best = own?.0
        for part in own?.1 ?? [] { best = Resemblance.closer(best, part.closest(to: sketch, since: .min)) }
        let rivals = others.compactMap { rival, isJudged, parts -> Rival? in
            var rival = rival
            if !rival.isAhead { rival.isAhead = parts.contains { $0.closest(to: sketch, since: .min) != nil } }
            return rival.isAhead || isJudged ? rival : nil
        }
        return (best, rivals)
    }

    /// Whether another batch waits for one.
    func isWaited(for number: Int) -> Bool {
        state.withLock { $0.batches.values.contains { $0.other == number } }
    }

    /// Waits until one of the batches that were seen to have an article like the last one is at its end.
    func wait(_ number: Int, for rivals: [Rival]) -> Wait {
        let found = state.withLock { state -> (wait: Wait, end: DispatchGroup?) in
            for rival in rivals {
                guard let batch = state.batches[rival.number], batch.turn == rival.turn || rival.isAhead else {
                    return (.over, nil)
                }
                // Who waits is judged again, and then sees this one.
                if !rival.isAhead, batch.other != nil { continue }
                var next = batch.other
                while let other = next {
                    if other == number { return (.entangled, nil) }
                    next = state.batches[other]?.other
                }
                state.batches[number]?.other = rival.number
                return (.over, batch.end)
            }
            return (.needless, nil)
        }
        guard let end = found.end else { return found.wait }
        end.wait()
        state.withLock { $0.batches[number]?.other = nil }
        return .over
    }
}

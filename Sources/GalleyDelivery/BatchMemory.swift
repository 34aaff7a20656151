public import GalleyText

/// The memory of one batch, or of one run of a command: the articles on their way, and behind them an index.
///
/// Articles of one batch see each other in their order. Those of other batches count when they are committed.
public final class BatchMemory: ArticleMemory {
    private let index: ArticleIndex?
    private var own = OpenArticles()
    /// What is to be logged, in order.
    private(set) var entries: [ArticleEntry] = []
    /// The number of the copy that is being made.
    var copy = 0

    /// A memory without any article.
    public init(_ index: ArticleIndex?) { self.index = index }

    /// Looks among the articles on their way, and in the index.
    public func closest(to sketch: Sketch, days: Int) -> Resemblance? {
        let known = index?.closest(to: sketch, days: days)
        guard let own = own.closest(to: sketch, since: .min) else { return known }
        return known.map { own.isCloser(than: $0) ? own : $0 } ?? own
    }

    /// Notes an article.
    public func remember(_ sketch: Sketch, as name: String) {
        let article = StoredArticle(sketch, time: ArticleIndex.now)
        let entry = ArticleEntry(article: article, sample: sketch.sample, name: Array(name.utf8), copy: copy)
        entries.append(entry)
        own.append(entry)
    }

    /// Forgets the articles behind the first so many, since the file that held them is not delivered.
    func forget(from count: Int) {
        guard entries.count > count else { return }
        entries.removeLast(entries.count - count)
        own = OpenArticles()
        for entry in entries { own.append(entry) }
    }
}

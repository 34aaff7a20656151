public import GalleyText

/// The memory of one batch, or of one run of a command: the articles on their way, and behind them an index.
///
/// Articles of one batch see each other in their order. Those of other batches count when they are committed; an article
/// that resembles one on its way waits for that.
public final class BatchMemory: ArticleMemory {
    private let index: ArticleIndex?
    private let inFlight: ArticlesInFlight
    /// The batch among those in flight.
    private let number: Int
    /// Other batches, which have an article that resembles the last one.
    private var rivals: [ArticlesInFlight.Rival] = []
    /// What is to be logged, in order.
    private(set) var entries: [ArticleEntry] = []
    /// The number of the copy that is being made.
    var copy = 0
    /// Whether an article resembles one of a batch that waits for this one; its file has to go back.
    private(set) var isEntangled = false

    /// A memory without any article.
    public init(_ index: ArticleIndex?) {
        self.index = index
        inFlight = index?.inFlight ?? ArticlesInFlight()
        number = inFlight.begin()
    }

    deinit { end() }

    /// Lets go on who waits for its articles, since they count now, or are not on their way any more.
    func end() { inFlight.end(number) }

    /// Looks among the articles on their way, and in the index.
    public func closest(to sketch: Sketch, days: Int) -> Resemblance? {
        // In this order: a batch is in flight until its articles are in the index.
        let (own, rivals) = inFlight.look(at: sketch, entry(sketch, ""), of: number)
        self.rivals = rivals
        let known = index?.closest(to: sketch, days: days)
        guard let own else { return known }
        return known.map { own.isCloser(than: $0) ? own : $0 } ?? own
    }

    /// Waits for another batch, if the last article resembles one of it.
    public func hasWaited() -> Bool {
        guard !isEntangled else { return false }
        defer { rivals = [] }
        switch inFlight.wait(number, for: rivals) {
        case .needless: return false
        case .over: return true
        case .entangled:
            isEntangled = true
            return false
        }
    }

    /// Notes an article.
    public func remember(_ sketch: Sketch, as name: String) {
        let entry = entry(sketch, name)
        entries.append(entry)
        inFlight.append(entry, to: number)
    }

    /// Forgets the articles behind the first so many, since the file that held them is not delivered.
    func forget(from count: Int) {
        isEntangled = false
        guard entries.count > count else { return }
        entries.removeLast(entries.count - count)
        inFlight.replace(entries, of: number)
    }

    private func entry(_ sketch: Sketch, _ name: String) -> ArticleEntry {
        let article = StoredArticle(sketch, time: ArticleIndex.now)
        return ArticleEntry(article: article, sample: sketch.sample, name: Array(name.utf8), copy: copy)
    }
}

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
    /// Articles before them that were written, since there are many.
    private(set) var parts: [(segment: ArticleSegment, copy: Int)] = []
    /// The index has taken the parts: they are not removed with this memory.
    var isLogged = false
    /// The number of the copy that is being made, and how much there was of each before it.
    private var copy = (number: 0, entries: 0, parts: 0)
    /// So many articles of one copy are written as a part.
    private let many: Int
    /// With so many the next one is tried.
    private var next: Int
    /// Whether an article resembles one of a batch that waits for this one; its file has to go back.
    private(set) var isEntangled = false

    /// A memory without any article.
    public convenience init(_ index: ArticleIndex?) { self.init(index, partsOf: ArticleIndex.many) }

    /// A memory that writes so many articles of one copy as a part.
    init(_ index: ArticleIndex?, partsOf many: Int) {
        (self.index, self.many, next) = (index, many, many)
        inFlight = index?.inFlight ?? ArticlesInFlight()
        number = inFlight.begin()
    }

    deinit { end() }

    /// Lets go on who waits for its articles, since they count now, or are not on their way any more.
    func end() {
        inFlight.end(number)
        if !isLogged { remove(partsFrom: 0) }
    }

    /// Looks among the articles on their way, and in the index.
    public func closest(to sketch: Sketch, days: Int) -> Resemblance? {
        // In this order: a batch is in flight until its articles are in the index.
        let (own, rivals) = inFlight.look(at: sketch, entry(sketch, ""), of: number)
        self.rivals = rivals
        let known = index?.closest(to: sketch, days: days)
        return Resemblance.closer(known, own)
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
        if entries.count - copy.entries >= next { writePart() }
    }

    /// Begins with another file, whose copy has a number.
    func begin(_ number: Int) {
        copy = (number, entries.count, parts.count)
        next = many
    }

    /// Forgets the articles of the file that was begun last, since it is not delivered.
    func forget() {
        isEntangled = false
        guard entries.count > copy.entries || parts.count > copy.parts else { return }
        entries.removeLast(entries.count - copy.entries)
        remove(partsFrom: copy.parts)
        inFlight.replace(entries, parts.map(\.segment), of: number)
    }

    /// Writes the articles of a long file so far, so that memory does not grow with it.
    ///
    /// Where they cannot be written, they stay in memory.
    private func writePart() {
        next += many
        do throws(SystemFailure) {
            guard let index, let part = try index.writePart(Array(entries[copy.entries...])) else { return }
            parts.append((part, copy.number))
            entries.removeLast(entries.count - copy.entries)
            next = many
            while parts.count - copy.parts > 1, let both = try index.mergePart(parts.suffix(2).map(\.segment)) {
                parts.replaceSubrange((parts.count - 2)..., with: [(both, copy.number)])
            }
        } catch {}
        inFlight.replace(entries, parts.map(\.segment), of: number)
    }

    private func remove(partsFrom count: Int) {
        for part in parts[count...] { index?.removePart(part.segment.name) }
        parts.removeLast(parts.count - count)
    }

    private func entry(_ sketch: Sketch, _ name: String) -> ArticleEntry {
        let article = StoredArticle(sketch, time: ArticleIndex.now)
        return ArticleEntry(article: article, sample: sketch.sample, name: Array(name.utf8), copy: copy.number)
    }
}

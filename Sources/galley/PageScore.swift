internal import GalleyText

/// How near the clean copy of a page is to the article that people found in it.
///
/// A word of the page is the article's if it stands in a run of four words that the gold body has too; each run of the
/// gold body counts for one of the page. The headline may be there once, whether the gold body has it or not.
struct PageScore {
    /// The folder of gold bodies that the page is in, and its file there.
    let (set, name): (String, String)
    /// Of the words of the copy, the share that are the gold body's; of those of the gold body, the share in the copy.
    private(set) var words = Agreement()
    /// The same for runs of four words.
    private(set) var runs = Agreement()
    /// The share of the article's words in the page that the copy lacks; `nil` if the page has none.
    let damage: Double?
    /// The share of the page's other words that the copy has; `nil` if the page has none.
    let residue: Double?
    /// How many words of the article the copy lacks, and how many others it has.
    let (lost, left): (Int, Int)

    /// Precision, recall and their harmonic mean.
    struct Agreement {
        var (precision, recall, f1) = (0.0, 0.0, 0.0)

        init() {}

        /// Two bags of things, compared.
        init<Thing: Hashable>(of copy: [Thing], with gold: [Thing]) {
            guard !copy.isEmpty else { return }
            var budget = Bag(gold)
            let common = copy.reduce(0) { $0 + (budget.spend($1) ? 1 : 0) }
            precision = Double(common) / Double(copy.count)
            recall = Double(common) / Double(max(1, gold.count))
            f1 = common > 0 ? 2 * precision * recall / (precision + recall) : 0
        }

        /// The one with the greater mean, the first if they are alike.
        func better(_ other: Agreement) -> Agreement { other.f1 > f1 ? other : self }
    }

    init(set: String, name: String, page: [UInt8], copy: [UInt8], gold: [UInt8], title: String) {
        (self.set, self.name) = (set, name)
        var table = GoldWords()
        let (page, copy) = (table.words(page.span), table.words(copy.span))
        let (gold, title) = (table.words(gold.span), table.words(title.utf8.span))
        let (goldRuns, titleRuns, copyRuns) = (Self.runs(gold), Self.runs(title), Self.runs(copy))
        words = Agreement(of: copy, with: gold).better(Agreement(of: copy, with: title + gold))
        runs = Agreement(of: copyRuns, with: goldRuns).better(Agreement(of: copyRuns, with: titleRuns + goldRuns))
        let (body, all) = (Bag(goldRuns), Bag(goldRuns + titleRuns))
        let (ours, kept) = (Self.covered(page, body), Self.covered(copy, body))
        let litter = page.count - Self.covered(page, all)
        left = copy.count - Self.covered(copy, all)
        lost = max(0, ours - kept)
        damage = ours > 0 ? max(0, 1 - Double(kept) / Double(ours)) : nil
        residue = litter > 0 ? min(1, Double(left) / Double(litter)) : nil
    }

    /// The runs of four words; a shorter text is one run.
    private static func runs(_ words: [Int32]) -> [SIMD4<Int32>] {
        if words.isEmpty { return [] }
        if words.count < 4 { return [run(words, 0, words.count)] }
        return (0...words.count - 4).map { run(words, $0, 4) }
    }

    private static func run(_ words: [Int32], _ start: Int, _ count: Int) -> SIMD4<Int32> {
        var run = SIMD4<Int32>(repeating: -1)
        for place in 0..<count { run[place] = words[start + place] }
        return run
    }

    /// How many words stand in runs of the budget.
    private static func covered(_ words: [Int32], _ budget: Bag<SIMD4<Int32>>) -> Int {
        var budget = budget
        let length = min(4, words.count)
        var (count, end) = (0, 0)
        for (start, run) in runs(words).enumerated() where budget.spend(run) {
            count += start + length - max(start, end)
            end = start + length
        }
        return count
    }
}

/// Things of which each can be taken as often as it was put in.
private struct Bag<Thing: Hashable> {
    private var counts: [Thing: Int] = [:]

    init(_ things: [Thing]) {
        for thing in things { counts[thing, default: 0] += 1 }
    }

    /// Takes one out; `false` if there is none.
    mutating func spend(_ thing: Thing) -> Bool {
        guard let count = counts[thing], count > 0 else { return false }
        counts[thing] = count - 1
        return true
    }
}

/// The figures of a set of pages: means over its pages.
struct PageFigures {
    let name: String
    let pages: Int
    /// In the order of `columns`; `nil` where no page has a figure.
    let values: [Double?]

    static let columns = ["P", "R", "F1", "P4", "R4", "F4", "damage", "residue", "destroyed", "intact"]

    init(_ name: String, _ scores: [PageScore]) {
        func mean(_ values: [Double?]) -> Double? {
            let known = values.compactMap(\.self)
            return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        }
        let damages = scores.map(\.damage)
        (self.name, pages) = (name, scores.count)
        values = [
            mean(scores.map(\.words.precision)), mean(scores.map(\.words.recall)), mean(scores.map(\.words.f1)),
            mean(scores.map(\.runs.precision)), mean(scores.map(\.runs.recall)), mean(scores.map(\.runs.f1)),
            mean(damages), mean(scores.map(\.residue)),
            mean(damages.map { $0.map { $0 > 0.2 ? 1 : 0 } }), mean(damages.map { $0.map { $0 < 0.01 ? 1 : 0 } }),
        ]
    }

    /// The mean over sets, whatever their sizes.
    init(meanOf sets: [PageFigures]) {
        name = "MACRO"
        pages = sets.reduce(0) { $0 + $1.pages }
        values = Self.columns.indices.map { column in
            let known = sets.compactMap { $0.values[column] }
            return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        }
    }
}

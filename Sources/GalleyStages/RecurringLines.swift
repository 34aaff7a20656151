internal import GalleyText

/// The lines that `strip-navigation` takes for parts of a page, since they recur in many articles of one source.
///
/// An article's own sentence may recur too: in another version of the article, or as the background of a long story.
/// So a line has to stand in a twentieth of the source's articles, and `LitterSurvey` takes a sentence only outside the
/// article's own paragraphs or beside litter, and a short line only beside litter or in a run of three.
struct RecurringLines: Sendable {
    /// A line that recurs.
    struct Entry: Sendable {
        /// What a reader is told of it.
        let why: String
    }

    private var numbers = HashTable(capacity: 0)
    private var filter = HashFilter([])
    private var entries: [Entry] = []

    /// A line counts from this share of its source's articles on.
    private static let leastShare = 0.05

    /// Takes the lines of a file that are in as many articles as are asked for.
    init(_ rows: [RecurringFile.Row], from least: Int) {
        var totals: [UInt64: Int] = [:]
        for row in rows where row.line == nil { totals[RecurringFile.key(ofSource: row.source)] = row.articles }
        var keys: [UInt64] = []
        for row in rows {
            guard let line = row.line, row.articles >= least else { continue }
            let source = RecurringFile.key(ofSource: row.source)
            let total = max(row.articles, totals[source] ?? 0)
            guard Double(row.articles) >= Self.leastShare * Double(total) else { continue }
            let key = RecurringFile.key(source, line.span, 0..<line.count)
            guard numbers.insert(key, entries.count) == nil else { continue }
            keys.append(key)
            let name = row.source.isEmpty ? "articles without a source" : "articles of \(row.source)"
            entries.append(Entry(why: "in \(row.articles) of \(total) \(name) since \(row.since)"))
        }
        filter = HashFilter(keys)
    }

    /// What is known of a line of a source.
    func entry(_ source: UInt64, _ bytes: Span<UInt8>, _ line: Range<Int>) -> Entry? {
        let key = RecurringFile.key(source, bytes, line)
        return filter.mayHold(key) ? numbers[key].map { entries[$0] } : nil
    }
}

extension LitterRule {
    /// A line that recurs goes at the ends of an article if it is a sentence, and beside litter.
    init(recurring entry: RecurringLines.Entry, isSentence: Bool) {
        self.init(name: "recurring", pack: entry.why, kind: .menuLabel)
        (position, standsAlone, besideLitter) = (.edge, isSentence, true)
    }
}

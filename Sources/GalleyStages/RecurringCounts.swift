public import GalleyText

/// Counts in how many articles of a source each line stands.
///
/// Two versions of one article would make its own sentences recur. So an article is passed over if more than half of it
/// stood in one that was counted before, and in no other. And of several runs the one counts that saw most articles:
/// they are not added up, since a run may be given the articles of another again.
public struct RecurringCounts: Sendable {
    private struct Source: Sendable {
        let name: String
        var articles = 0
        /// How many a run before has counted at most.
        let before: Int
        let since: Int32
        var last: Int32
    }
    private struct Line: Sendable {
        let source: Int32
        var articles: Int32 = 0
        /// How many a run before has counted at most.
        var before: Int32 = 0
        let since: Int32
        var last: Int32
        /// The number of the article that had it last, from 1; 0 for none of this run.
        var article: Int32 = 0
        /// Kept from the second article on.
        var text: [UInt8] = []

        /// It was seen in one article.
        var isSingle: Bool { articles == 1 && before == 0 }
    }

    private var sources: [Source] = []
    private var numbers: [UInt64: Int32] = [:]
    private var lines: [UInt64: Line] = [:]
    private var days: [String]
    private var count: Int32 = 0

    /// More lines are not held; of those seen once the older half is then forgotten.
    private let mostLines: Int
    /// A longer line is no litter, but a paragraph.
    private static let longestLine = 1000

    /// Begins with what was counted before.
    ///
    /// - Parameters:
    ///   - rows: the rows of the file; none for a new one.
    ///   - today: the day on which articles are counted.
    ///   - mostLines: how many lines are held at a time, seen once or more often.
    public init(_ rows: [RecurringFile.Row] = [], today: String, mostLines: Int = 4_000_000) {
        self.mostLines = mostLines
        days = [today]
        var known: [String: Int32] = [today: 0]
        for row in rows {
            let (since, last) = (day(row.since, &known), day(row.last, &known))
            let key = RecurringFile.key(ofSource: row.source)
            guard let text = row.line else {
                numbers[key] = Int32(sources.count)
                sources.append(Source(name: row.source, before: row.articles, since: since, last: last))
                continue
            }
            let source = number(of: row.source, since: since)
            lines[RecurringFile.key(key, text.span, 0..<text.count)] =
                Line(
                    source: source,
                    before: Int32(clamping: row.articles),
                    since: since,
                    last: last,
                    text: text
                )
        }
    }

    private mutating func day(_ day: String, _ known: inout [String: Int32]) -> Int32 {
        if let number = known[day] { return number }
        known[day] = Int32(days.count)
        days.append(day)
        return Int32(days.count - 1)
    }

    private mutating func number(of source: String, since: Int32) -> Int32 {
        let key = RecurringFile.key(ofSource: source)
        if let number = numbers[key] { return number }
        numbers[key] = Int32(sources.count)
        sources.append(Source(name: source, before: 0, since: since, last: since))
        return Int32(sources.count - 1)
    }

    /// Counts the lines of an article.
    ///
    /// - Returns: `false` if it is another version of one that was counted, and is passed over.
    public mutating func count(_ article: Article) -> Bool {
        let text = article.bytes
        let bytes = text.span
        let name = article.facts.source?.trimmedOfSpaces() ?? ""
        let source = number(of: name, since: 0)
        let sourceKey = RecurringFile.key(ofSource: name)
        var found: [UInt64: Range<Int>] = [:]
        var (size, shared) = (0, [Int32: Int]())
        for line in article.lines where !line.isBlank {
            let range = line.trimmed
            size += range.count
            let key = RecurringFile.key(sourceKey, bytes, range)
            if let known = lines[key], known.isSingle {
                shared[known.article, default: 0] += range.count
            }
            if range.count <= Self.longestLine, range.contains(where: { bytes[$0] >= 0x80 || bytes[$0].isASCIILetter })
            {
                found[key] = range
            }
        }
        if shared.values.contains(where: { $0 * 2 > size }) { return false }
        count += 1
        sources[Int(source)].articles += 1
        sources[Int(source)].last = 0
        for (key, range) in found {
            guard var line = lines.removeValue(forKey: key) else {
                lines[key] = Line(source: source, articles: 1, since: 0, last: 0, article: count)
                continue
            }
            (line.articles, line.last, line.article) = (line.articles + 1, 0, count)
            if line.text.isEmpty { line.text = Array(text[range]) }
            lines[key] = line
        }
        if lines.count > mostLines { forget() }
        return true
    }

    /// Forgets the older half of the lines that were seen once.
    private mutating func forget() {
        let once = lines.values.filter(\.isSingle).map(\.article).sorted()
        guard !once.isEmpty else { return }
        let middle = once[once.count / 2]
        lines = lines.filter { !$0.value.isSingle || $0.value.article > middle }
    }

    /// The file: lines of two articles or more, those of most articles first.
    ///
    /// - Parameters:
    ///   - most: how many lines there may be.
    ///   - oldest: sources and lines that were last seen before this day are left out.
    public func file(most: Int, since oldest: String) -> [UInt8] {
        var rows: [RecurringFile.Row] = []
        let known = sources.filter { max($0.articles, $0.before) > 0 && days[Int($0.last)] >= oldest }
        for source in known.sorted(by: { $0.name < $1.name }) {
            rows.append(
                RecurringFile.Row(
                    source: source.name,
                    line: nil,
                    articles: max(source.articles, source.before),
                    since: days[Int(source.since)],
                    last: days[Int(source.last)]
                )
            )
        }
        let often = lines.values.filter { max($0.articles, $0.before) > 1 && days[Int($0.last)] >= oldest }
        let order = often.sorted { one, other in
            let counts = (max(one.articles, one.before), max(other.articles, other.before))
            if counts.0 != counts.1 { return counts.0 > counts.1 }
            let names = (sources[Int(one.source)].name, sources[Int(other.source)].name)
            return names.0 != names.1 ? names.0 < names.1 : one.text.lexicographicallyPrecedes(other.text)
        }
        for line in order.prefix(most) {
            rows.append(
                RecurringFile.Row(
                    source: sources[Int(line.source)].name,
                    line: line.text,
                    articles: Int(max(line.articles, line.before)),
                    since: days[Int(line.since)],
                    last: days[Int(line.last)]
                )
            )
        }
        return RecurringFile.bytes(rows)
    }
}

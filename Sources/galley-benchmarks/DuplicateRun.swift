import GalleyDelivery
import GalleyText
import Glibc

/// Makes edited copies of articles, and counts how many are known again in an index of up to 20,000.
///
/// With `--index N` it fills an index with N sketches of random numbers, for its speed, size and start alone.
///
/// Arguments are files of JSON Lines with `text` and perhaps `title`, or folders of text files. What they hold is filled
/// up with articles of their words in random order. Every seventh is not in the index: what is found for it counts
/// against precision, unless 30 % of its five-word runs are in what was found.
enum DuplicateRun {
    static func run(_ arguments: [String]) -> Int32 {
        var (count, sources, dump): (Int, Int, String?) = (20_000, 600, nil)
        var originals: [Original] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--articles": count = rest.popFirst().flatMap(Int.init) ?? count
            case "--sources": sources = rest.popFirst().flatMap(Int.init) ?? sources
            case "--dump": dump = rest.popFirst()
            case "--index": return scale(rest.popFirst().flatMap(Int.init) ?? 1_000_000)
            default: originals += Self.originals(argument)
            }
        }
        guard originals.count > 10 else {
            print("name files of JSON Lines with text, or folders of text files")
            return 66
        }
        var random = Seeded(7)
        // The first file is what copies are made of; it is not shuffled in among the others.
        let chosen = Array(originals.prefix(sources))
        let others = originals.dropFirst(sources)
        let novel = others.enumerated().filter { $0.offset % 7 == 6 }.map(\.element)
        var indexed = chosen + others.enumerated().filter { $0.offset % 7 != 6 }.map(\.element)
        let real = indexed.count
        let filler = Filler(Array(originals.prefix(3000)))
        while indexed.count < count { indexed.append(filler.article(&random)) }
        if indexed.count > count { indexed.removeLast(indexed.count - count) }
        var unknown = Array(novel.prefix(2000))
        while unknown.count < 3000 { unknown.append(filler.article(&random)) }
        print("\(indexed.count) articles in the index, \(min(real, count)) of them real; \(unknown.count) that are not")
        var queries: [Query] = []
        for (number, original) in chosen.enumerated() {
            for edit in CopyEdit.allCases {
                guard let copy = edit.copy(of: original, among: originals, &random) else { continue }
                queries.append(Query(original: copy, edit: edit, source: number))
            }
        }
        queries += unknown.map { Query(original: $0, edit: nil, source: nil) }
        if let dump { write(indexed, queries, to: dump) }
        do throws(SystemFailure) { return try measure(indexed, queries) } catch {
            print(error.message)
            return 74
        }
    }

    private struct Query {
        let original: Original
        /// `nil` for an article that is not in the index.
        let edit: CopyEdit?
        let source: Int?
    }

    private static func measure(_ indexed: [Original], _ queries: [Query]) throws(SystemFailure) -> Int32 {
        let folder = Path("/tmp/galley-duplicates-\(getpid())")
        defer { _ = removeFolder(folder) }
        let articles = indexed.map { Article($0.text) }
        let bytes = articles.reduce(0) { $0 + $1.bytes.count }
        for article in articles { _ = (article.words, article.headline) }
        var sketches: [Sketch] = []
        let sketching = fastest(5) {
            sketches.removeAll(keepingCapacity: true)
            for article in articles { sketches.append(Sketch(of: article)) }
        }
        var index = try ArticleIndex(folder, keeping: 14)
        let start = wallTime()
        for first in stride(from: 0, to: sketches.count, by: 64) {
            let memory = BatchMemory(nil)
            for number in first..<min(first + 64, sketches.count) {
                memory.remember(sketches[number], as: name(number))
            }
            try index.add(memory, as: "\(first)")
        }
        let adding = wallTime() - start
        index = try reopened(&index, folder)
        try index.compact()
        let opening = wallTime()
        index = try reopened(&index, folder)
        let opened = wallTime() - opening
        let statistics = try index.statistics()
        let asked = queries.map { Sketch(of: Article($0.original.text)) }
        var found: [Resemblance?] = []
        let looking = fastest(5) {
            found.removeAll(keepingCapacity: true)
            for sketch in asked { found.append(index.closest(to: sketch, days: 14)) }
        }
        report(indexed, queries, found)
        let samples = Double(sketches.reduce(0) { $0 + $1.sample.count }) / Double(sketches.count)
        print(
            "sketch    \(Int(Double(bytes) / 1e6 / sketching)) MB/s over shared words, \(tenths(samples)) shingles an article"
        )
        print("add       \(Int(Double(sketches.count) / adding)) articles/s in batches of 64, synced")
        print("look up   \(Int(Double(queries.count) / looking)) articles/s in \(statistics.articles)")
        print(
            "on disk   \(statistics.bytes / max(1, statistics.articles)) bytes an article, opened in \(Int(opened * 1000)) ms"
        )
        return 0
    }

    private static func scale(_ count: Int) -> Int32 {
        var random = Seeded(11)
        func sketch() -> Sketch {
            var traits = Sketch.Traits()
            traits.exact = (random.next(), random.next())
            (traits.title, traits.words) = (random.next(), 700)
            let hashes = Set((0..<45).map { _ in UInt32(truncatingIfNeeded: random.next()) & ~15 })
            return Sketch(traits, step: 16, sample: hashes.sorted())
        }
        let folder = Path("/tmp/galley-duplicates-\(getpid())")
        defer { _ = removeFolder(folder) }
        do throws(SystemFailure) {
            var index = try ArticleIndex(folder, keeping: 14)
            var known: [Sketch] = []
            let start = wallTime()
            for first in stride(from: 0, to: count, by: 1000) {
                let memory = BatchMemory(nil)
                for number in first..<first + 1000 {
                    let sketch = sketch()
                    if number % 50 == 0 { known.append(sketch) }
                    memory.remember(sketch, as: "world/article-\(number).txt")
                }
                try index.add(memory, as: "\(first)")
            }
            print("add       \(Int(Double(count) / (wallTime() - start))) articles/s in batches of 1000, synced")
            let opening = wallTime()
            index = try reopened(&index, folder)
            let opened = wallTime() - opening
            let strange = (0..<known.count).map { _ in sketch() }
            for (name, sketches) in [("known", known), ("unknown", strange)] {
                var found = 0
                let looking = fastest(3) {
                    found = 0
                    for sketch in sketches where index.closest(to: sketch, days: 14) != nil { found += 1 }
                }
                print("look up   \(Int(Double(sketches.count) / looking)) \(name) articles/s, \(found) found")
            }
            let statistics = try index.statistics()
            let size = statistics.bytes / max(1, statistics.articles)
            print(
                "on disk   \(size) bytes an article in \(statistics.segments) segments, opened in \(Int(opened * 1000)) ms"
            )
            return 0
        } catch {
            print(error.message)
            return 74
        }
    }

    private static func reopened(_ index: inout ArticleIndex, _ folder: Path) throws(SystemFailure) -> ArticleIndex {
        // The one that is open holds the lock.
        index = try ArticleIndex(folder.adding(".other"), keeping: 14)
        return try ArticleIndex(folder, keeping: 14)
    }

    private static func report(_ indexed: [Original], _ queries: [Query], _ found: [Resemblance?]) {
        var (hits, right) = (0, 0)
        func isRight(_ query: Query, _ other: String) -> Bool {
            guard let number = Int(other) else { return false }
            return number == query.source || containment(query.original.text, indexed[number].text) >= 0.3
        }
        for (query, found) in zip(queries, found) {
            guard let found else { continue }
            hits += 1
            if isRight(query, found.other) { right += 1 }
        }
        var (all, allFound) = (0, 0)
        for edit in CopyEdit.allCases {
            let rows = zip(queries, found).filter { $0.0.edit == edit }
            guard !rows.isEmpty else { continue }
            let known = rows.filter { query, found in found.map { isRight(query, $0.other) } ?? false }
            if edit != .template { (all, allFound) = (all + rows.count, allFound + known.count) }
            var relations: [String: Int] = [:]
            for (_, found) in known { relations[found?.relation.rawValue ?? "", default: 0] += 1 }
            let list = relations.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
            print(padded(edit.rawValue), padded(share(known.count, rows.count)), list.joined(separator: ", "))
        }
        print("recall    \(share(allFound, all)) of \(all)")
        print("precision \(share(right, hits)) of \(hits)")
    }

    /// The share of five-word runs of the shorter text that the other has.
    private static func containment(_ one: String, _ other: String) -> Double {
        func runs(_ text: String) -> Set<[UInt64]> {
            let words = Article(text).words.tokens.map(\.hash)
            return Set((0..<max(0, words.count - 4)).map { Array(words[$0..<$0 + 5]) })
        }
        let (one, other) = (runs(one), runs(other))
        return Double(one.intersection(other).count) / Double(max(1, min(one.count, other.count)))
    }

    private static func name(_ number: Int) -> String { "\(number)" }

    // MARK: Files

    private static func originals(_ path: String) -> [Original] {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return [] }
        guard facts.st_mode & S_IFMT == S_IFDIR else {
            return StageBenchmark.linesOfFile(path).compactMap { line in
                guard let value = try? JSONValue(line.span, in: 0..<line.count), let text = value["text"]?.text else {
                    return nil
                }
                return Original(text, title: value["title"]?.text)
            }
        }
        var matches = glob_t()
        defer { globfree(&matches) }
        for (number, pattern) in ["/*.txt", "/*/*.txt"].enumerated() {
            glob(path + pattern, number == 0 ? 0 : GLOB_APPEND, nil, &matches)
        }
        return (0..<Int(matches.gl_pathc)).compactMap { number in
            guard let file = matches.gl_pathv[number] else { return nil }
            return Original(Decoding(StageBenchmark.bytes(of: String(cString: file))).text.string)
        }
    }

    /// Writes all texts as JSON Lines, so that other tools can be measured with them.
    private static func write(_ indexed: [Original], _ queries: [Query], to path: String) {
        guard let file = fopen(path, "w") else { return }
        defer { fclose(file) }
        func put(_ original: Original, _ kind: String, _ source: Int?) {
            var json = JSONWriter()
            json.beginObject()
            json.key("kind")
            json.string(kind)
            if let source {
                json.key("source")
                json.integer(source)
            }
            json.key("text")
            json.string(original.text)
            json.endObject()
            json.endLine()
            json.bytes.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
        }
        for (number, original) in indexed.enumerated() { put(original, "indexed", number) }
        for query in queries { put(query.original, query.edit?.rawValue ?? "novel", query.source) }
    }

    private static func removeFolder(_ path: Path) -> Int32 {
        for folder in [path.text, path.adding(".other").text] {
            var matches = glob_t()
            defer { globfree(&matches) }
            for (number, pattern) in ["/*", "/.lock"].enumerated() {
                glob(folder + pattern, number == 0 ? 0 : GLOB_APPEND, nil, &matches)
            }
            for number in 0..<Int(matches.gl_pathc) { if let file = matches.gl_pathv[number] { unlink(file) } }
            rmdir(folder)
        }
        return 0
    }

    // MARK: Numbers

    private static func fastest(_ rounds: Int, _ body: () -> Void) -> Double {
        (0..<rounds).map { _ in
            let start = StageBenchmark.cpuTime()
            body()
            return StageBenchmark.cpuTime() - start
        }
        .min() ?? 0
    }

    private static func wallTime() -> Double { Double(Clock.monotonic) / 1e9 }
    private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
    private static func share(_ part: Int, _ whole: Int) -> String {
        let value = Int((Double(part) / Double(max(1, whole)) * 10_000).rounded())
        return "\(value / 10_000)." + String("0000\(value % 10_000)".suffix(4))
    }
    private static func padded(_ text: String) -> String {
        text + String(repeating: " ", count: max(0, 14 - text.count))
    }
}

extension [UInt8] {
    fileprivate var string: String { String(decoding: self, as: UTF8.self) }
}

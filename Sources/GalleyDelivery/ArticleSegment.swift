internal import GalleyText

/// Articles of one day in a file that is written once.
///
/// Numbers are little-endian:
///
///     64 bytes    "galley-articles\n", version, CRC of the header, articles, postings, bits, bytes of names, first
///     articles    72 bytes each, in the order of the hash of their words
///     postings    hash << 32 | article, in order: 8 bytes each
///     buckets     for each value of the first `bits` bits of a hash, where its postings begin; one more for the end
///     ends        where the name of each article ends: 4 bytes each
///     names       one behind the other
final class ArticleSegment: ArticleStore, Sendable {
    private let file: FixedBytes
    let header: Header
    let name: IndexFile

    /// Opens a segment.
    ///
    /// - Parameter path: where it lies, if its name is one that it is about to be given.
    /// - Returns: `nil` if it is none, of another version, or not whole.
    init?(_ name: IndexFile, at path: Path? = nil, in folder: Folder) throws(SystemFailure) {
        file = try folder.mapped(path ?? name.path)
        self.name = name
        let file = file
        let bytes = file.span
        guard let header = Header(bytes) else { return nil }
        self.header = header
    }

    /// What stands at the start, and where parts are.
    struct Header: Equatable {
        static let title = Array("galley-articles\n".utf8)
        static let version: UInt32 = 1
        static let size = 64

        let articles: Int
        let postings: Int
        let bits: Int
        let names: Int
        /// The number of the first log or segment that it takes the place of; its own number is the last.
        let first: Int

        init(articles: Int, postings: Int, names: Int, first: Int) {
            (self.articles, self.postings, self.names, self.first) = (articles, postings, names, first)
            // About eight postings a bucket.
            bits = max(0, min(26, Int.bitWidth - (postings / 8).leadingZeroBitCount))
        }

        var articlesStart: Int { Self.size }
        var postingsStart: Int { articlesStart + articles * StoredArticle.size }
        var bucketsStart: Int { postingsStart + postings * 8 }
        var endsStart: Int { bucketsStart + (1 << bits + 1) * 4 }
        var namesStart: Int { endsStart + articles * 4 }
        var end: Int { namesStart + names }

        var bytes: [UInt8] {
            var bytes = Self.title
            bytes.append(number: Self.version)
            bytes.append(number: UInt32(0))
            for count in [articles, postings, bits, names, first] { bytes.append(number: UInt64(count)) }
            bytes += [UInt8](repeating: 0, count: Self.size - bytes.count)
            let sum = Checksum.of(bytes.span)
            for index in 0..<4 { bytes[20 + index] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index)) }
            return bytes
        }

        init?(_ bytes: Span<UInt8>) {
            guard bytes.count >= Self.size, bytes.number(at: 16, as: UInt32.self) == Self.version else { return nil }
            let counts = (0..<5).map { bytes.number(at: 24 + 8 * $0, as: UInt64.self) }
            guard counts.allSatisfy({ $0 < 1 << 40 }) else { return nil }
            self.init(
                articles: Int(counts[0]),
                postings: Int(counts[1]),
                names: Int(counts[3]),
                first: Int(counts[4])
            )
            let own = self.bytes
            for index in own.indices where own[index] != bytes[index] { return nil }
            guard bits == Int(counts[2]), end == bytes.count else { return nil }
        }
    }

    var count: Int { header.articles }
    /// How many bytes the file has.
    var size: Int { header.end }
    var postings: Int { header.postings }
    /// The number of the first log or segment that it takes the place of.
    var first: Int { min(header.first, name.number) }
    /// For a header: it takes the place of no other.
    static let alone = 1 << 39

    func article(_ number: Int) -> StoredArticle {
        let file = file
        let bytes = file.span
        return StoredArticle(bytes, at: header.articlesStart + number * StoredArticle.size)
    }

    func name(of number: Int) -> [UInt8] {
        let file = file
        let bytes = file.span
        func end(_ number: Int) -> Int {
            number < 0 ? 0 : min(Int(bytes.number(at: header.endsStart + 4 * number, as: UInt32.self)), header.names)
        }
        var name: [UInt8] = []
        for index in end(number - 1)..<max(end(number - 1), end(number)) {
            name.append(bytes[header.namesStart + index])
        }
        return name
    }

    func posting(_ index: Int) -> UInt64 {
        let file = file
        let bytes = file.span
        return bytes.number(at: header.postingsStart + 8 * index)
    }

    func collect(_ sample: [UInt32], limit: Int, into hits: inout [UInt64], _ count: (UInt32, Int) -> Void) {
        let file = file
        let bytes = file.span
        let (buckets, postings) = (header.bucketsStart, header.postingsStart)
        let shift = UInt32(32 - header.bits)
        // All places first, and then what is there: memory answers many questions at once, if it is not kept waiting for
        // one after the other.
        var places = [UInt64](repeating: 0, count: sample.count)
        for index in sample.indices {
            let bucket = header.bits == 0 ? 0 : Int(sample[index] >> shift)
            places[index] = bytes.number(at: buckets + 4 * bucket)
        }
        var touched: UInt64 = 0
        for place in places where place & 0xFFFF_FFFF < UInt64(header.postings) {
            touched |= bytes.number(at: postings + 8 * Int(place & 0xFFFF_FFFF), as: UInt64.self)
        }
        guard touched != 0 else {
            for hash in sample { count(hash, 0) }
            return
        }
        for index in sample.indices {
            let hash = sample[index]
            let end = min(Int(places[index] >> 32), header.postings)
            var place = Int(places[index] & 0xFFFF_FFFF)
            let before = hits.count
            while place < end, hits.count - before <= limit {
                let posting: UInt64 = bytes.number(at: postings + 8 * place)
                let found = UInt32(truncatingIfNeeded: posting >> 32)
                if found > hash { break }
                // A number out of bounds is damage, and tells of no article.
                if found == hash, posting & 0xFFFF_FFFF < UInt64(header.articles) { hits.append(posting) }
                place += 1
            }
            count(hash, hits.count - before)
            if hits.count - before > limit { hits.removeLast(hits.count - before) }
        }
    }

    func forEachAlike(_ exact: (high: UInt64, low: UInt64), _ body: (Int) -> Void) {
        let file = file
        let bytes = file.span
        func high(_ number: Int) -> UInt64 { bytes.number(at: header.articlesStart + number * StoredArticle.size) }
        var (low, end) = (0, header.articles)
        // Hashes are spread evenly, so that the first guess is near.
        let guess = Int(exact.high.multipliedFullWidth(by: UInt64(header.articles)).high)
        var reach = 8
        while guess - reach > low, high(guess - reach) >= exact.high { reach *= 4 }
        low = max(low, guess - reach)
        reach = 8
        while guess + reach < end, high(guess + reach) < exact.high { reach *= 4 }
        end = min(end, guess + reach + 1)
        while low < end {
            let middle = (low + end) / 2
            if high(middle) < exact.high { low = middle + 1 } else { end = middle }
        }
        while low < header.articles, high(low) == exact.high {
            body(low)
            low += 1
        }
    }
}

/// The name of a file of an index: the day of its articles, and a number that only goes up.
struct IndexFile: Equatable, Sendable {
    enum Kind: String, Sendable {
        case log
        case segment = "articles"
        /// Articles of a long file on its way, laid out as a segment; they count when its batch is committed.
        case part
        /// The same, committed: a segment apart from those that come of logs.
        case long
    }

    let day: String
    let number: Int
    let kind: Kind

    init(day: String, number: Int, _ kind: Kind) { (self.day, self.number, self.kind) = (day, number, kind) }

    init?(_ path: Path) {
        let parts = path.text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 10, let number = Int(parts[1]), number > 0,
            let kind = Kind(rawValue: String(parts[2]))
        else { return nil }
        self.init(day: String(parts[0]), number: number, kind)
    }

    var path: Path { Path("\(day).\(number).\(kind.rawValue)") }
}

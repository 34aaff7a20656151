internal import GalleyText

extension ArticleSegment {
    /// Writes articles that lie in memory as a segment, and opens it.
    ///
    /// - Returns: `nil` if there are none.
    static func write(
        _ articles: OpenArticles,
        as name: IndexFile,
        from first: Int,
        in folder: Folder
    ) throws(SystemFailure)
        -> ArticleSegment?
    {
        let (order, postings) = articles.sorted()
        guard !order.isEmpty else { return nil }
        let header = Header(
            articles: order.count,
            postings: postings.count,
            names: order.reduce(0) { $0 + articles.name(of: $1).count },
            first: first
        )
        return try write(name, in: folder) { (writer) throws(SystemFailure) in
            try writer.add(header.bytes)
            for number in order { try writer.add { articles.article(number).append(to: &$0) } }
            var buckets = Buckets(header)
            for posting in postings {
                buckets.add(posting)
                try writer.add { $0.append(number: posting) }
            }
            try buckets.write(to: &writer)
            var end = 0
            for number in order {
                end += articles.name(of: number).count
                try writer.add { $0.append(number: UInt32(end)) }
            }
            for number in order { try writer.add(articles.name(of: number)) }
        }
    }

    /// Writes the articles of several segments as one, in the memory of eight bytes an article.
    ///
    /// - Parameter first: the number of the first segment that it takes the place of, unless that is the first of them.
    static func merge(
        _ segments: [ArticleSegment],
        as name: IndexFile,
        from first: Int? = nil,
        in folder: Folder
    ) throws(SystemFailure)
        -> ArticleSegment?
    {
        let header = Header(
            articles: segments.reduce(0) { $0 + $1.count },
            postings: segments.reduce(0) { $0 + $1.postings },
            names: segments.reduce(0) { $0 + $1.header.names },
            first: first ?? segments.reduce(.max) { min($0, $1.first) }
        )
        // Where each article goes, and which one comes from where.
        var places = segments.map { [UInt32](repeating: 0, count: $0.count) }
        var order: [(segment: Int, number: Int)] = []
        order.reserveCapacity(header.articles)
        var next = segments.map { _ in 0 }
        func smallest<Key: Comparable>(_ count: (Int) -> Int, _ key: (Int) -> Key) -> Int? {
            var found: (segment: Int, key: Key)?
            for segment in segments.indices where next[segment] < count(segment) {
                let key = key(segment)
                if found.map({ key < $0.key }) ?? true { found = (segment, key) }
            }
            return found?.segment
        }
        while let segment = smallest({ segments[$0].count }, { Exact(segments[$0].article(next[$0]).traits.exact) }) {
            places[segment][next[segment]] = UInt32(order.count)
            order.append((segment, next[segment]))
            next[segment] += 1
        }
        return try write(name, in: folder) { (writer) throws(SystemFailure) in
            try writer.add(header.bytes)
            for (segment, number) in order {
                try writer.add { segments[segment].article(number).append(to: &$0) }
            }
            var buckets = Buckets(header)
            next = segments.map { _ in 0 }
            while let segment = smallest({ segments[$0].postings }, { segments[$0].posting(next[$0]) >> 32 }) {
                let posting = segments[segment].posting(next[segment])
                next[segment] += 1
                let number = Int(posting & 0xFFFF_FFFF)
                guard number < places[segment].count else { throw SystemFailure(.read, folder.path.file(name.path), 0) }
                buckets.add(posting)
                try writer.add { $0.append(number: posting & ~0xFFFF_FFFF | UInt64(places[segment][number])) }
            }
            try buckets.write(to: &writer)
            var end = 0
            for (segment, number) in order {
                end += segments[segment].name(of: number).count
                try writer.add { $0.append(number: UInt32(end)) }
            }
            for (segment, number) in order { try writer.add(segments[segment].name(of: number)) }
        }
    }

    /// Writes a file whole or not at all, to survive a loss of power, and opens it.
    private static func write(
        _ name: IndexFile,
        in folder: Folder,
        _ body: (inout SegmentWriter) throws(SystemFailure) -> Void
    ) throws(SystemFailure) -> ArticleSegment? {
        let draft = Path(".\(name.path.text).draft")
        try folder.remove(draft)
        var writer = SegmentWriter(file: try OpenFile(making: draft, in: folder, mode: 0o640))
        try body(&writer)
        try writer.finish()
        try folder.move(draft, to: folder, replacing: name.path)
        try folder.sync()
        return try ArticleSegment(name, in: folder)
    }
}

/// A hash of words, to be put in order.
private struct Exact: Comparable {
    let value: (UInt64, UInt64)
    init(_ value: (high: UInt64, low: UInt64)) { self.value = (value.high, value.low) }
    static func == (one: Exact, other: Exact) -> Bool { one.value == other.value }
    static func < (one: Exact, other: Exact) -> Bool { one.value < other.value }
}

/// Where the postings of each bucket begin.
private struct Buckets {
    private var starts: [UInt32]
    private let bits: Int
    private var count: UInt32 = 0
    private var filled = 0

    init(_ header: ArticleSegment.Header) {
        bits = header.bits
        starts = [UInt32](repeating: 0, count: 1 << bits + 1)
    }

    /// Takes the next posting.
    mutating func add(_ posting: UInt64) {
        let bucket = bits == 0 ? 0 : Int(posting >> UInt64(64 - bits))
        while filled < bucket {
            filled += 1
            starts[filled] = count
        }
        count += 1
    }

    mutating func write(to writer: inout SegmentWriter) throws(SystemFailure) {
        while filled < starts.count - 1 {
            filled += 1
            starts[filled] = count
        }
        for start in starts { try writer.add { $0.append(number: start) } }
    }
}

/// Writes a file in large pieces.
struct SegmentWriter: ~Copyable {
    private let file: OpenFile
    private var buffer: [UInt8] = []

    init(file: consuming OpenFile) { self.file = file }

    mutating func add(_ bytes: [UInt8]) throws(SystemFailure) { try add { $0 += bytes } }

    mutating func add(_ body: (inout [UInt8]) -> Void) throws(SystemFailure) {
        body(&buffer)
        guard buffer.count >= 1 << 18 else { return }
        try file.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    consuming func finish() throws(SystemFailure) {
        try file.write(buffer)
        try file.sync()
        try file.finish()
    }
}

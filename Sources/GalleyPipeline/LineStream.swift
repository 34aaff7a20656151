internal import Dispatch
public import GalleyText
internal import Synchronization

/// Cleans JSON Lines as they pass, in bounded memory: at most `maxSize` bytes of a line.
///
/// Blank lines pass as they are, and the last line has a line feed only where it came with one, so that the lines
/// can be undone byte for byte.
public struct LineStream {
    /// What a line came to that did not go through clean.
    public enum Trouble: Sendable, Equatable {
        /// It is not an object with the text in its field; it is left out.
        case unreadable(line: Int, column: Int, message: String)
        /// It is longer than the bound; it is left out, and was not loaded.
        case tooLong(line: Int, bytes: Int)
        /// Its article is set aside; it is written with its text as it was.
        case setAside(line: Int, reason: String, message: String)
        /// Its article was there before, and the pipeline drops it; it is written with its text as it was.
        case duplicate(line: Int, Resemblance)
    }

    private let work: LineWork
    private let memory: (any ArticleMemory)?
    private let workers: Int
    /// How many lines were written.
    public private(set) var written = 0

    /// Makes a stream.
    ///
    /// - Parameters:
    ///   - maxSize: the longest line that is loaded, in bytes.
    ///   - name: what the stream is called in the memory, with the number of a line behind it.
    ///   - memory: what was delivered before; it takes each article that goes through.
    ///   - workers: how many lines are cleaned at once; with a memory one, for it must know what came before.
    public init(
        _ cleaner: Cleaner,
        field: String = "text",
        facts: Article.Facts = Article.Facts(),
        maxSize: Int,
        name: String = "",
        memory: (any ArticleMemory)? = nil,
        workers: Int = 1
    ) {
        work = LineWork(cleaner: cleaner, field: field, facts: facts, maxSize: maxSize, name: name)
        (self.memory, self.workers) = (memory, memory == nil ? workers : 1)
    }

    /// Cleans all lines that `read` gives; what comes out does not depend on the number of workers.
    ///
    /// - Parameters:
    ///   - read: appends what comes next; appending nothing ends the stream.
    ///   - write: takes whole lines, some 256 KiB at a time; the last may have no line feed.
    ///   - report: takes each line's trouble, in order.
    ///   - leave: takes the lines that are left out, as they came, in pieces; each ends with a line feed.
    /// - Complexity: O(*n*).
    public mutating func run<Failure: Error>(
        read: (inout [UInt8]) throws(Failure) -> Void,
        write: ([UInt8]) throws(Failure) -> Void,
        report: (Trouble) -> Void,
        leave: (ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        var buffer: [UInt8] = []
        var out: [UInt8] = []
        var number = 1
        /// How much of a line that is too long has passed.
        var skipped = 0
        var isEnd = false
        while !isEnd {
            let searched = buffer.count
            repeat {
                let count = buffer.count
                try read(&buffer)
                isEnd = buffer.count == count
            } while !isEnd && workers > 1 && buffer.count < workers * Self.piecesAtOnce * Self.pieceSize
            let end = isEnd ? buffer.count : buffer.span.endOfLines(in: searched..<buffer.count)
            if end > 0 || isEnd {
                var all = LinePiece(range: 0..<end, isLast: isEnd, number: number, skipped: skipped)
                swap(&all.out, &out)
                var pieces = cleaned(all, of: buffer)
                swap(&pieces[0].out, &out)
                for piece in pieces {
                    for (trouble, line) in piece.troubles {
                        report(trouble)
                        guard trouble.isLeftOut else { continue }
                        try leave(buffer[line])
                        if isEnd, line.isEmpty || buffer[line.upperBound - 1] != 0x0A { try leave([0x0A]) }
                    }
                    out += piece.out
                    written += piece.written
                    number = piece.number
                }
                skipped = 0
                if out.count >= Self.chunk {
                    try write(out)
                    out.removeAll(keepingCapacity: true)
                }
            }
            var start = end
            if buffer.count - start > work.maxSize {
                skipped += buffer.count - start
                try leave(buffer[start...])
                start = buffer.count
            }
            if start > 0 { buffer.removeSubrange(..<start) }
        }
        if !out.isEmpty { try write(out) }
    }

    private static let chunk = 1 << 18

    /// How many bytes a worker cleans before it takes more, and how many such pieces there are for each.
    private static let (pieceSize, piecesAtOnce) = (1 << 16, 8)

    /// Cleans lines, cut into pieces if there is work for many.
    private func cleaned(_ whole: consuming LinePiece, of buffer: [UInt8]) -> [LinePiece] {
        let pieces = workers > 1 ? whole.cut(buffer.span, every: Self.pieceSize) : []
        guard pieces.count > 1 else { return [work.done(whole, of: buffer, memory)] }
        let places = pieces.map { Place($0) }
        let next = Mutex(0)
        let work = work
        DispatchQueue.concurrentPerform(iterations: min(workers, pieces.count)) { _ in
            while let place = next.withLock({ (next) in
                defer { next += 1 }
                return next < places.count ? places[next] : nil
            }) {
                place.piece.withLock { $0 = work.done($0, of: buffer) }
            }
        }
        return places.map { $0.piece.withLock(\.self) }
    }

    /// Where a worker finds a piece, and leaves it.
    private final class Place: Sendable {
        let piece: Mutex<LinePiece>
        init(_ piece: LinePiece) { self.piece = Mutex(piece) }
    }
}

extension LineStream.Trouble {
    /// Whether the line is left out.
    fileprivate var isLeftOut: Bool {
        switch self {
        case .unreadable, .tooLong: true
        case .setAside, .duplicate: false
        }
    }
}

extension Span<UInt8> {
    /// The end of the last whole line; 0 if none ends in the range.
    fileprivate func endOfLines(in range: Range<Int>) -> Int {
        range.reversed().first { self[$0] == 0x0A }.map { $0 + 1 } ?? 0
    }
}

public import GalleyText

/// Cleans JSON Lines as they pass, in bounded memory: one line at a time, at most `maxSize` bytes of it.
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

    private let cleaner: Cleaner
    private let field: String
    private let facts: Article.Facts
    private let maxSize: Int
    private let name: String
    private let memory: (any ArticleMemory)?
    /// How many lines were written.
    public private(set) var written = 0

    /// Makes a stream.
    ///
    /// - Parameters:
    ///   - maxSize: the longest line that is loaded, in bytes.
    ///   - name: what the stream is called in the memory, with the number of a line behind it.
    ///   - memory: what was delivered before; it takes each article that goes through.
    public init(
        _ cleaner: Cleaner,
        field: String = "text",
        facts: Article.Facts = Article.Facts(),
        maxSize: Int,
        name: String = "",
        memory: (any ArticleMemory)? = nil
    ) {
        (self.cleaner, self.field, self.facts, self.maxSize) = (cleaner, field, facts, maxSize)
        (self.name, self.memory) = (name, memory)
    }

    /// Cleans all lines that `read` gives.
    ///
    /// - Parameters:
    ///   - read: appends what comes next; appending nothing ends the stream.
    ///   - write: takes whole lines, some 256 KiB at a time; the last may have no line feed.
    ///   - report: takes each line's trouble, in order, before the lines that follow it are read.
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
        var searched = 0
        /// How much of a line that is too long has passed.
        var skipped = 0
        while true {
            let count = buffer.count
            try read(&buffer)
            let isEnd = buffer.count == count
            var start = 0
            while let feed = buffer.span.firstIndex(of: 0x0A, in: max(start, searched)..<buffer.count) {
                searched = 0
                if !take(buffer[start...feed], number, skipped, into: &out, report) { try leave(buffer[start...feed]) }
                (start, number, skipped) = (feed + 1, number + 1, 0)
                if out.count >= Self.chunk {
                    try write(out)
                    out.removeAll(keepingCapacity: true)
                }
            }
            if isEnd {
                if !take(buffer[start...], number, skipped, into: &out, report) { try leave(buffer[start...] + [0x0A]) }
                if !out.isEmpty { try write(out) }
                return
            }
            if buffer.count - start > maxSize {
                skipped += buffer.count - start
                try leave(buffer[start...])
                start = buffer.count
            }
            if start > 0 { buffer.removeSubrange(..<start) }
            searched = buffer.count
        }
    }

    private static let chunk = 1 << 18

    /// Cleans a line, which has its line feed unless it is the last.
    ///
    /// - Returns: whether it is done with; `false` if it is left out.
    private mutating func take(
        _ whole: ArraySlice<UInt8>,
        _ number: Int,
        _ skipped: Int,
        into out: inout [UInt8],
        _ report: (Trouble) -> Void
    ) -> Bool {
        let hasFeed = whole.last == 0x0A
        let count = skipped + whole.count - (hasFeed ? 1 : 0)
        guard count <= maxSize else {
            report(.tooLong(line: number, bytes: count))
            return false
        }
        guard whole.contains(where: { !$0.isASCIISpace }) else {
            out += whole
            return true
        }
        let line = Array(hasFeed ? whole.dropLast() : whole)
        do throws(JSONFault) {
            let verdict = try cleaner.clean(
                line: line,
                field: field,
                facts: facts,
                memory: memory,
                named: "\(name):\(number)",
                into: &out
            )
            if !hasFeed { out.removeLast() }
            written += 1
            switch verdict {
            case .deliver: break
            case .setAside(let reason, let message):
                report(.setAside(line: number, reason: reason, message: message))
            case .duplicate(let other): report(.duplicate(line: number, other))
            }
            return true
        } catch {
            let column =
                String(decoding: line[..<min(error.offset, line.count)], as: UTF8.self).unicodeScalars.count + 1
            report(.unreadable(line: number, column: column, message: error.message))
            return false
        }
    }
}

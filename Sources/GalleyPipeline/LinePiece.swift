internal import GalleyText

/// Whole lines of JSON Lines, and what becomes of them.
struct LinePiece {
    let range: Range<Int>
    /// Whether the input ends behind them, so that the last one may have no line feed.
    let isLast: Bool
    /// The number of the line that is cleaned next, from 1.
    fileprivate(set) var number: Int
    /// How much of that line has passed.
    fileprivate var skipped: Int
    /// The lines that are done, behind what was there before.
    var out: [UInt8] = []
    /// How many they are, without blank ones.
    fileprivate(set) var written = 0
    /// What is the matter with some, and where those lines are.
    fileprivate(set) var troubles: [(trouble: LineStream.Trouble, line: Range<Int>)] = []

    init(range: Range<Int>, isLast: Bool, number: Int, skipped: Int) {
        (self.range, self.isLast, self.number, self.skipped) = (range, isLast, number, skipped)
    }

    /// Cuts it behind each line that goes beyond so many bytes.
    func cut(_ bytes: Span<UInt8>, every size: Int) -> [LinePiece] {
        var pieces: [LinePiece] = []
        var (start, number, skipped) = (range.lowerBound, number, skipped)
        while range.upperBound - start > size,
            let cut = bytes.firstIndex(of: 0x0A, in: start + size..<range.upperBound), cut + 1 < range.upperBound
        {
            pieces.append(LinePiece(range: start..<cut + 1, isLast: false, number: number, skipped: skipped))
            skipped = 0
            while let feed = bytes.firstIndex(of: 0x0A, in: start..<cut + 1) {
                (start, number) = (feed + 1, number + 1)
            }
        }
        pieces.append(LinePiece(range: start..<range.upperBound, isLast: isLast, number: number, skipped: skipped))
        pieces[0].out = out
        return pieces
    }
}

/// What is done with each line.
struct LineWork: Sendable {
    let cleaner: Cleaner
    let field: String
    let facts: Article.Facts
    let maxSize: Int
    let name: String

    /// A piece whose lines are cleaned.
    func done(
        _ piece: consuming LinePiece,
        of buffer: [UInt8],
        _ memory: (any ArticleMemory)? = nil
    ) -> LinePiece {
        let bytes = buffer.span
        var start = piece.range.lowerBound
        while let feed = bytes.firstIndex(of: 0x0A, in: start..<piece.range.upperBound) {
            clean(start..<feed + 1, of: buffer, memory, into: &piece)
            start = feed + 1
        }
        if piece.isLast { clean(start..<piece.range.upperBound, of: buffer, memory, into: &piece) }
        return piece
    }

    /// Cleans a line, which has its line feed unless it is the last.
    private func clean(
        _ place: Range<Int>,
        of buffer: [UInt8],
        _ memory: (any ArticleMemory)?,
        into piece: inout LinePiece
    ) {
        let whole = buffer[place]
        let hasFeed = whole.last == 0x0A
        let (number, count) = (piece.number, piece.skipped + whole.count - (hasFeed ? 1 : 0))
        (piece.number, piece.skipped) = (number + 1, 0)
        guard count <= maxSize else {
            piece.troubles.append((.tooLong(line: number, bytes: count), place))
            return
        }
        guard whole.contains(where: { !$0.isASCIISpace }) else {
            piece.out += whole
            return
        }
        let line = Array(hasFeed ? whole.dropLast() : whole)
        do throws(JSONFault) {
            let verdict = try cleaner.clean(
                line: line,
                field: field,
                facts: facts,
                memory: memory,
                named: "\(name):\(number)",
                into: &piece.out
            )
            if !hasFeed { piece.out.removeLast() }
            piece.written += 1
            switch verdict {
            case .deliver: break
            case .setAside(let reason, let message):
                piece.troubles.append((.setAside(line: number, reason: reason, message: message), place))
            case .duplicate(let other): piece.troubles.append((.duplicate(line: number, other), place))
            }
        } catch {
            let column =
                String(decoding: line[..<min(error.offset, line.count)], as: UTF8.self).unicodeScalars.count + 1
            piece.troubles.append((.unreadable(line: number, column: column, message: error.message), place))
        }
    }
}

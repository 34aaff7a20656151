/// A place of the original that changed, whatever number of stages touched it.
public struct Hunk: Sendable, Equatable {
    /// The bytes of the original that are gone; empty where something was only put in.
    public let original: Range<Int>
    /// What stands there in the result.
    public let replacement: [UInt8]
    /// The edits that made it so, in the order of the passes.
    public let marks: [Mark]

    /// This change and the next as one, if nothing stands between them and `text`, the original, has no line end there.
    ///
    /// Where one stage takes a carriage return and another the rest of its line, people see a line that goes.
    public func joined(with next: Hunk, in text: [UInt8]) -> Hunk? {
        let middle = next.original.lowerBound
        guard original.upperBound == middle, middle > 0, text[middle - 1] != 0x0A else { return nil }
        return Hunk(
            original: original.lowerBound..<next.original.upperBound,
            replacement: replacement + next.replacement,
            marks: marks + next.marks.filter { !marks.contains($0) }
        )
    }

    /// An edit of a pass.
    public struct Mark: Sendable, Hashable {
        /// The number of the pass among those composed.
        public let pass: Int
        /// The rule.
        public let rule: String
        /// Its reason; often empty.
        public let why: String
    }
}

/// The edits of several passes as one list of changes to the original.
///
/// It is a list of pieces: each byte of the result either comes from the original or was put in by the marks that its
/// piece names.
public struct Composition: Sendable {
    private struct Piece: Sendable {
        /// What it stands for in the original.
        var original: Range<Int>
        /// What stands there now; `nil` if the original does.
        var replacement: [UInt8]?
        var marks: [Hunk.Mark] = []

        var count: Int { replacement?.count ?? original.count }
    }
    private var pieces: [Piece]
    private var passes = 0

    /// Starts with an original of `count` bytes, unchanged.
    public init(count: Int) { pieces = count > 0 ? [Piece(original: 0..<count)] : [] }

    /// The changes, in the order of the original.
    public var hunks: [Hunk] {
        pieces.compactMap { piece in
            piece.replacement.map { Hunk(original: piece.original, replacement: $0, marks: piece.marks) }
        }
    }

    /// Adds the edits of the next pass.
    ///
    /// - Precondition: `edits` fit the text that the passes before made.
    /// - Complexity: O(*n* + *m*) in the pieces and edits.
    public mutating func add(_ edits: EditList) {
        var builder = Builder(pieces)
        for edit in edits.edits {
            builder.apply(edit, edits.replacement(of: edit), Hunk.Mark(pass: passes, rule: edit.rule, why: edit.why))
        }
        pieces = builder.finished()
        passes += 1
    }

    /// The place in the original of a place in the text that the passes so far made.
    ///
    /// - Complexity: O(*n*) in the pieces.
    public func original(of range: Range<Int>) -> Range<Int> {
        var position = 0
        var hull: Range<Int>?
        for piece in pieces {
            let end = position + piece.count
            if range.lowerBound < end || (range.isEmpty && range.lowerBound <= end), range.upperBound >= position {
                var part = piece.original
                if piece.replacement == nil {
                    let low = max(range.lowerBound, position) - position
                    let high = max(low, min(range.upperBound, end) - position)
                    part = piece.original.lowerBound + low..<piece.original.lowerBound + high
                } else if range.upperBound <= position, !range.isEmpty {
                    break
                }
                hull = hull.map { min($0.lowerBound, part.lowerBound)..<max($0.upperBound, part.upperBound) } ?? part
            }
            position = end
            if position > range.upperBound || (position == range.upperBound && !range.isEmpty) { break }
        }
        let end = pieces.last?.original.upperBound ?? 0
        return hull ?? end..<end
    }

    /// Walks over the pieces once while edits come in order.
    private struct Builder {
        private var rest: [Piece]
        private var next = 0
        private var done: [Piece] = []
        /// The place of `rest[next]` in the text that the edits refer to.
        private var position = 0
        /// The last of `done` may still be changed by an edit that starts before this place.
        private var openUntil = -1

        init(_ pieces: [Piece]) { rest = pieces }

        mutating func apply(_ edit: Edit, _ replacement: ArraySlice<UInt8>, _ mark: Hunk.Mark) {
            let (lower, upper) = (edit.range.lowerBound, edit.range.upperBound)
            var open: Piece
            var tail: [UInt8] = []
            if lower < openUntil, let last = done.popLast() {
                // The edit starts inside a changed piece that an edit before it has opened.
                open = last
                let kept = (open.replacement ?? []).count - (openUntil - lower)
                tail = Array((open.replacement ?? [])[kept...])
                open.replacement?.removeLast(tail.count)
            } else {
                keep(until: lower)
                let start = next < rest.count ? rest[next].original.lowerBound : done.last?.original.upperBound ?? 0
                open = Piece(original: start..<start, replacement: [])
                if next < rest.count, let changed = rest[next].replacement, position < lower {
                    // It starts inside a changed piece: all of that piece belongs to the new one.
                    open = rest[next]
                    open.replacement = Array(changed[..<(lower - position)])
                    tail = Array(changed[(lower - position)...])
                    position += changed.count
                    next += 1
                }
                openUntil = max(lower, tail.isEmpty ? lower : position)
            }
            tail.removeFirst(min(tail.count, upper - lower))
            open.replacement?.append(contentsOf: replacement)
            absorb(until: upper, into: &open, &tail)
            open.replacement?.append(contentsOf: tail)
            openUntil = upper + tail.count
            if !open.marks.contains(mark) { open.marks.append(mark) }
            done.append(open)
        }

        /// Keeps what ends at or before `place`; parts an unchanged piece there.
        private mutating func keep(until place: Int) {
            while next < rest.count, position + rest[next].count <= place, position < place || rest[next].count == 0 {
                // A piece without text at the place itself stays before what comes in there.
                position += rest[next].count
                done.append(rest[next])
                next += 1
            }
            guard next < rest.count, position < place, rest[next].replacement == nil else { return }
            done.append(split(at: place))
        }

        /// Takes the first part of the unchanged piece at hand.
        private mutating func split(at place: Int) -> Piece {
            let original = rest[next].original
            let middle = original.lowerBound + place - position
            rest[next].original = middle..<original.upperBound
            position = place
            return Piece(original: original.lowerBound..<middle)
        }

        /// Takes in all pieces that the edit covers up to `end`; what a changed piece has behind it goes to `tail`.
        private mutating func absorb(until end: Int, into open: inout Piece, _ tail: inout [UInt8]) {
            while next < rest.count, position < end {
                var piece = rest[next]
                if piece.replacement == nil, position + piece.count > end {
                    piece = split(at: end)
                } else {
                    position += piece.count
                    next += 1
                }
                open.original = open.original.lowerBound..<piece.original.upperBound
                for mark in piece.marks where !open.marks.contains(mark) { open.marks.append(mark) }
                if let changed = piece.replacement, position > end {
                    tail = Array(changed[(changed.count - (position - end))...])
                }
            }
        }

        mutating func finished() -> [Piece] { done + rest[next...] }
    }
}

internal import GalleyText

/// Lines that begin with a label which other lines have too, as in a table of fighters: `Record: 25-0`, `Record: 14-2`.
///
/// A label with five values is a form that the author has filled in, however little its lines look like an article.
struct LineLabels {
    private static let (longest, fewest) = (30, 5)
    private var labels: [UInt64?] = []
    private var values: [UInt64: Set<UInt64>] = [:]

    /// - Complexity: O(*n*) in the bytes of the lines that have a label.
    init(_ bytes: Span<UInt8>, _ lines: some Sequence<Range<Int>>) {
        for line in lines {
            let label = Self.label(bytes, line).map { Self.hash(bytes, $0) }
            labels.append(label)
            if let label { values[label, default: []].insert(Self.hash(bytes, line)) }
        }
    }

    /// Says whether a line is part of such a form.
    func isForm(_ row: Int) -> Bool {
        guard let label = labels[row], let values = values[label] else { return false }
        return values.count >= Self.fewest
    }

    /// What stands before a colon and a space, if a letter does and something follows.
    private static func label(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int>? {
        guard let colon = bytes.firstIndex(of: 0x3A, in: line.prefix(longest + 1)), colon > line.lowerBound,
            colon + 2 < line.upperBound, bytes[colon + 1] == 0x20, !bytes[colon - 1].isASCIIDigit
        else { return nil }
        return line.lowerBound..<colon
    }

    private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        TokenHash.finish(range.reduce(TokenHash.seed) { TokenHash.add(UInt32(bytes[$1].asciiLowered), to: $0) })
    }
}

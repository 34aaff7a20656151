internal import GalleyText

/// A glob over a whole line: `*` any run, `?` one scalar, `\` takes the next scalar as it is.
///
/// The line is compared without its outer white space; pattern and line in NFC.
public struct LinePattern: Sendable, Equatable {
    private enum Part: Sendable, Equatable {
        case scalar(UInt32)
        case one
        case run
    }
    /// The pattern as written.
    public let source: String
    /// Letters of either case match.
    public let ignoresCase: Bool
    private let parts: [Part]

    /// Reads a pattern.
    public init(_ source: String, ignoringCase: Bool = false) {
        self.source = source
        ignoresCase = ignoringCase
        let bytes = Array(source.utf8)
        let text = Unicodes.normalized(bytes.span, .nfc)
        var parts: [Part] = []
        var index = 0
        var literal = false
        while index < text.count {
            let (value, length) = text.span.scalar(at: index)
            index += length
            switch value {
            case 0x5C where !literal && index < text.count: literal = true
            case 0x2A where !literal: if parts.last != .run { parts.append(.run) }
            case 0x3F where !literal: parts.append(.one)
            default:
                parts.append(.scalar(ignoringCase ? Unicodes.lowered(value) : value))
                literal = false
            }
        }
        self.parts = parts
    }

    /// Says whether the pattern matches all of `range`.
    ///
    /// - Complexity: O(*n* · *m*) at worst in the lengths of line and pattern.
    public func matches(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        let span = bytes.span
        // Most lines differ in their first letter; normalization makes no other one of it, only a longer scalar.
        if case .scalar(let first) = parts.first, first < 0x80, let start = range.first, bytes[start] < 0x80,
            fold(UInt32(bytes[start])) != first
        {
            return false
        }
        if span.firstNonASCII(in: range) < range.upperBound {
            let line = Unicodes.normalized(span.extracting(range), .nfc)
            return matches(line.span, 0..<line.count)
        }
        return matches(span, range)
    }

    private func matches(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var (index, part) = (range.lowerBound, 0)
        var (retryIndex, retryPart) = (-1, -1)
        while index < range.upperBound {
            let (value, length) = bytes.scalar(at: index)
            if part < parts.count, parts[part] == .run {
                (retryIndex, retryPart) = (index, part)
                part += 1
            } else if part < parts.count, parts[part] == .one || parts[part] == .scalar(fold(value)) {
                part += 1
                index += length
            } else if retryPart >= 0 {
                // The last run takes one scalar more.
                retryIndex += bytes.scalar(at: retryIndex).length
                (index, part) = (retryIndex, retryPart + 1)
            } else {
                return false
            }
        }
        return parts[part...].allSatisfy { $0 == .run }
    }

    private func fold(_ value: UInt32) -> UInt32 { ignoresCase ? Unicodes.lowered(value) : value }
}

internal import GalleyText

/// What was done to a scalar; where several things were, the last of these counts.
enum RepairRule: UInt8, Comparable {
    case none, nfc, space, zeroWidth, control, ansiEscape, lineEnd, width, ligature, entity, windowsControl
    case latin1, windows1252, windows1251, windows1250, windows1253, windows1254, windows1257, latin2, macintosh, ibm437

    static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }

    /// The name that an edit carries.
    var name: String {
        switch self {
        case .none: ""
        case .nfc: "nfc"
        case .space: "odd-space"
        case .zeroWidth: "zero-width"
        case .control: "control"
        case .ansiEscape: "ansi-escape"
        case .lineEnd: "line-end"
        case .width: "width"
        case .ligature: "ligature"
        case .entity: "entity"
        case .windowsControl: "windows-1252-control"
        case .latin1: "mojibake-latin-1"
        case .windows1252: "mojibake-windows-1252"
        case .windows1251: "mojibake-windows-1251"
        case .windows1250: "mojibake-windows-1250"
        case .windows1253: "mojibake-windows-1253"
        case .windows1254: "mojibake-windows-1254"
        case .windows1257: "mojibake-windows-1257"
        case .latin2: "mojibake-iso-8859-2"
        case .macintosh: "mojibake-macintosh"
        case .ibm437: "mojibake-ibm437"
        }
    }
}

/// A scalar of a line under repair, and where it comes from.
struct DraftScalar: BitwiseCopyable {
    var value: UInt32
    /// What was done to it or to what stood before it.
    var rule: RepairRule = .none
    /// The offset of its source, which reaches to the start of the next scalar's.
    var start: Int

    /// The same place with other content.
    func becoming(_ value: UInt32, _ rule: RepairRule) -> DraftScalar {
        DraftScalar(value: value, rule: max(rule, self.rule), start: start)
    }
}

/// A line under repair: its scalars, each of which knows where it comes from.
struct RepairDraft {
    /// The scalars of the line.
    var scalars: [DraftScalar]
    /// What stands behind the line: a line feed, or the end of the text.
    var end: DraftScalar

    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        scalars = []
        scalars.reserveCapacity(range.count)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let (value, length) = bytes.scalar(at: offset)
            scalars.append(DraftScalar(value: value, start: offset))
            offset += length
        }
        end = DraftScalar(value: 0x0A, start: range.upperBound)
    }

    init(_ scalars: [DraftScalar], end: DraftScalar) { (self.scalars, self.end) = (scalars, end) }

    /// The line as UTF-8.
    var text: [UInt8] {
        [UInt8](capacity: 4 * scalars.count) { text in
            for scalar in scalars { text.append(scalar: scalar.value) }
        }
    }

    /// Whether there is a full- or half-width form.
    var hasWideForms: Bool { scalars.contains { RepairCharacters.isWideForm($0.value) } }

    /// Whether there is Han, kana or Hangul.
    var isEastAsian: Bool { scalars.contains { RepairCharacters.isEastAsian($0.value) } }

    /// The scalar behind the one at `index`.
    func value(after index: Int) -> UInt32 { index + 1 < scalars.count ? scalars[index + 1].value : end.value }

    /// Rebuilds the line: `change` looks at the scalar at an index and says what comes in place of it and of how many.
    ///
    /// What is removed goes to the account of the scalar behind it, so that its source is not lost.
    ///
    /// - Returns: whether anything was changed.
    mutating func rewrite(
        _ change: (_ line: RepairDraft, _ index: Int) -> Replacement?
    ) -> Bool {
        var index = 0
        var first: Replacement?
        while index < scalars.count {
            first = change(self, index)
            if first != nil { break }
            index += 1
        }
        guard first != nil else { return false }
        var result = Array(scalars[..<index])
        result.reserveCapacity(scalars.count)
        var removed: DraftScalar?
        while index < scalars.count {
            var new = scalars[index]
            guard let replacement = first ?? change(self, index) else {
                if let gone = removed { (new.start, new.rule) = (gone.start, max(gone.rule, new.rule)) }
                removed = nil
                result.append(new)
                index += 1
                continue
            }
            first = nil
            new.rule = scalars[index..<index + replacement.count].reduce(replacement.rule) { max($0, $1.rule) }
            if let gone = removed { (new.start, new.rule) = (gone.start, max(gone.rule, new.rule)) }
            index += replacement.count
            removed = replacement.scalars.isEmpty ? new : nil
            for value in replacement.scalars {
                new.value = value
                result.append(new)
                new.start = index < scalars.count ? scalars[index].start : end.start
            }
        }
        if let gone = removed { (end.start, end.rule) = (gone.start, max(gone.rule, end.rule)) }
        scalars = result
        return true
    }

    /// What comes in place of a few scalars.
    struct Replacement {
        let scalars: [UInt32]
        let count: Int
        let rule: RepairRule

        init(_ scalars: [UInt32], for count: Int = 1, _ rule: RepairRule) {
            (self.scalars, self.count, self.rule) = (scalars, count, rule)
        }
    }

    /// Proposes the edits that lead from the source to the draft.
    ///
    /// Each is as small as can be; neighbours of one rule are one edit.
    func propose(into markup: inout Markup, _ bytes: Span<UInt8>, endsAt lineEnd: Int) {
        var edit = PendingEdit()
        for index in scalars.indices where scalars[index].rule != .none {
            let sourceEnd = index + 1 < scalars.count ? scalars[index + 1].start : end.start
            edit.add(scalars[index], upTo: sourceEnd, bytes, into: &markup)
        }
        if end.start < lineEnd { edit.add(end, removing: end.start..<lineEnd, bytes, into: &markup) }
        edit.flush(bytes, into: &markup)
    }

    private struct PendingEdit {
        var range = 0..<0
        var text: [UInt8] = []
        var rule = RepairRule.none

        mutating func add(_ scalar: DraftScalar, upTo end: Int, _ bytes: Span<UInt8>, into markup: inout Markup) {
            var new: [UInt8] = []
            new.append(scalar: scalar.value)
            var source = scalar.start..<end
            // What only lost something before or behind it was not changed itself.
            if source.count >= new.count {
                if (0..<new.count).allSatisfy({ bytes[end - new.count + $0] == new[$0] }) {
                    source = source.lowerBound..<end - new.count
                    new = []
                } else if (0..<new.count).allSatisfy({ bytes[source.lowerBound + $0] == new[$0] }) {
                    source = source.lowerBound + new.count..<end
                    new = []
                }
            }
            add(new, for: source, scalar.rule, bytes, into: &markup)
        }

        mutating func add(
            _ end: DraftScalar,
            removing range: Range<Int>,
            _ bytes: Span<UInt8>,
            into markup: inout Markup
        ) {
            add([], for: range, end.rule, bytes, into: &markup)
        }

        private mutating func add(
            _ new: [UInt8],
            for source: Range<Int>,
            _ rule: RepairRule,
            _ bytes: Span<UInt8>,
            into markup: inout Markup
        ) {
            guard !(source.isEmpty && new.isEmpty) else { return }
            if source.lowerBound != range.upperBound || rule != self.rule {
                flush(bytes, into: &markup)
                range = source.lowerBound..<source.lowerBound
                self.rule = rule
            }
            range = range.lowerBound..<source.upperBound
            text += new
        }

        mutating func flush(_ bytes: Span<UInt8>, into markup: inout Markup) {
            defer { (range, text) = (range.upperBound..<range.upperBound, []) }
            var (low, high, from, to) = (range.lowerBound, range.upperBound, 0, text.count)
            while low < high, from < to, bytes[low] == text[from] { (low, from) = (low + 1, from + 1) }
            while from > 0, !(bytes.isScalarBoundary(low) && text.span.isScalarBoundary(from)) {
                (low, from) = (low - 1, from - 1)
            }
            while low < high, from < to, bytes[high - 1] == text[to - 1] { (high, to) = (high - 1, to - 1) }
            while to < text.count, !(bytes.isScalarBoundary(high) && text.span.isScalarBoundary(to)) {
                (high, to) = (high + 1, to + 1)
            }
            guard low < high || from < to else { return }
            markup.replace(low..<high, with: text.span.extracting(from..<to), rule: rule.name)
        }
    }
}

internal import CMasks
internal import GalleyText

/// Finds, in one pass over a text, where something may need repair; clean text is only looked at.
struct RepairScan {
    private let options: RepairText.Options
    private let characters: RepairCharacters
    private let suspects: [UInt32]
    /// The flags of scalars to look at closer.
    private let care: UInt16
    private let table: [UInt16]
    /// Whether the text has Han, kana or Hangul, once that matters.
    private var isEastAsian: Bool?

    init(_ options: RepairText.Options, _ characters: RepairCharacters) {
        self.options = options
        self.characters = characters
        suspects = options.encoding ? MojibakeSigns.suspects : Array(repeating: 0, count: 32)
        care =
            ScalarTraits.character
            | (options.normalize ? ScalarTraits.changes | ScalarTraits.joins | ScalarTraits.mark : 0)
        table = ScalarTraits.table
    }

    /// The offset of the next byte or scalar that may need repair.
    mutating func next(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        let suspects = suspects
        let table = table
        let pairs = suspects.span
        let traits = table.span
        var index = start
        while true {
            index = bytes.firstUnusual(from: index)
            guard index < bytes.count else { return nil }
            let byte = bytes[index]
            if byte < 0x80 {
                if byte == 0x26 {
                    if options.entities != .never, isEntity(bytes, at: index) { return index }
                } else if byte == 0x0D ? options.lineEnds : isSuspect(UInt32(byte), bytes, at: index) {
                    return index
                }
                index += 1
                continue
            }
            var left = ScalarTraits(raw: 0)
            repeat {
                let (value, length) = bytes.scalar(at: index)
                let right = ScalarTraits.of(value, in: traits)
                if pairs[Int(left.sign)] &>> UInt32(right.sign) & 1 != 0, isBad(bytes, at: index) { return index }
                if right.has(care), isSuspect(value, right, bytes, at: index) { return index }
                left = right
                index += length
            } while index < bytes.count && bytes[index] >= 0x80
            if left.bit & MojibakeSigns.watched != 0, index < bytes.count, options.encoding {
                let right = ScalarTraits.of(UInt32(bytes[index]), in: traits)
                if pairs[Int(left.sign)] & right.bit != 0, isBad(bytes, at: index) { return index - 1 }
            }
        }
    }

    /// Whether something in a line of this text may need repair.
    func suspects(_ line: [UInt8]) -> Bool {
        var scan = self
        return scan.next(line.span, from: 0) != nil
    }

    /// Whether the forms of letters are made ordinary in this text.
    mutating func changesWidths(_ bytes: Span<UInt8>) -> Bool {
        switch options.widths {
        case .always: return true
        case .never: return false
        case .auto:
            if let isEastAsian { return !isEastAsian }
            isEastAsian = Self.isEastAsian(bytes)
            return isEastAsian == false
        }
    }

    private static func isEastAsian(_ bytes: Span<UInt8>) -> Bool {
        var index = 0
        while true {
            index = bytes.firstNonASCII(in: index..<bytes.count)
            guard index < bytes.count else { return false }
            while index < bytes.count, bytes[index] >= 0x80 {
                // No byte from E3 on stands in anything but the start of a scalar from U+3000 on.
                if bytes[index] >= 0xE3, RepairCharacters.isEastAsian(bytes.scalar(at: index).value) { return true }
                index += 1
            }
        }
    }

    private func isEntity(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        var index = start + 1
        if index < bytes.count, bytes[index] == 0x23 { index += 1 }
        let first = index
        while index < bytes.count, index - first <= RepairDraft.longestEntity,
            bytes[index].isASCIILetter || bytes[index].isASCIIDigit
        { index += 1 }
        return index > first && index < bytes.count && bytes[index] == 0x3B
    }

    private func scalar(before index: Int, _ bytes: Span<UInt8>) -> UInt32 {
        index > 0 ? bytes.scalar(before: index).value : 0x0A
    }

    private func scalar(at index: Int, _ bytes: Span<UInt8>) -> UInt32 {
        index < bytes.count ? bytes.scalar(at: index).value : 0x0A
    }

    /// Says whether a scalar's neighbours make it one to be changed.
    private mutating func isSuspect(_ value: UInt32, _ bytes: Span<UInt8>, at index: Int) -> Bool {
        if value == 0x1B, options.controls { return true }
        if RepairCharacters.isWideForm(value) { return changesWidths(bytes) }
        let length = bytes.scalar(at: index).length
        let (last, next) = (scalar(before: index, bytes), scalar(at: index + length, bytes))
        return characters.change(value, after: last, before: next) != nil
    }

    private mutating func isSuspect(
        _ value: UInt32,
        _ traits: ScalarTraits,
        _ bytes: Span<UInt8>,
        at index: Int
    ) -> Bool {
        if traits.has(ScalarTraits.character) { return isSuspect(value, bytes, at: index) }
        if traits.has(ScalarTraits.changes) { return true }
        let last = scalar(before: index, bytes)
        if traits.has(ScalarTraits.joins), Unicodes.startsComposition(last) { return true }
        guard traits.has(ScalarTraits.mark), ScalarTraits.of(last).has(ScalarTraits.mark) else { return false }
        return traits.has(ScalarTraits.joins) || Unicodes.combiningClass(last) > Unicodes.combiningClass(value)
    }

    /// Looks at the pair whose second scalar stands at `index`.
    private func isBad(_ bytes: Span<UInt8>, at index: Int) -> Bool {
        var window = MojibakeSigns.Window()
        var start = index
        func back() -> UInt32 {
            guard start > 0 else { return 0x0A }
            let (value, length) = bytes.scalar(before: start)
            start -= length
            return value
        }
        (window.a, window.z, window.y) = (back(), back(), back())
        var end = index
        func forward() -> UInt32 {
            guard end < bytes.count else { return 0x0A }
            let (value, length) = bytes.scalar(at: end)
            end += length
            return value
        }
        (window.b, window.c, window.d) = (forward(), forward(), forward())
        return MojibakeSigns.confirm(window)
    }
}

extension Span<UInt8> {
    /// The offset of the first byte from `start` on that is not plain: beyond ASCII, a control, DEL or an ampersand; `count` for none.
    ///
    /// - Complexity: O(*n*), 64 bytes at a time.
    fileprivate func firstUnusual(from start: Int) -> Int { unsafe firstIndex(in: start..<count, mask_unusual) }
}

internal import GalleyText

/// Repairs that look at one scalar and its neighbours.
struct RepairCharacters {
    var ligatures = false
    /// Full- and half-width forms.
    var widths = false
    var spaces = false
    var lineEnds = false
    /// Controls and invisible scalars.
    var controls = false

    /// What comes in place of `scalar`, or `nil` if it stays.
    ///
    /// Where the line starts or ends, its neighbour is a line feed.
    func change(_ scalar: UInt32, after last: UInt32, before next: UInt32) -> RepairDraft.Replacement? {
        switch scalar {
        case 0x0B, 0x0C:
            // Line and page breaks of word processors; at the edge of a line they part nothing.
            guard lineEnds else { return controls && scalar == 0x0B ? .init([], .control) : nil }
            let isEdge = last == 0x0A || last == 0x0D || next == 0x0A || next == 0x0D
            return .init(isEdge ? [] : [0x0A], .lineEnd)
        case 0x0D: return lineEnds ? .init(next == 0x0A ? [] : [0x0A], .lineEnd) : nil
        case 0x85, 0x2028, 0x2029: return lineEnds ? .init([0x0A], .lineEnd) : nil
        case 0x00...0x08, 0x0E...0x1F, 0x7F, 0x206A...0x206F, 0xFFF9...0xFFFC:
            return controls ? .init([], .control) : nil
        case 0x200B...0x200D, 0x2060, 0xFEFF:
            return controls && !isJoinerNeeded(scalar, last, next) ? .init([], .zeroWidth) : nil
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F:
            return spaces && !isSpaceNeeded(scalar, last, next) ? .init([0x20], .space) : nil
        case 0x3000: return widths ? .init([0x20], .width) : nil
        case 0xFF01...0xFF5E: return widths ? .init([scalar - 0xFEE0], .width) : nil
        case 0xFF5F...0xFFEE:
            guard widths, let narrow = compatible(scalar) else { return nil }
            return .init([narrow], .width)
        default:
            guard ligatures, let letters = Self.letters(of: scalar) else { return nil }
            return .init(letters.unicodeScalars.map(\.value), .ligature)
        }
    }

    /// French puts a space that does not break beside some marks, and numbers have one inside and before a unit's sign.
    private func isSpaceNeeded(_ scalar: UInt32, _ last: UInt32, _ next: UInt32) -> Bool {
        switch scalar {
        case 0xA0, 0x2007, 0x2009, 0x202F: break
        default: return false
        }
        // Mongolian joins suffixes by U+202F.
        if (0x1800...0x18AF).contains(next) { return true }
        switch next {
        case 0x21, 0x3A, 0x3B, 0x3F, 0xBB, 0x203A, 0x25, 0x2030: return true
        default: break
        }
        if last == 0xAB || last == 0x2039 { return true }
        guard Unicodes.isDigit(last) else { return false }
        return Unicodes.isDigit(next) || Unicodes.category(next) == 20 || next == 0xB0
    }

    /// Many scripts need joiners to be spelt, those without spaces the zero-width space, and emoji are joined too.
    private func isJoinerNeeded(_ scalar: UInt32, _ last: UInt32, _ next: UInt32) -> Bool {
        switch scalar {
        case 0x200B: Self.isSoutheastAsian(last) || Self.isSoutheastAsian(next)
        case 0x200C, 0x200D: !(Self.isPlain(last) && Self.isPlain(next))
        default: false
        }
    }

    /// Tibetan, Thai, Lao, Khmer, Burmese and their neighbours.
    private static func isSoutheastAsian(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0E00...0x109F, 0x1780...0x17FF, 0x1950...0x1AAF, 0xA9E0...0xA9FF, 0xAA00...0xAADF: true
        default: false
        }
    }

    /// Latin, Greek, Cyrillic, Armenian, Han, kana, Hangul and their punctuation, which know no joiners.
    private static func isPlain(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0..<0x0590, 0x1E00..<0x2190, 0x3000..<0xA000, 0xAC00..<0xD7A4, 0xFF00..<0xFFF0: true
        default: false
        }
    }

    /// Han, kana, Hangul and their own punctuation, but not the wide and narrow forms of other scalars.
    static func isEastAsian(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x3001..<0xA4D0, 0xAC00..<0xD7A4, 0xF900..<0xFB00, 0x20000..<0x32000: true
        default: false
        }
    }

    /// Full- and half-width forms, the wide space among them.
    static func isWideForm(_ scalar: UInt32) -> Bool { scalar == 0x3000 || (0xFF01...0xFFEE).contains(scalar) }

    private func compatible(_ scalar: UInt32) -> UInt32? {
        // The macron has a space in its decomposition.
        if scalar == 0xFFE3 { return nil }
        var bytes: [UInt8] = []
        bytes.append(scalar: scalar)
        let narrow = Unicodes.normalized(bytes.span, .nfkc)
        let (value, length) = narrow.span.scalar(at: 0)
        return length == narrow.count && value != scalar ? value : nil
    }

    /// The letters of a Latin ligature or digraph that Unicode has for old code pages alone; æ and œ are letters.
    private static func letters(of scalar: UInt32) -> String? {
        switch scalar {
        case 0x0132: "IJ"
        case 0x0133: "ij"
        case 0x0149: "’n"
        case 0x01C4: "DŽ"
        case 0x01C5: "Dž"
        case 0x01C6: "dž"
        case 0x01C7: "LJ"
        case 0x01C8: "Lj"
        case 0x01C9: "lj"
        case 0x01CA: "NJ"
        case 0x01CB: "Nj"
        case 0x01CC: "nj"
        case 0x01F1: "DZ"
        case 0x01F2: "Dz"
        case 0x01F3: "dz"
        case 0xFB00: "ff"
        case 0xFB01: "fi"
        case 0xFB02: "fl"
        case 0xFB03: "ffi"
        case 0xFB04: "ffl"
        case 0xFB05, 0xFB06: "st"
        default: nil
        }
    }
}

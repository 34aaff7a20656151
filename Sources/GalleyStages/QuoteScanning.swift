internal import CMasks
internal import GalleyText

// Finding marks among the bytes of a text.
extension Span<UInt8> {
    /// The offset of the first byte from `offset` on that may begin a mark, or of a line feed; `count` for none.
    ///
    /// - Complexity: O(*n*), 64 bytes at a time.
    func nextQuote(from offset: Int) -> Int { unsafe firstIndex(in: offset..<count, mask_quotes) }

    /// The mark at `offset`, if there is one, and the length of what stands there.
    func quote(at offset: Int) -> (glyph: QuoteMark.Glyph?, length: Int) {
        switch self[offset] {
        case 0x22: return (.straightDouble, 1)
        case 0x27: return (.straightSingle, 1)
        case 0x60: return (.backtick, 1)
        case 0xC2:
            switch self[offset + 1] {
            case 0xAB: return (.leftGuillemet, 2)
            case 0xBB: return (.rightGuillemet, 2)
            case 0xB4: return (.acute, 2)
            default: return (nil, 2)
            }
        case 0xE2:
            guard self[offset + 1] == 0x80 else { return (nil, 3) }
            switch self[offset + 2] {
            case 0x98: return (.leftSingle, 3)
            case 0x99: return (.rightSingle, 3)
            case 0x9A: return (.lowSingle, 3)
            case 0x9B: return (.reversedSingle, 3)
            case 0x9C: return (.leftDouble, 3)
            case 0x9D: return (.rightDouble, 3)
            case 0x9E: return (.lowDouble, 3)
            case 0x9F: return (.reversedDouble, 3)
            default: return (nil, 3)
            }
        default: return (nil, 1)
        }
    }

    /// Says whether the sentence plainly goes on behind the line feed at `offset`, as in text wrapped at a column.
    func isSoftBreak(at offset: Int) -> Bool {
        var (end, start) = (offset, offset + 1)
        while end > 0, self[end - 1] == 0x20 || self[end - 1] == 0x0D { end -= 1 }
        while start < count, self[start] == 0x20 { start += 1 }
        guard end > 0, start < count else { return false }
        let last = scalar(before: end).value
        guard last == 0x2C || last == 0x2D || Unicodes.isWord(last) else { return false }
        return Unicodes.isLower(scalar(at: start).value)
    }

    /// The length of the space that starts at `offset`: 0 for none, 1 for an ordinary one, else of one that does not break.
    func spaceLength(after offset: Int) -> Int {
        guard offset < count else { return 0 }
        if self[offset] == 0x20 { return 1 }
        if has("\u{A0}", at: offset) { return 2 }
        return has("\u{202F}", at: offset) || has("\u{2009}", at: offset) ? 3 : 0
    }

    func spaceLength(before offset: Int) -> Int {
        guard offset > 0 else { return 0 }
        if self[offset - 1] == 0x20 { return 1 }
        if has("\u{A0}", at: offset - 2) { return 2 }
        return has("\u{202F}", at: offset - 3) || has("\u{2009}", at: offset - 3) ? 3 : 0
    }
}

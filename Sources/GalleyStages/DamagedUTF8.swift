internal import GalleyText

/// Reads UTF-8 that was handled as text of another encoding on its way, and lost a byte here and there.
struct DamagedUTF8 {
    /// A byte may have become U+FFFD, written `lost`, or a question mark.
    let isLossy: Bool
    /// A0, a no-break space in most code pages, may have become a space.
    let losesA0: Bool

    /// The byte that stands for U+FFFD.
    static let lost: UInt8 = 0x1A

    /// The scalar whose sequence starts at `index`, and how many bytes it takes.
    ///
    /// U+FFFD for a sequence in which a byte is lost, and for half a surrogate pair.
    func scalar(at index: Int, of bytes: Span<UInt8>) -> (value: UInt32, length: Int)? {
        func byte(_ number: Int) -> UInt8 { index + number < bytes.count ? bytes[index + number] : 0 }
        let lead = bytes[index]
        switch lead {
        case 0xC0:
            // Java writes NUL so.
            return byte(1) == 0x80 ? (0, 2) : nil
        case 0xC2...0xDF:
            return pair(lead, byte(1), bytes, at: index)
        case 0xE0...0xEF:
            if closesQuotation(at: index, of: bytes) { return (0x201D, 2) }
            return triple(lead, byte(1), byte(2)) ?? surrogates(bytes, at: index)
        case 0xF0...0xF4:
            return quadruple(lead, byte(1), byte(2), byte(3))
        default:
            return nil
        }
    }

    private func isRest(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
    private func isGone(_ byte: UInt8) -> Bool { byte == Self.lost || byte == 0x3F }
    private func isRestOrLost(_ byte: UInt8) -> Bool { isRest(byte) || byte == Self.lost }
    private func isRestOrGone(_ byte: UInt8) -> Bool { isRest(byte) || isGone(byte) }
    /// A byte of the rest that makes a space beside it likely to be A0.
    private func vouches(_ byte: UInt8) -> Bool { isRest(byte) && byte != 0x85 && byte != 0xA0 }

    /// Whether E2 80 is what is left of a closing quotation mark, E2 80 9D.
    ///
    /// windows-1252 has no 9D, so that programs drop it. A mark that opens a quotation stands before, no mark between,
    /// and no letter behind.
    private func closesQuotation(at index: Int, of bytes: Span<UInt8>) -> Bool {
        guard isLossy, bytes.has(0xE2, 0x80, at: index) else { return false }
        let next = index + 2 < bytes.count ? bytes[index + 2] : 0x20
        guard next < 0x80, !isGone(next), !next.isASCIILetter, !next.isASCIIDigit else { return false }
        for start in (max(0, index - 1000)..<index).reversed() where bytes.has(0xE2, 0x80, at: start) {
            switch bytes[start + 2] {
            case 0x9C: return true
            case 0x9D, ..<0x80: return false
            default: break
            }
        }
        return false
    }

    private func pair(_ lead: UInt8, _ rest: UInt8, _ bytes: Span<UInt8>, at index: Int) -> (
        value: UInt32, length: Int
    )? {
        if isRest(rest) { return (UInt32(lead & 0x1F) << 6 | UInt32(rest & 0x3F), 2) }
        if losesA0, rest == 0x20, [0xC2, 0xC3, 0xC5, 0xCE, 0xD0, 0xD9].contains(lead) {
            // An `à` that is a word keeps the space behind it; in Portuguese `àquele`, `àquilo` and `às` it does not.
            if lead == 0xC3, !Self.joined.contains(where: { bytes.has($0, at: index + 2) }) { return (0xE0, 1) }
            return (UInt32(lead & 0x1F) << 6 | 0x20, 2)
        }
        if isLossy, rest == Self.lost || (rest == 0x3F && lead <= 0xC3) { return (0xFFFD, 2) }
        return nil
    }

    private static let joined: [StaticString] = [" ", "quele", "quela", "quilo", "s "]

    private func triple(_ lead: UInt8, _ second: UInt8, _ third: UInt8) -> (value: UInt32, length: Int)? {
        if lead == 0xED, second >= 0xA0 { return nil }
        func value(_ second: UInt8, _ third: UInt8) -> (value: UInt32, length: Int)? {
            if lead == 0xE0, second < 0xA0 { return nil }
            return (UInt32(lead & 0x0F) << 12 | UInt32(second & 0x3F) << 6 | UInt32(third & 0x3F), 3)
        }
        if isRest(second), isRest(third) { return value(second, third) }
        if losesA0 {
            if lead == 0xE2 || lead == 0xE3, second == 0x20, vouches(third) { return value(0xA0, third) }
            if lead <= 0xE3, vouches(second), third == 0x20 { return value(second, 0xA0) }
        }
        if isLossy {
            if isGone(second), isRestOrLost(third) { return (0xFFFD, 3) }
            if isRestOrLost(second), isGone(third) { return (0xFFFD, 3) }
        }
        return nil
    }

    private func quadruple(
        _ lead: UInt8,
        _ second: UInt8,
        _ third: UInt8,
        _ fourth: UInt8
    ) -> (value: UInt32, length: Int)? {
        var rest = [second, third, fourth]
        if losesA0, lead == 0xF0, rest.count(where: { $0 == 0x20 }) == 1, let space = rest.firstIndex(of: 0x20) {
            rest[space] = 0xA0
        }
        if rest.allSatisfy(isRest) {
            let value = rest.reduce(UInt32(lead & 0x07)) { $0 << 6 | UInt32($1 & 0x3F) }
            return (0x1_0000...0x10_FFFF).contains(value) ? (value, 4) : nil
        }
        let lost = rest.count { isGone($0) }
        guard isLossy, lost > 0, rest.allSatisfy(isRestOrGone), rest.count(where: { $0 == 0x3F }) <= 1 else {
            return nil
        }
        return (0xFFFD, 4)
    }

    /// A scalar beyond U+FFFF written as two surrogates of three bytes each (CESU-8), or one of them alone.
    private func surrogates(_ bytes: Span<UInt8>, at index: Int) -> (value: UInt32, length: Int)? {
        func half(at start: Int, _ seconds: ClosedRange<UInt8>) -> (value: UInt32?, isThere: Bool) {
            guard start + 3 <= bytes.count, bytes[start] == 0xED, seconds.contains(bytes[start + 1]) else {
                return (nil, false)
            }
            let third = bytes[start + 2]
            if isRest(third) { return (UInt32(bytes[start + 1] & 0x0F) << 6 | UInt32(third & 0x3F), true) }
            return (nil, isLossy && isGone(third))
        }
        let high = half(at: index, 0xA0...0xAF)
        guard high.isThere else { return half(at: index, 0xB0...0xBF).value == nil ? nil : (0xFFFD, 3) }
        let low = half(at: index + 3, 0xB0...0xBF)
        guard low.isThere else { return high.value == nil ? nil : (0xFFFD, 3) }
        guard let first = high.value, let second = low.value else { return (0xFFFD, 6) }
        return (0x1_0000 + first << 10 + second & 0x3FF, 6)
    }
}

extension Span<UInt8> {
    fileprivate func has(_ first: UInt8, _ second: UInt8, at index: Int) -> Bool {
        index + 1 < count && self[index] == first && self[index + 1] == second
    }
}

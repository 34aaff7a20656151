internal import GalleyText

/// Text as it is shown on a terminal: on one line, nothing in it that a terminal would obey or a reader cannot see.
enum Visible {
    /// How much is made visible.
    enum Detail {
        /// What stands unchanged: controls only, so that a French article is not littered with its own spaces.
        case kept
        /// What changed: also odd spaces and characters without width.
        case changed
        /// What looks the same before and after: also combining marks.
        case marks
    }

    /// Appends the bytes of `range`, with a name such as `‹U+200B›` in place of what cannot be seen, `¶` of a line end.
    ///
    /// - Precondition: the bytes are valid UTF-8 and `range` lies on scalar boundaries.
    static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, _ detail: Detail, to text: inout [UInt8]) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let byte = bytes[offset]
            if byte >= 0x20, byte < 0x7F {
                text.append(byte)
                offset += 1
                continue
            }
            let (value, length) = bytes.scalar(at: offset)
            guard let name = name(of: value, detail) else {
                text.append(copying: bytes.extracting(offset..<offset + length))
                offset += length
                continue
            }
            var count = 0
            while offset < range.upperBound, bytes.scalar(at: offset).value == value {
                count += 1
                offset += length
            }
            if count > 1, name.hasSuffix("›") {
                text.append(contentsOf: "\(name.dropLast()) ×\(count)›".utf8)
            } else {
                for _ in 0..<count { text.append(contentsOf: name.utf8) }
            }
        }
    }

    static func text(_ bytes: [UInt8], _ detail: Detail) -> [UInt8] {
        var text: [UInt8] = []
        append(bytes.span, 0..<bytes.count, detail, to: &text)
        return text
    }

    private static func name(of value: UInt32, _ detail: Detail) -> String? {
        switch value {
        case 0x0A: return "¶"
        case 0x09: return detail == .kept ? " " : "‹TAB›"
        case 0x0D: return detail == .kept ? "" : "‹CR›"
        // What turns the direction of the text would carry on into the page.
        case 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: return code(value)
        // Part of an emoji or of a word: without it the text would look broken.
        case 0x200C, 0x200D, 0xFE0E, 0xFE0F: return detail == .kept ? nil : code(value)
        default: break
        }
        let category = Unicodes.category(value)
        if category == 26 { return code(value) }
        guard detail != .kept else { return nil }
        let isOddSpace = (23...25).contains(category)
        let isInvisible = category == 27 || category == 29 || category == 0
        let isMark = detail == .marks && Unicodes.isMark(value)
        return isOddSpace || isInvisible || isMark ? code(value) : nil
    }

    private static func code(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return "‹U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "›"
    }
}

/// Text measured in columns of a terminal.
enum Columns {
    static func count(_ text: [UInt8]) -> Int {
        let bytes = text.span
        guard bytes.firstNonASCII(in: 0..<bytes.count) < bytes.count else { return bytes.count }
        var (offset, columns) = (0, 0)
        while offset < bytes.count {
            let (value, length) = bytes.scalar(at: offset)
            columns += Unicodes.width(value)
            offset += length
        }
        return columns
    }

    static func count(_ text: String) -> Int { count(Array(text.utf8)) }

    /// As much of the start of `text` as fits, in bytes; marks stay with their letter.
    static func head(_ text: [UInt8], _ columns: Int) -> Int {
        let bytes = text.span
        var (offset, used) = (0, 0)
        while offset < bytes.count {
            let (value, length) = bytes.scalar(at: offset)
            used += Unicodes.width(value)
            if used > columns { break }
            offset += length
        }
        return offset
    }

    /// Where as much of the end of `text` as fits begins, in bytes; no mark is parted from its letter.
    static func tail(_ text: [UInt8], _ columns: Int) -> Int {
        let bytes = text.span
        var (offset, used, start) = (bytes.count, 0, bytes.count)
        while offset > 0 {
            let (value, length) = bytes.scalar(before: offset)
            let width = Unicodes.width(value)
            used += width
            if used > columns { break }
            offset -= length
            if width > 0 { start = offset }
        }
        return offset == 0 ? 0 : start
    }

}

internal import CMasks

/// How a JSON string writes what lies beyond ASCII.
public enum JSONEscapes: String, Sendable {
    /// As it is, in UTF-8.
    case utf8
    /// As `\uXXXX` with lower-case digits, as many writers do by default.
    case ascii
}

/// A JSON string as text, and what it takes to write it again just as it was.
public struct JSONString: Sendable, Equatable {
    /// The text as UTF-8; a surrogate that stands alone is U+FFFD.
    public let text: [UInt8]
    /// The way of writing that gives the raw string back; `nil` if none does.
    public let escapes: JSONEscapes?
    /// Where in `text` U+FFFD stands for a surrogate alone.
    public let loneSurrogates: [Int]

    /// Reads the raw string at `range`, its quotation marks included.
    ///
    /// - Precondition: `JSONScanner` accepted it.
    /// - Complexity: O(*n*), one copy.
    public init(_ bytes: Span<UInt8>, at range: Range<Int>) {
        let end = range.upperBound - 1
        var (plain, ascii) = (true, true)
        var loneSurrogates: [Int] = []
        // No escape is shorter than what it stands for.
        let text = [UInt8](capacity: range.count) { text in
            var run = range.lowerBound + 1
            unsafe bytes.forEachIndex(in: run..<end, mask_json_escapes) { escape in
                text.append(copying: bytes.extracting(run..<escape))
                let letter = bytes[escape + 1]
                run = escape + 2
                switch letter {
                case 0x22, 0x5C: text.append(letter)
                case 0x62: text.append(0x08)
                case 0x66: text.append(0x0C)
                case 0x6E: text.append(0x0A)
                case 0x72: text.append(0x0D)
                case 0x74: text.append(0x09)
                case 0x75:
                    let (start, place) = (run, text.count)
                    run = Self.unicode(bytes, at: start, before: end, into: &text)
                    let value = bytes.hexadecimal(at: start) ?? 0
                    let lowerCase = bytes.isLowerHexadecimal(start..<start + 4)
                    let lone = run == start + 4 && (0xD800...0xDFFF).contains(value)
                    if lone { loneSurrogates.append(place) }
                    let control = value < 0x20 && ![0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(value)
                    if !(control && lowerCase) { plain = false }
                    let low = run == start + 4 || bytes.isLowerHexadecimal(start + 6..<start + 10)
                    if !(lowerCase && low && (control || value >= 0x80) && !lone) { ascii = false }
                default:
                    text.append(letter)
                    (plain, ascii) = (false, false)
                }
                return run
            }
            text.append(copying: bytes.extracting(run..<end))
        }
        if ascii, bytes.firstNonASCII(in: range) < range.upperBound { ascii = false }
        (self.text, self.loneSurrogates) = (text, loneSurrogates)
        escapes = plain ? .utf8 : ascii ? .ascii : nil
    }

    /// Appends the scalar of the digits at `offset`, and of a second escape if the two are a pair.
    private static func unicode(
        _ bytes: Span<UInt8>,
        at offset: Int,
        before end: Int,
        into text: inout OutputSpan<UInt8>
    ) -> Int {
        let value = bytes.hexadecimal(at: offset) ?? 0xFFFD
        guard (0xD800...0xDFFF).contains(value) else {
            text.append(scalar: value)
            return offset + 4
        }
        if value < 0xDC00, offset + 10 <= end, bytes[offset + 4] == 0x5C, bytes[offset + 5] == 0x75,
            let low = bytes.hexadecimal(at: offset + 6), (0xDC00...0xDFFF).contains(low)
        {
            text.append(scalar: 0x1_0000 + (value - 0xD800) << 10 + (low - 0xDC00))
            return offset + 10
        }
        text.append(scalar: 0xFFFD)
        return offset + 4
    }
}

extension Span<UInt8> {
    fileprivate func isLowerHexadecimal(_ range: Range<Int>) -> Bool {
        for index in range where self[index].isASCIIUpper { return false }
        return true
    }
}

extension [UInt8] {
    /// Appends `text` as a JSON string with its quotation marks.
    ///
    /// - Precondition: `text` is valid UTF-8.
    /// - Complexity: O(*n*); runs that need no escape are copied whole.
    public mutating func append(jsonString text: Span<UInt8>, escapes: JSONEscapes = .utf8) {
        append(0x22)
        var offset = 0
        while offset < text.count {
            let end = Swift.min(text.count, offset + OutputSpan<UInt8>.escapedStep)
            append(addingCapacity: OutputSpan<UInt8>.escapedRoom) { output in
                offset = output.append(escaping: text, offset..<end, escapes)
            }
        }
        append(0x22)
    }
}

extension OutputSpan<UInt8> {
    /// How many bytes of a string are written in one step, and the room that they take at most.
    static var escapedStep: Int { 512 }
    static var escapedRoom: Int { 6 * escapedStep + 12 }

    /// Appends the bytes of `range` as a JSON string has them, and of a scalar that begins there all.
    ///
    /// - Precondition: there is room for six bytes for each, and twelve more.
    /// - Returns: where to go on.
    mutating func append(escaping text: Span<UInt8>, _ range: Range<Int>, _ escapes: JSONEscapes) -> Int {
        switch escapes {
        case .utf8: unsafe append(escaping: text, range, mask_json_escapes)
        case .ascii: unsafe append(escaping: text, range, mask_json_escapes_and_beyond_ascii)
        }
    }

    @inline(__always)
    private mutating func append(
        escaping text: Span<UInt8>,
        _ range: Range<Int>,
        _ mask: (UnsafePointer<UInt8>) -> UInt64
    ) -> Int {
        var run = range.lowerBound
        unsafe text.forEachIndex(in: range, mask) { index in
            append(copying: text.extracting(run..<index))
            let (value, length) = text.scalar(at: index)
            append(escaped: value)
            run = index + length
            return run
        }
        guard run < range.upperBound else { return run }
        append(copying: text.extracting(run..<range.upperBound))
        return range.upperBound
    }

    fileprivate mutating func append(escaped value: UInt32) {
        switch value {
        case 0x22, 0x5C: append(escape: UInt8(value))
        case 0x08: append(escape: 0x62)
        case 0x09: append(escape: 0x74)
        case 0x0A: append(escape: 0x6E)
        case 0x0C: append(escape: 0x66)
        case 0x0D: append(escape: 0x72)
        case 0x1_0000...:
            append(hexadecimal: 0xD800 + (value - 0x1_0000) >> 10)
            append(hexadecimal: 0xDC00 + (value & 0x3FF))
        default: append(hexadecimal: value)
        }
    }

    private mutating func append(escape letter: UInt8) {
        append(0x5C)
        append(letter)
    }

    private mutating func append(hexadecimal value: UInt32) {
        append(escape: 0x75)
        for shift in [12, 8, 4, 0] as [UInt32] {
            let digit = UInt8(value >> shift & 15)
            append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }
}

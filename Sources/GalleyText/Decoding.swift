/// How the bytes of a file became UTF-8, and how to get them back.
///
/// It is the built-in first stage `decode`. A text in UTF-8 stays as it is, but for a byte-order mark and bytes that are
/// not UTF-8, which are edits. Any other encoding is converted as a whole.
public struct Decoding: Sendable, Equatable {
    /// The encoding's name, such as `utf-8` or `windows-1252`.
    public let encoding: String
    /// The text as UTF-8.
    public let text: [UInt8]
    /// What was changed to make UTF-8 of something that nearly was; places in the raw bytes.
    public let edits: EditList
    /// Whether `encode` of the text, with the edits undone, gives the raw bytes back.
    public let isReversible: Bool
    /// Whether nothing but the want of another guess speaks for the encoding, and text in it would look otherwise.
    ///
    /// Of the letters of a language that windows-1252 is for, at least two in three are ASCII, and no sign stands in the
    /// middle of a word. Central European texts mostly look as well as Western ones, and are not doubted.
    public let isDoubtful: Bool

    /// Decodes `raw`, in the encoding of that name or in one that is detected.
    ///
    /// Detected are, in this order: a byte-order mark; UTF-8; UTF-16 without a mark, by its NULs; UTF-8 with a few bytes
    /// that are not; else windows-1252, which is what the web means by Latin-1 (WHATWG Encoding Standard).
    ///
    /// - Parameter name: one of `names`, or `nil`.
    /// - Complexity: O(*n*).
    public init(_ raw: [UInt8], as name: String? = nil) {
        let isGuessed = name == nil
        let name = name ?? Self.detect(raw)
        isDoubtful = isGuessed && name == "windows-1252" && Self.isForeign(raw)
        if name == "utf-8" {
            (text, edits) = Self.utf8(raw)
            (encoding, isReversible) = (name, true)
        } else {
            encoding = name
            text = Self.converted(raw, from: name)
            edits = EditList()
            isReversible = Self.encode(text, as: name) == raw
        }
    }

    /// The encodings that can be asked for.
    public static let names = ["utf-8", "utf-16le", "utf-16be", "iso-8859-1"] + CodePage.all.map(\.name)

    private static func detect(_ raw: [UInt8]) -> String {
        let bytes = raw.span
        if raw.starts(with: [0xFF, 0xFE]) { return "utf-16le" }
        if raw.starts(with: [0xFE, 0xFF]) { return "utf-16be" }
        let isUTF8 = bytes.firstInvalidUTF8() == nil
        if isUTF8, !raw.prefix(256).contains(0) { return "utf-8" }
        var nuls = [0, 0]
        for (index, byte) in raw.prefix(4096).enumerated() where byte == 0 { nuls[index & 1] += 1 }
        let half = min(raw.count, 4096) / 2
        if half >= 4, nuls[1] * 10 > half * 4, nuls[0] * 10 < half { return "utf-16le" }
        if half >= 4, nuls[0] * 10 > half * 4, nuls[1] * 10 < half { return "utf-16be" }
        if isUTF8 { return "utf-8" }
        var (good, bad) = (0, 0)
        var start = 0
        while start < raw.count {
            start = bytes.firstNonASCII(in: start..<raw.count)
            guard start < raw.count else { break }
            if let length = bytes.validLength(at: start) {
                (good, start) = (good + 1, start + length)
            } else {
                (bad, start) = (bad + 1, start + bytes.brokenLength(at: start))
            }
        }
        return good > bad ? "utf-8" : "windows-1252"
    }

    private static func isForeign(_ raw: [UInt8]) -> Bool {
        var counts = [Int](repeating: 0, count: 256)
        var (plain, signs) = (0, 0)
        for (index, byte) in raw.enumerated() {
            if byte.isASCIILetter { plain += 1 }
            guard byte >= 0x80 else { continue }
            counts[Int(byte)] += 1
            guard Self.isSign(byte), index > 0, index + 1 < raw.count else { continue }
            if (0x61...0x7A).contains(raw[index - 1]), (0x61...0x7A).contains(raw[index + 1]) { signs += 1 }
        }
        func count(_ bytes: Int...) -> Int { bytes.reduce(0) { $0 + counts[$1] } }
        // Few letters are ASCII: another alphabet. Signs stand within words: Polish, Slovak, Mac, DOS.
        if counts.reduce(0, +) * 2 > plain || signs > 1 { return true }
        // ğ, ı and ş read as letters of Icelandic, without the ones that Icelandic has everywhere.
        if count(0xF0, 0xFD, 0xFE) > max(2, count(0xE1, 0xE6, 0xE9, 0xED, 0xF3, 0xFA)) { return true }
        // Letters that no language has together: Czech ø (ř) with ì and ù (ě, ů) and hardly an å or æ as Danish has,
        // Hungarian õ (ő) with ö and more á and é than Estonian's ä, and è (č) with š and ž and fewer é and à than French.
        return (min(count(0xF8), count(0xEC, 0xF9)) > 1 && count(0xF8) > count(0xE5, 0xE6) * 4)
            || (min(count(0xF5), count(0xF6)) > 1 && count(0xE1, 0xE9) > count(0xE4))
            || (min(count(0xE8), count(0x9A, 0x9E)) > 1 && count(0x9A, 0x9E) > count(0xE9, 0xE0))
    }

    /// Whether a byte stands for what does not come between small letters: a sign, but no mark of ellipsis or quotation,
    /// no dash or hyphen, and no Catalan point; or a capital such as Ž.
    private static func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x85, 0x91...0x97, 0xA0, 0xAD, 0xB7: false
        case 0x83, 0x9A, 0x9C, 0x9E, 0xAA, 0xB5, 0xBA: false
        default: byte < 0xC0 || byte == 0xD7 || byte == 0xF7
        }
    }

    private static func utf8(_ raw: [UInt8]) -> ([UInt8], EditList) {
        let bytes = raw.span
        var edits = EditList()
        let nothing: [UInt8] = []
        var start = 0
        if raw.starts(with: [0xEF, 0xBB, 0xBF]) {
            edits.append(0..<3, with: nothing.span, rule: "byte-order-mark")
            start = 3
        }
        guard bytes.extracting(start..<raw.count).firstInvalidUTF8() != nil else {
            return (edits.isEmpty ? raw : edits.applied(to: raw), edits)
        }
        while start < raw.count {
            start = bytes.firstNonASCII(in: start..<raw.count)
            guard start < raw.count else { break }
            if let length = bytes.validLength(at: start) {
                start += length
                continue
            }
            let length = bytes.brokenLength(at: start)
            var replacement: [UInt8] = []
            // A lone byte is most often windows-1252 that strayed in; a cut sequence tells nothing.
            let scalar = length == 1 ? CodePage.windows1252.scalar(of: raw[start]) : 0xFFFD
            replacement.append(scalar: scalar < 0xA0 && scalar >= 0x80 ? 0xFFFD : scalar)
            edits.append(start..<start + length, with: replacement.span, rule: "invalid-byte")
            start += length
        }
        return (edits.applied(to: raw), edits)
    }

    private static func converted(_ raw: [UInt8], from name: String) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(raw.count + raw.count / 8)
        switch name {
        case "utf-16le", "utf-16be":
            let high = name == "utf-16le" ? 1 : 0
            var index = 0
            let unit = { (at: Int) in UInt32(raw[at + high]) << 8 | UInt32(raw[at + 1 - high]) }
            while index + 1 < raw.count {
                var value = unit(index)
                index += 2
                if (0xD800...0xDBFF).contains(value), index + 1 < raw.count, (0xDC00...0xDFFF).contains(unit(index)) {
                    value = 0x1_0000 + (value - 0xD800) << 10 + (unit(index) - 0xDC00)
                    index += 2
                }
                if index == 2, value == 0xFEFF { continue }
                text.append(scalar: (0xD800...0xDFFF).contains(value) ? 0xFFFD : value)
            }
            if index < raw.count { text.append(scalar: 0xFFFD) }
        case "iso-8859-1":
            for byte in raw { text.append(scalar: UInt32(byte)) }
        default:
            guard let page = CodePage.all.first(where: { $0.name == name }) else {
                return converted(raw, from: "windows-1252")
            }
            for byte in raw { text.append(scalar: page.scalar(of: byte)) }
        }
        return text
    }

    /// The bytes of `text` in an encoding, UTF-16 with its byte-order mark.
    ///
    /// `nil` if something has no place in it.
    ///
    /// - Complexity: O(*n*).
    public static func encode(_ text: [UInt8], as name: String) -> [UInt8]? {
        if name == "utf-8" { return text }
        let bytes = text.span
        let page = CodePage.all.first { $0.name == name }
        var raw: [UInt8] = name == "utf-16le" ? [0xFF, 0xFE] : name == "utf-16be" ? [0xFE, 0xFF] : []
        var index = 0
        while index < text.count {
            let (value, length) = bytes.scalar(at: index)
            index += length
            switch name {
            case "utf-16le", "utf-16be":
                let units: [UInt32] =
                    value < 0x1_0000 ? [value] : [0xD800 + (value - 0x1_0000) >> 10, 0xDC00 + value & 0x3FF]
                for unit in units {
                    let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
                    raw += name == "utf-16be" ? pair : pair.reversed()
                }
            case "iso-8859-1":
                guard value < 0x100 else { return nil }
                raw.append(UInt8(value))
            default:
                guard let byte = page?.byte(of: value) else { return nil }
                raw.append(byte)
            }
        }
        return raw
    }
}

extension Span<UInt8> {
    /// The length of the UTF-8 sequence at `offset`, or `nil` if there is none (Unicode Standard, table 3-7).
    func validLength(at offset: Int) -> Int? {
        let length = sequenceLength(at: offset)
        return length > 0 && brokenLength(at: offset) == length ? length : nil
    }

    /// How many bytes at `offset` belong together: a whole sequence, or as much of one as there is; at least 1.
    func brokenLength(at offset: Int) -> Int {
        let length = sequenceLength(at: offset)
        guard length > 1, offset + 1 < count else { return 1 }
        let second = self[offset + 1]
        let allowed: ClosedRange<UInt8> =
            switch self[offset] {
            case 0xE0: 0xA0...0xBF
            case 0xED: 0x80...0x9F
            case 0xF0: 0x90...0xBF
            case 0xF4: 0x80...0x8F
            default: 0x80...0xBF
            }
        guard allowed.contains(second) else { return 1 }
        var taken = 2
        while taken < length, offset + taken < count, self[offset + taken] & 0xC0 == 0x80 { taken += 1 }
        return taken
    }

    private func sequenceLength(at offset: Int) -> Int {
        switch self[offset] {
        case ..<0x80: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }
}

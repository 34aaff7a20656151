internal import GalleyText

/// What certainly is no text, whatever a file is called: an image, an archive, or bytes that no encoding has in letters.
///
/// A text with a stray NUL, in any encoding that is read, stays one.
enum NoText {
    /// What a file seems to be, by the bytes at its start; `nil` if they are none of these.
    static func kind(of raw: [UInt8]) -> String? {
        for (start, kind) in starts where raw.starts(with: start) { return kind }
        // A text may begin with the same letters; a file of the kind has more behind them.
        if raw.starts(with: "GIF8".utf8), raw.prefix(13).contains(0) { return "a GIF image" }
        if raw.starts(with: "%PDF-".utf8), raw.dropFirst(5).prefix(5).contains(where: { $0 == 0x0A || $0 == 0x0D }) {
            return "a PDF document"
        }
        return nil
    }

    /// From the file formats' own documents; each has a byte that no text begins with.
    private static let starts: [([UInt8], String)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "a PNG image"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        ([0x1F, 0x8B, 0x08], "a file packed by gzip"),
        ([0x50, 0x4B, 0x03, 0x04], "a zip archive, as office documents are"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an office document"),
    ]

    /// Whether what was decoded has more control characters than any text.
    ///
    /// Random bytes have one in ten. What is whole UTF-8 or UTF-16 is no random bytes, and may have as many as one in
    /// three.
    static func isNoise(_ text: [UInt8], isSure: Bool) -> Bool {
        var (controls, scalars) = (0, 0)
        for byte in text.prefix(4096) where byte & 0xC0 != 0x80 {
            scalars += 1
            // Not tab, line feed, line tabulation, form feed, carriage return and escape.
            if byte < 0x20, !(0x09...0x0D).contains(byte), byte != 0x1B { controls += 1 }
        }
        return controls >= 8 && controls * (isSure ? 3 : 20) > scalars
    }
}

internal import CUTF8Proc

/// The words of texts that are compared with one another, as numbers: the same word has the same number.
///
/// A word is a run of letters, digits and low lines after NFKC and case folding; of scripts that are written without
/// spaces it is one character.
public struct GoldWords {
    private var numbers: [[UInt8]: Int32] = [:]

    /// No words yet.
    public init() {}

    /// The words of a text, in order.
    ///
    /// - Precondition: `text` is valid UTF-8.
    public mutating func words(_ text: Span<UInt8>) -> [Int32] {
        let normal = Unicodes.normalized(text, .nfkc)
        var words: [Int32] = []
        var word: [UInt8] = []
        func close(_ word: inout [UInt8], _ numbers: inout [[UInt8]: Int32]) {
            guard !word.isEmpty else { return }
            let number = numbers[word] ?? Int32(numbers.count)
            numbers[word] = number
            words.append(number)
            word.removeAll(keepingCapacity: true)
        }
        for scalar in String(decoding: normal, as: UTF8.self).unicodeScalars {
            for folded in Self.folded(scalar.value) {
                if Self.standsAlone(folded) {
                    close(&word, &numbers)
                    word += String(Unicode.Scalar(folded) ?? "\u{FFFD}").utf8
                    close(&word, &numbers)
                } else if folded == 0x5F || (1...5).contains(Unicodes.category(folded))
                    || (9...11).contains(Unicodes.category(folded))
                {
                    word += String(Unicode.Scalar(folded) ?? "\u{FFFD}").utf8
                } else {
                    close(&word, &numbers)
                }
            }
        }
        close(&word, &numbers)
        return words
    }

    /// Full case folding.
    private static func folded(_ scalar: UInt32) -> [UInt32] {
        if scalar < 0x80 { return [Unicodes.lowered(scalar)] }
        return unsafe withUnsafeTemporaryAllocation(of: utf8proc_int32_t.self, capacity: 8) { room in
            var lastClass: Int32 = 0
            let count = unsafe utf8proc_decompose_char(
                Int32(bitPattern: scalar),
                room.baseAddress,
                room.count,
                .init(UTF8PROC_CASEFOLD.rawValue),
                &lastClass
            )
            guard count > 0, count <= room.count else { return [scalar] }
            return unsafe room.prefix(count).map { UInt32(bitPattern: $0) }
        }
    }

    /// Radicals, kana and ideographs of the Basic Multilingual Plane.
    private static func standsAlone(_ scalar: UInt32) -> Bool { scalar < 0x10000 && Unicodes.isIdeographic(scalar) }
}

import CMasks
import Testing

@testable import GalleyText

@Suite("Masks of bytes") struct ByteMasksTests {
    struct Row: CustomTestStringConvertible {
        let testDescription: String
        let mask: @Sendable (UnsafePointer<UInt8>) -> UInt64
        let holds: @Sendable (UInt8) -> Bool
    }

    static let rows = [
        Row(testDescription: "beyond ASCII", mask: mask_beyond_ascii) { $0 >= 0x80 },
        Row(testDescription: "escapes of JSON", mask: mask_json_escapes) { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 },
        Row(testDescription: "unusual", mask: mask_unusual) {
            $0 == 0x26 || $0 >= 0x7F || ($0 < 0x20 && $0 != 0x0A && $0 != 0x09)
        },
        Row(testDescription: "quotation marks", mask: mask_quotes) {
            [0x22, 0x27, 0x60, 0xC2, 0xE2, 0x0A].contains($0)
        },
        Row(testDescription: "stops", mask: mask_stops) {
            $0 < 0x80 ? !$0.isASCIILetter : $0 == 0xC2 || $0 == 0xE2
        },
        Row(testDescription: "escapes of JSON in ASCII", mask: mask_json_escapes_and_beyond_ascii) {
            $0 == 0x22 || $0 == 0x5C || $0 < 0x20 || $0 >= 0x80
        },
        Row(testDescription: "signs of code", mask: mask_code) { Array("{}(,:;<=".utf8).contains($0) },
        Row(testDescription: "words", mask: mask_words) { $0 >= 0x80 || $0.isASCIILetter || $0.isASCIIDigit },
        Row(testDescription: "line ends", mask: mask_line_ends) { [0x0A, 0x0D, 0xC2, 0xE2].contains($0) },
    ]

    @Test("a bit stands for each byte of the kind before the end, and for no other", arguments: rows)
    func masks(row: Row) {
        let all = (0...255).map { UInt8($0) } + (0..<300).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 7 / 3) }
        for count in Array(1...70) + [127, 128, 129, 255, 256, all.count] {
            let bytes = Array(all.suffix(count))
            let span = bytes.span
            for offset in [0, 1, 5, 63, 64, 65, bytes.count - 1] where (0..<bytes.count).contains(offset) {
                for end in [offset + 1, offset + 7, offset + 64, bytes.count] where end <= bytes.count {
                    let mask = span.mask(at: offset, before: end, row.mask)
                    let wanted = (offset..<min(offset + 64, end)).reduce(0 as UInt64) {
                        row.holds(bytes[$1]) ? $0 | 1 << UInt64($1 - offset) : $0
                    }
                    #expect(mask == wanted, "\(offset)..<\(end) of \(bytes.count)")
                    let first = (offset..<end).first { row.holds(bytes[$0]) } ?? end
                    #expect(span.firstIndex(in: offset..<end, row.mask) == first)
                }
            }
        }
    }

    @Test("each byte of the kind is visited in order, but for those that a visit steps over", arguments: rows)
    func visits(row: Row) {
        let bytes = (0..<700).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 7 / 3) }
        let span = bytes.span
        for range in [0..<0, 3..<4, 5..<69, 1..<700, 640..<700] {
            for step in [1, 2, 63, 64, 65, 200, 1000] {
                var visited: [Int] = []
                span.forEachIndex(in: range, row.mask) { index in
                    visited.append(index)
                    return index + (visited.count % 3 == 0 ? step : 1)
                }
                var wanted: [Int] = []
                var next = range.lowerBound
                for index in range where index >= next && row.holds(bytes[index]) {
                    wanted.append(index)
                    next = index + (wanted.count % 3 == 0 ? step : 1)
                }
                #expect(visited == wanted, "\(range) by \(step)")
            }
        }
    }
}

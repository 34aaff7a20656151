internal import GalleyText

/// Undoes wrong decoding: UTF-8 that was read as one of the old code pages, once or several times over.
///
/// A line that shows signs of it (`MojibakeSigns`) is written back to bytes in each code page that has all of its
/// scalars; the first whose bytes are UTF-8 it was. Where the whole line does not fit, the parts that look like UTF-8
/// are taken by themselves. What is then left of controls U+0080 to U+009F is read as windows-1252.
///
/// The order of the attempts and the damage that is allowed for (a space where A0 was, a byte lost to U+FFFD, CESU-8)
/// follow what ftfy documents.
enum Mojibake {
    /// A line wrongly decoded more often than this is not repaired.
    private static let layers = 12

    /// What stands around a part of a line; line feeds where it ends.
    private struct Surroundings {
        var beforeLast: UInt32 = 0x0A
        var last: UInt32 = 0x0A
        var next: UInt32 = 0x0A
    }

    /// The line repaired, or `nil` if it stays.
    ///
    /// - Complexity: O(*n*) for each layer.
    static func repaired(_ line: [DraftScalar]) -> [DraftScalar]? { repaired(line, in: Surroundings()) }

    private static func repaired(_ line: [DraftScalar], in surroundings: Surroundings) -> [DraftScalar]? {
        var repaired: [DraftScalar]?
        for _ in 0..<layers {
            guard let layer = layer(of: repaired ?? line, surroundings) else { break }
            repaired = layer
        }
        return repaired
    }

    private static func layer(of line: [DraftScalar], _ surroundings: Surroundings) -> [DraftScalar]? {
        guard isBad(line.span) else { return nil }
        // A C1 control leaves no doubt.
        let isCertain = line.contains { isControl($0.value) }
        for page in MojibakePage.all {
            if let (decoded, places) = decoded(line, from: page),
                isCertain || isPlausible(decoded, places, from: page, surroundings)
            {
                return decoded
            }
        }
        return parts(of: line) ?? (isCertain ? controls(of: line) : nil)
    }

    private static func isControl(_ scalar: UInt32) -> Bool { scalar >= 0x80 && scalar < 0xA0 }

    /// Says whether there is a sign of wrong decoding.
    static func isBad(_ line: Span<DraftScalar>) -> Bool {
        let (table, suspects) = (ScalarTraits.table, MojibakeSigns.suspects)
        let traits = table.span
        func value(_ index: Int) -> UInt32 { index >= 0 && index < line.count ? line[index].value : 0x0A }
        // A pair that says something begins with a scalar beyond ASCII; but a control says it alone.
        var left = ScalarTraits(raw: 0)
        for index in line.indices {
            let right = ScalarTraits.of(line[index].value, in: traits)
            if suspects[Int(left.sign)] & right.bit != 0 {
                let window = MojibakeSigns.Window(
                    y: value(index - 3),
                    z: value(index - 2),
                    a: value(index - 1),
                    b: value(index),
                    c: value(index + 1),
                    d: value(index + 2)
                )
                if MojibakeSigns.confirm(window) { return true }
            }
            left = right
        }
        return false
    }

    /// C1 controls read as windows-1252.
    private static func controls(of line: [DraftScalar]) -> [DraftScalar]? {
        var result = line
        var changed = false
        for index in line.indices where isControl(line[index].value) {
            let value = CodePage.windows1252.scalar(of: UInt8(line[index].value))
            guard value != line[index].value else { continue }
            result[index] = line[index].becoming(value, .windowsControl)
            changed = true
        }
        return changed ? result : nil
    }

    /// Runs that look like UTF-8 in some code page, each repaired by itself.
    private static func parts(of line: [DraftScalar]) -> [DraftScalar]? {
        let table = ScalarTraits.table
        let traits = table.span
        func value(_ index: Int) -> UInt32 { line.indices.contains(index) ? line[index].value : 0x0A }
        var result: [DraftScalar] = []
        var (index, done) = (0, 0)
        while index < line.count {
            let end = endOfRun(line, from: index, traits)
            guard end > index else {
                index += 1
                continue
            }
            if end - index < line.count, !closesQuotation(line, index..<end), isBad(line.span.extracting(index..<end)),
                let repaired = repaired(
                    Array(line[index..<end]),
                    in: Surroundings(beforeLast: value(index - 2), last: value(index - 1), next: value(end))
                )
            {
                result += line[done..<index]
                result += repaired
                done = end
            }
            index = end
        }
        guard done > 0 else { return nil }
        return result + line[done...]
    }

    /// Says whether a run is the last capital of a word in capitals and the mark that closes a quotation: `“AMANHÃ”`, `“Ã”`.
    private static func closesQuotation(_ line: [DraftScalar], _ run: Range<Int>) -> Bool {
        let closer = line[run.upperBound - 1].value
        guard run.count == 2, closer == 0x201D || closer == 0x2019, run.lowerBound > 0,
            Unicodes.isUpper(line[run.lowerBound].value),
            Unicodes.isUpper(line[run.lowerBound - 1].value) || line[run.lowerBound - 1].value == closer - 1,
            run.upperBound == line.count || !Unicodes.isLetter(line[run.upperBound].value)
        else { return false }
        // So far back it is another's.
        let before = line[max(0, run.lowerBound - 200)..<run.lowerBound].reversed()
        return before.first { $0.value == closer || $0.value == closer - 1 }?.value == closer - 1
    }

    /// The end of the run of sequences that starts at `start`; `start` if there is none.
    private static func endOfRun(_ line: [DraftScalar], from start: Int, _ table: Span<UInt16>) -> Int {
        func has(_ index: Int, _ flag: UInt16) -> Bool {
            index < line.count && ScalarTraits.of(line[index].value, in: table).has(flag)
        }
        func rest(_ index: Int, _ count: Int) -> Bool {
            (index + 1...index + count).allSatisfy { has($0, ScalarTraits.continues) }
        }
        if line[start].value < 0x80 { return start }
        if start > 0, has(start - 1, ScalarTraits.continuesOnly) { return start }
        var index = start
        while true {
            if has(index, ScalarTraits.leadsTwo), rest(index, 1) {
                index += 2
            } else if has(index, ScalarTraits.leadsThree), rest(index, 2) {
                index += 3
            } else if has(index, ScalarTraits.leadsFour), rest(index, 3) {
                index += 4
            } else {
                return index
            }
        }
    }

    /// The line as UTF-8 that was read as `page`, with the places of what that changed; `nil` if it was not that.
    private static func decoded(_ line: [DraftScalar], from page: MojibakePage) -> (line: [DraftScalar], places: [Int])?
    {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(line.count)
        for scalar in line {
            if let byte = page.page.byte(of: scalar.value) {
                bytes.append(byte)
            } else if page.isLossy, scalar.value == 0xFFFD {
                bytes.append(DamagedUTF8.lost)
            } else {
                return nil
            }
        }
        let damaged = DamagedUTF8(isLossy: page.isLossy, losesA0: page.hasA0)
        var result: [DraftScalar] = []
        result.reserveCapacity(line.count)
        var places: [Int] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                result.append(line[index])
                index += 1
            } else {
                guard let (value, length) = damaged.scalar(at: index, of: bytes.span) else { return nil }
                places.append(result.count)
                result.append(line[index].becoming(value, page.rule))
                index += length
            }
        }
        return (result, places)
    }

    /// Says whether what was decoded, at `places`, is something that people write.
    ///
    /// Two odd neighbours may well be UTF-8 for something odder: `»ü`, in Macintosh, for `ȟ`. So one of the scalars at
    /// least is to be in use where it stands, and none may be unassigned.
    private static func isPlausible(
        _ line: [DraftScalar],
        _ places: [Int],
        from page: MojibakePage,
        _ surroundings: Surroundings
    ) -> Bool {
        func value(_ index: Int) -> UInt32 {
            if line.indices.contains(index) { return line[index].value }
            switch index {
            case -2: return surroundings.beforeLast
            case -1: return surroundings.last
            case line.count: return surroundings.next
            default: return 0x0A
            }
        }
        var isUsed = false
        var rare = 0
        for place in places {
            let scalar = value(place)
            if scalar < 0xFFFD, Unicodes.category(scalar) == 0 { return false }
            switch scalar {
            case 0, 0x370..<0x380: break
            case 0x80..<0xA0 where !page.isLatin: break
            case 0x180..<0x300 where !isUsedLatin(scalar): break
            case 0x300..<0x370:
                if Unicodes.isLower(value(place - 1)) { isUsed = true } else { rare += 1 }
            case 0x400..<0x1E00 where isLatin(value(place - 1)) || isLatin(value(place + 1)): break
            case 0x460..<0x5D0, 0x5EB..<0x621, 0x64B..<0x900: rare += 1
            default:
                // Capitals are followed by no small letter, nor by a sign that only here has another lead than Â.
                let isOdd = Unicodes.isLower(scalar) || (page.signLead != 0xC2 && (0xA0..<0xC0).contains(scalar))
                if !isOdd || !Unicodes.isUpper(value(place - 1)) || !Unicodes.isUpper(value(place - 2)) {
                    isUsed = true
                }
            }
        }
        return isUsed || rare > 1
    }

    /// What code pages have, and letters of Vietnamese, Romanian, Azeri, Pinyin, Hausa, Akan and Uzbek.
    private static func isUsedLatin(_ scalar: UInt32) -> Bool {
        ScalarTraits.of(scalar).sign != 0 || "ƠơƯưȘșȚțƏəǍǎǏǐǑǒǓǔǙǚƁƊƘɓɗƙƐƆɛɔʻʼ".has(scalar)
    }

    private static func isLatin(_ scalar: UInt32) -> Bool { scalar < 0x250 && Unicodes.isLetter(scalar) }
}

/// A code page as which text was wrongly read.
struct MojibakePage: Sendable {
    let page: CodePage
    let rule: RepairRule
    /// Programs read the Windows pages with a mark in place of a byte that they leave unassigned.
    let isLossy: Bool
    /// Its letters are Latin and stand where Latin-1 has its own.
    let isLatin: Bool
    /// A0 is a space in it, which programs make plain.
    let hasA0: Bool

    private init(_ page: CodePage, _ rule: RepairRule, isLossy: Bool, isLatin: Bool, hasA0: Bool = true) {
        (self.page, self.rule, self.isLossy, self.isLatin, self.hasA0) = (page, rule, isLossy, isLatin, hasA0)
    }

    /// What the first byte of UTF-8 for the signs of Latin-1 becomes.
    var signLead: UInt32 { page.scalar(of: 0xC2) }

    /// In the order in which they are tried.
    static let all = [
        MojibakePage(.latin1, .latin1, isLossy: false, isLatin: true),
        MojibakePage(.windows1252, .windows1252, isLossy: true, isLatin: true),
        MojibakePage(.windows1251, .windows1251, isLossy: true, isLatin: false),
        MojibakePage(.windows1250, .windows1250, isLossy: true, isLatin: true),
        MojibakePage(.windows1253, .windows1253, isLossy: true, isLatin: false),
        MojibakePage(.windows1254, .windows1254, isLossy: true, isLatin: true),
        MojibakePage(.windows1257, .windows1257, isLossy: true, isLatin: true),
        MojibakePage(.latin2, .latin2, isLossy: false, isLatin: true),
        MojibakePage(.macintosh, .macintosh, isLossy: false, isLatin: false, hasA0: false),
        MojibakePage(.ibm437, .ibm437, isLossy: false, isLatin: false),
    ]
}

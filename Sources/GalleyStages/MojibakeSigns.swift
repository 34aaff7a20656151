internal import GalleyText

/// Tells text that was decoded wrongly from text that only looks odd, by what stands beside what.
///
/// Wrong decoding turns one letter into two or three, mostly an accented capital and a sign that no one would print
/// behind it. Two neighbours are looked up in a table of pairs; most say nothing, some say it all, the rest need to see
/// further neighbours. The classes and combinations are those that ftfy's documentation of "badness" explains.
struct MojibakeSigns: Sendable {
    /// Six scalars in a row; the pair in question is `a`, `b`.
    ///
    /// Line feeds stand for what lies outside the text.
    struct Window {
        var y: UInt32 = 0x0A
        var z: UInt32 = 0x0A
        var a: UInt32 = 0x0A
        var b: UInt32 = 0x0A
        var c: UInt32 = 0x0A
        var d: UInt32 = 0x0A
    }

    /// For each sign, the set of signs that may not follow it, or not always.
    static let suspects: [UInt32] = pairs(surely: false)
    private static let sure: [UInt32] = pairs(surely: true)

    typealias Sign = ScalarTraits.Sign
    private static let upper = set(.upper, .latinLead, .secondLead, .slashedO, .upperOE)
    private static let lower = set(.lower, .lowerOE)
    private static let lowerScript = set(.lowerScript, .cyrillicLowerRest)
    private static let script = lowerScript | set(.upperScript, .cyrillicLead, .cyrillicRest)
    private static let opening = set(.opening, .lowQuote)
    private static let closing = set(.closing)
    private static let currency = set(.currency)
    private static let face = set(.face, .graveU)
    private static let box = set(.box)
    private static let odd = set(.odd)
    private static let number = set(.number)
    private static let law = set(.law)
    /// Letters that say something by what follows them, be it ASCII.
    static let watched = set(.latinLead, .upperOE, .lowerOE)

    private static func set(_ signs: Sign...) -> UInt32 { signs.reduce(0) { $0 | $1.bit } }

    private static func pairs(surely: Bool) -> [UInt32] {
        var pairs = [UInt32](repeating: 0, count: 32)
        func add(_ left: UInt32, _ right: UInt32) {
            for sign in pairs.indices where left >> UInt32(sign) & 1 != 0 { pairs[sign] |= right }
        }
        let strange = lower | upper | box | opening | closing | currency | number | law
        add(.max, set(.control))
        add(odd | strange, odd)
        add(odd, strange)
        add(lower | lowerScript | box | closing | currency | number, upper)
        add(box | closing | currency | number, lower)
        add(lower | box | closing, currency)
        add(upper | box, number | law)
        add(currency | number | box, opening)
        add(box, face | closing)
        add(lower | upper | currency | number | opening | closing | law, box)
        guard !surely else { return pairs }
        add(script, odd | opening | closing | currency | face | number | set(.cyrillicRest))
        add(set(.cyrillicLead), law | set(.common, .cyrillicLowerRest))
        add(set(.upperScript), upper)
        add(upper, currency | opening | closing | face)
        add(opening, number)
        add(closing, opening)
        add(lower, opening | closing | number)
        add(number, number | closing | currency | law | face | set(.common))
        add(box, box)
        add(set(.latinLead), upper | lower | set(.common, .space))
        add(set(.secondLead), upper | lower)
        add(set(.slashedO, .graveU), set(.common) | currency | odd | number | opening | closing | upper | face)
        add(watched & ~set(.latinLead), ~set(.asciiLower, .asciiUpper))
        add(set(.lowQuote), upper | lower | face)
        return pairs
    }

    private static func bit(_ scalar: UInt32) -> UInt32 { ScalarTraits.of(scalar).bit }

    /// Says whether a pair that `suspects` lists is a sign of wrong decoding where it stands.
    static func confirm(_ window: Window) -> Bool {
        let (y, z, a, b, c, d) = (window.y, window.z, window.a, window.b, window.c, window.d)
        let (left, right) = (bit(a), bit(b))
        if sure[Int(ScalarTraits.of(a).sign)] & right != 0 { return true }
        if left & (upper | lower) != 0 {
            if right & (opening | closing) != 0, Unicodes.isWord(c) || c == 0x5F { return true }
        }
        if left & upper != 0 {
            if right & currency != 0, Unicodes.isSpace(z) { return true }
            if right & (opening | currency) != 0, isLower(z) { return true }
            if b == 0xB0 { return true }
        }
        if left & script != 0, confirmScript(window, right) { return true }
        if left & opening != 0, right & number != 0, bit(z) & (lower | upper | box | currency | closing) != 0 {
            return true
        }
        if left & closing != 0, right & opening != 0, bit(z) & (lower | upper | currency | number | box | law) != 0 {
            return true
        }
        switch a {
        case "Œ", "œ":
            return right & set(.asciiLower, .asciiUpper) == 0
        case "Â", "Ã", "Î", "Ð":
            if right & (opening | closing) != 0 || "€œŠš¢£¥Ÿž\u{A0}\u{AD}®©°·»–—´".has(b) { return true }
            guard a == "Ã" || a == "Â" else { return false }
            // A control that windows-1252 has for ’ or …, as UTF-8.
            if a == "Â", b == "’" || b == "…" { return isLower(z) || Unicodes.isDigit(z) }
            if b == " " {
                if isLower(z) || z == 0x0A || (Unicodes.isSpace(z) && isLower(y)) { return true }
                return a == "Â" && (".,?!".has(z) || bit(z) & closing != 0)
            }
            return false
        case "Ä", "Å": return "Ÿž".has(b)
        case "Ă": return "ĽźłŤťžŽŹŚśąĄŻżšŠ".has(b)
        case "Ø", "Ù":
            return isArabic(b) && (c == "Ø" || c == "Ù") && isArabic(d)
        case "×": return b == "²" || b == "³"
        case "à": return "²µ¹¼½¾".has(b)
        // No letter stands before an opening quote.
        case "â": return (b == "‚" || b == "„") && c >= 0x80
        case "√": return "±∂†≠®™´≤≥¥µø§".has(b)
        case "≈": return "°¢".has(b)
        case "‚":
            return (b == "Ä" && "ìîïòôúùû†°¢π".has(c)) || ("âó".has(b) && "àä°ê".has(c))
        case "├": return "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐".has(b) && (isLetter(z) || isLetter(c))
        default: return false
        }
    }

    /// Cyrillic and Greek, as windows-1251 and windows-1253 give them.
    private static func confirmScript(_ window: Window, _ right: UInt32) -> Bool {
        let (y, z, a, b, c, d) = (window.y, window.z, window.a, window.b, window.c, window.d)
        if right & odd != 0, isLetter(z) { return true }
        if a == "в", b == "Ђ" { return true }
        if a == "В", b == "Ђ", c == "В", z == "ў", y == "Г" { return d == " " || isLetter(d) }
        if a == "β", b == "€" { return "™\u{A0}Ά\u{AD}®°".has(c) }
        let between = right & (odd | opening | closing | currency) != 0 || b == "°"
        if a == "Γ", b == "Ç" { return true }
        // No word has one letter of another script, if that is one.
        if "ВГРС".has(a), isLetter(z) || isLetter(c), isRestOf1251(b) { return true }
        if "ВГРС".has(a) { return (between || b == "µ") && "ВГРС".has(c) }
        return "ΒΓΞΟ".has(a) && between && "ΒΓΞΟ".has(c)
    }

    private static func isArabic(_ scalar: UInt32) -> Bool {
        bit(scalar) & (set(.common) | currency | odd | number | opening) != 0 || "ŸŠ®°µ»".has(scalar)
    }
    private static func isRestOf1251(_ scalar: UInt32) -> Bool {
        CodePage.windows1251.byte(of: scalar).map { 0x80..<0xC0 ~= $0 } ?? false
    }
    private static func isLower(_ scalar: UInt32) -> Bool { (0x61...0x7A).contains(scalar) }
    private static func isLetter(_ scalar: UInt32) -> Bool { isLower(scalar | 0x20) }
}

private func == (scalar: UInt32, literal: Unicode.Scalar) -> Bool { scalar == literal.value }

private func ~= (literal: Unicode.Scalar, scalar: UInt32) -> Bool { scalar == literal.value }

extension String {
    /// Says whether a scalar is one of these.
    func has(_ scalar: UInt32) -> Bool { unicodeScalars.contains { $0.value == scalar } }
}

// What the repair stage must know of a scalar at a glance: one look-up a scalar, the only thing done to clean text.

internal import GalleyText

/// What a scalar is to `repair-text`: its sign among those that wrong decoding leaves, and what to look at closer.
struct ScalarTraits: Sendable {
    /// The kinds of scalar that wrong decoding brings together.
    ///
    /// Kinds that differ in nothing but one scalar's own habits stand behind the others.
    enum Sign: UInt16 {
        case other, space, asciiLower, asciiUpper
        /// Marks that hardly stand in print.
        case odd
        case currency, opening, closing, number, law, common
        /// Letters seen in faces such as `(ò_ó)`; `°` too.
        case face
        case upper, lower, upperScript, lowerScript, box, control
        /// Â Ã Î Ð, an upper letter.
        case latinLead
        /// Ø, an upper letter, and Ù, one of faces: they begin Arabic.
        case slashedO, graveU
        /// Œ, an upper letter, and œ, a lower one.
        case upperOE, lowerOE
        /// ‚, an opening quote.
        case lowQuote
        /// Ä Å Ă, upper letters.
        case secondLead
        /// В Г Р С, upper letters of another script.
        case cyrillicLead
        /// Letters of another script, upper and lower, that windows-1251 has below C0, such as Ђ and і.
        case cyrillicRest, cyrillicLowerRest

        var bit: UInt32 { 1 << UInt32(rawValue) }
    }

    let raw: UInt16

    @inline(__always) var sign: UInt16 { raw & 0x1F }
    /// The sign as a bit of a set.
    @inline(__always) var bit: UInt32 { 1 &<< UInt32(sign) }
    @inline(__always)
    func has(_ flag: UInt16) -> Bool { raw & flag != 0 }

    /// May be a ligature, a wide form, an odd space, a line end or invisible.
    static let character: UInt16 = 1 << 5
    /// NFC never has it.
    static let changes: UInt16 = 1 << 6
    /// NFC has it only where it cannot join what is before it.
    static let joins: UInt16 = 1 << 13
    /// Has a combining class other than 0.
    static let mark: UInt16 = 1 << 7
    /// May stand for the first byte of a sequence of two, three or four bytes, or for a byte of the rest.
    static let leadsTwo: UInt16 = 1 << 8
    static let leadsThree: UInt16 = 1 << 9
    static let leadsFour: UInt16 = 1 << 10
    static let continues: UInt16 = 1 << 11
    /// Such a byte of the rest that is no ordinary punctuation either.
    static let continuesOnly: UInt16 = 1 << 12

    /// The traits of the scalars below U+2600.
    static let table: [UInt16] = makeTable()

    @inline(__always)
    static func of(_ scalar: UInt32, in table: Span<UInt16>) -> ScalarTraits {
        ScalarTraits(raw: scalar < 0x2600 ? table[Int(scalar)] : beyond(scalar))
    }

    static func of(_ scalar: UInt32) -> ScalarTraits {
        ScalarTraits(raw: scalar < 0x2600 ? table[Int(scalar)] : beyond(scalar))
    }

    private static func beyond(_ scalar: UInt32) -> UInt16 {
        switch scalar {
        case 0x3000: character
        case 0x3099, 0x309A: joins | mark
        case 0x3001..<0xA66F, 0xAC00..<0xD7A4: 0
        case 0xF8FF: Sign.opening.rawValue
        case 0xFB01, 0xFB02: Sign.lower.rawValue | character
        case 0xFB00...0xFB06, 0xFEFF, 0xFF01...0xFFEE, 0xFFF9...0xFFFC: character
        case 0xFFFD: Sign.odd.rawValue
        default:
            (changing.contains { $0.contains(scalar) } ? changes : 0)
                | (joining.contains { $0.contains(scalar) } ? joins : 0)
                | (Unicodes.combiningClass(scalar) == 0 ? 0 : mark)
        }
    }

    private static func makeTable() -> [UInt16] {
        var table = [UInt16](repeating: 0, count: 0x2600)
        func mark(_ scalars: some Sequence<UInt32>, _ sign: Sign) {
            for scalar in scalars where scalar < 0x2600 { table[Int(scalar)] = sign.rawValue }
        }
        func mark(_ text: String, _ sign: Sign) { mark(text.unicodeScalars.map(\.value), sign) }
        func flag(_ scalars: some Sequence<UInt32>, _ flag: UInt16) {
            for scalar in scalars where scalar < 0x2600 { table[Int(scalar)] |= flag }
        }
        // Letters first: what the code pages have, then the exceptions.
        for page in MojibakePage.all {
            for scalar in page.page.upper {
                let isScript = (0x370..<0x530).contains(scalar)
                if Unicodes.isUpper(scalar) {
                    mark([scalar], isScript ? .upperScript : .upper)
                } else if Unicodes.isLower(scalar) {
                    mark([scalar], isScript ? .lowerScript : .lower)
                }
            }
        }
        mark("Ґ", .upper)
        mark("ґ", .lower)
        mark("Þ", .upperScript)
        mark("\t\n\u{0B}\u{0C}\r ", .space)
        mark(0x61...0x7A, .asciiLower)
        mark(0x41...0x5A, .asciiUpper)
        mark(0x80...0x9F, .control)
        mark("¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊ªº", .odd)
        mark("¢£¥₧€", .currency)
        mark("¡«¿©΄΅‘“„•‹", .opening)
        mark("®»˝”›™", .closing)
        mark("¹²³±¼½¾×µ÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№", .number)
        mark("¶§", .law)
        mark("\u{A0}\u{AD}·´–—―…’", .common)
        mark("ÒÓÔÕÖÚÛòóôõöøùúû°ŐŌŪŲ", .face)
        mark("│┌┐┘├┤┬┼═║╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬▀▄█▌▐░▒▓", .box)
        // Their bytes are none that UTF-8 has in print, so that they are as good as letters of other pages.
        mark("ýþÿıńņňōőŗřţūůűųĮŔŖΐϊϋόύώ", .other)
        mark("ÂÃÎÐ", .latinLead)
        mark("Ø", .slashedO)
        mark("Ù", .graveU)
        mark("Œ", .upperOE)
        mark("œ", .lowerOE)
        mark("‚", .lowQuote)
        mark("ÄÅĂ", .secondLead)
        mark("ВГРС", .cyrillicLead)
        mark("ЂЃЉЊЌЋЏЎЈЁЄЇІЅ", .cyrillicRest)
        mark("ђѓљњќћџўјёєїіѕ", .cyrillicLowerRest)

        flag([0x85, 0xA0, 0x0132, 0x0133, 0x0149, 0x202F, 0x205F, 0x2060], character)
        for range: ClosedRange<UInt32> in [
            0x01C4...0x01CC, 0x01F1...0x01F3, 0x2000...0x200D, 0x2028...0x2029, 0x206A...0x206F,
        ] {
            flag(range, character)
        }
        for range in changing { flag(range, changes) }
        for range in joining { flag(range, joins) }
        flag((0x300..<0x2100).lazy.filter { Unicodes.combiningClass($0) != 0 }, Self.mark)

        // Which scalars may stand for which bytes of UTF-8 that was read as one of the Latin-1-like pages.
        for page in MojibakePage.all where page.rule != .macintosh && page.rule != .ibm437 {
            func scalars(_ bytes: ClosedRange<UInt8>) -> [UInt32] { bytes.map(page.page.scalar(of:)) }
            flag(scalars(0xC2...0xDF), leadsTwo)
            flag(scalars(0xE0...0xEF), leadsThree)
            flag(scalars(0xF0...0xF0) + scalars(0xF3...0xF3), leadsFour)
            flag(scalars(0x80...0xBF), continues | continuesOnly)
        }
        flag([0x20], continues)
        for scalar in "–—―‘’‚“”„•…‹›".unicodeScalars { table[Int(scalar.value)] &= ~continuesOnly }
        return table
    }

    /// Scalars that NFC always changes.
    ///
    /// Source of both: Unicode's DerivedNormalizationProps.txt, NFC_Quick_Check No and Maybe.
    private static let changing: [ClosedRange<UInt32>] = [
        0x340...0x341, 0x343...0x344, 0x374...0x374, 0x37E...0x37E, 0x387...0x387, 0x958...0x95F, 0x9DC...0x9DD,
        0x9DF...0x9DF, 0xA33...0xA33, 0xA36...0xA36, 0xA59...0xA5B, 0xA5E...0xA5E, 0xB5C...0xB5D, 0xF43...0xF43,
        0xF4D...0xF4D, 0xF52...0xF52, 0xF57...0xF57, 0xF5C...0xF5C, 0xF69...0xF69, 0xF73...0xF73, 0xF75...0xF76,
        0xF78...0xF78, 0xF81...0xF81, 0xF93...0xF93, 0xF9D...0xF9D, 0xFA2...0xFA2, 0xFA7...0xFA7, 0xFAC...0xFAC,
        0xFB9...0xFB9, 0x1F71...0x1F71, 0x1F73...0x1F73, 0x1F75...0x1F75, 0x1F77...0x1F77, 0x1F79...0x1F79,
        0x1F7B...0x1F7B, 0x1F7D...0x1F7D, 0x1FBB...0x1FBB, 0x1FBE...0x1FBE, 0x1FC9...0x1FC9, 0x1FCB...0x1FCB,
        0x1FD3...0x1FD3, 0x1FDB...0x1FDB, 0x1FE3...0x1FE3, 0x1FEB...0x1FEB, 0x1FEE...0x1FEF, 0x1FF9...0x1FF9,
        0x1FFB...0x1FFB, 0x1FFD...0x1FFD, 0x2000...0x2001, 0x2126...0x2126, 0x212A...0x212B, 0x2329...0x232A,
        0x2ADC...0x2ADC, 0xF900...0xFA0D, 0xFA10...0xFA10, 0xFA12...0xFA12, 0xFA15...0xFA1E, 0xFA20...0xFA20,
        0xFA22...0xFA22, 0xFA25...0xFA26, 0xFA2A...0xFA6D, 0xFA70...0xFAD9, 0xFB1D...0xFB1D, 0xFB1F...0xFB1F,
        0xFB2A...0xFB36, 0xFB38...0xFB3C, 0xFB3E...0xFB3E, 0xFB40...0xFB41, 0xFB43...0xFB44, 0xFB46...0xFB4E,
        0x1D15E...0x1D164, 0x1D1BB...0x1D1C0, 0x2F800...0x2FA1D,
    ]

    /// Scalars that in NFC may join what is before them.
    private static let joining: [ClosedRange<UInt32>] = [
        0x300...0x304, 0x306...0x30C, 0x30F...0x30F, 0x311...0x311, 0x313...0x314, 0x31B...0x31B, 0x323...0x328,
        0x32D...0x32E, 0x330...0x331, 0x338...0x338, 0x342...0x342, 0x345...0x345, 0x653...0x655, 0x93C...0x93C,
        0x9BE...0x9BE, 0x9D7...0x9D7, 0xB3E...0xB3E, 0xB56...0xB57, 0xBBE...0xBBE, 0xBD7...0xBD7, 0xC56...0xC56,
        0xCC2...0xCC2, 0xCD5...0xCD6, 0xD3E...0xD3E, 0xD57...0xD57, 0xDCA...0xDCA, 0xDCF...0xDCF, 0xDDF...0xDDF,
        0x102E...0x102E, 0x1161...0x1175, 0x11A8...0x11C2, 0x1B35...0x1B35, 0x3099...0x309A, 0x110BA...0x110BA,
        0x11127...0x11127, 0x1133E...0x1133E, 0x11357...0x11357, 0x114B0...0x114B0, 0x114BA...0x114BA,
        0x114BD...0x114BD, 0x115AF...0x115AF, 0x11930...0x11930,
    ]
}

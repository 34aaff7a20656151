internal import GalleyText

/// An opening and a closing mark that belong together.
enum QuoteShape: UInt8, CaseIterable {
    case english, german, polish, swedish, guillemets, inwardGuillemets, finnishGuillemets
    case single, germanSingle, polishSingle, swedishSingle, angles
    case straight, straightSingle

    var open: QuoteMark.Glyph {
        switch self {
        case .english: .leftDouble
        case .german, .polish: .lowDouble
        case .swedish: .rightDouble
        case .guillemets: .leftGuillemet
        case .inwardGuillemets, .finnishGuillemets: .rightGuillemet
        case .single: .leftSingle
        case .germanSingle, .polishSingle: .lowSingle
        case .swedishSingle: .rightSingle
        case .angles: .leftAngle
        case .straight: .straightDouble
        case .straightSingle: .straightSingle
        }
    }

    var close: QuoteMark.Glyph {
        switch self {
        case .english, .polish, .swedish: .rightDouble
        case .german: .leftDouble
        case .guillemets, .finnishGuillemets: .rightGuillemet
        case .inwardGuillemets: .leftGuillemet
        case .single, .polishSingle, .swedishSingle: .rightSingle
        case .germanSingle: .leftSingle
        case .angles: .rightAngle
        case .straight: .straightDouble
        case .straightSingle: .straightSingle
        }
    }

    var isDouble: Bool {
        switch self {
        case .english, .german, .polish, .swedish, .guillemets, .inwardGuillemets, .finnishGuillemets, .straight: true
        default: false
        }
    }

    /// The shape with these marks, if any has them.
    init?(_ open: QuoteMark.Glyph, _ close: QuoteMark.Glyph) {
        guard let shape = Self.allCases.first(where: { $0.open == open && $0.close == close }) else { return nil }
        self = shape
    }
}

/// A few shapes.
struct QuoteShapes: OptionSet {
    let rawValue: UInt16
    init(rawValue: UInt16) { self.rawValue = rawValue }
    init(_ shape: QuoteShape) { rawValue = 1 << UInt16(shape.rawValue) }

    /// Says whether one of the shapes opens with `glyph`.
    func hasOpener(_ glyph: QuoteMark.Glyph) -> Bool {
        QuoteShape.allCases.contains { contains(Self($0)) && $0.open == glyph }
    }

    static let english = Self(.english)
    static let german = Self(.german)
    static let polish = Self(.polish)
    static let swedish = Self(.swedish)
    static let guillemets = Self(.guillemets)
    static let inward = Self(.inwardGuillemets)
    static let finnish = Self(.finnishGuillemets)
    static let singles: Self = [Self(.single), Self(.germanSingle), Self(.polishSingle), Self(.swedishSingle)]
    static let typographic: Self = [.english, .german, .polish, .swedish, .guillemets, .inward, .finnish, .singles]
}

/// The marks of a language or of a named style.
struct QuoteStyle {
    /// The marks of a quotation.
    var primary: QuoteShape
    /// The marks of a quotation in a quotation.
    var secondary: QuoteShape
    /// Space inside guillemets.
    var isSpaced = false
    /// What is also usual in the language, and stays where a text has it.
    var usual: QuoteShapes

    init(_ primary: QuoteShape, _ secondary: QuoteShape, isSpaced: Bool = false, usual: QuoteShapes = []) {
        (self.primary, self.secondary, self.isSpaced) = (primary, secondary, isSpaced)
        self.usual = usual.union([QuoteShapes(primary), QuoteShapes(secondary)])
    }

    /// English; also where nothing is known of the language, whose own marks then stay.
    static let english = QuoteStyle(.english, .single)
    static let unknown = QuoteStyle(.english, .single, usual: .typographic)

    /// The style of a language; `nil` for those whose marks are not touched.
    static func of(_ language: Language) -> QuoteStyle? {
        if untouched.contains(language.rawValue) { return nil }
        guard let name = names[language.rawValue], let style = table[name] else { return unknown }
        return style
    }

    /// Languages whose scripts have marks of their own, or whose straight marks are letters.
    private static let untouched: Set<String> = ["ar", "fa", "he", "ja", "ko", "ps", "ug", "ur", "yi", "yue", "zh"]

    private static let names: [String: NormalizeQuotes.Style] = [
        "en": .english, "fr": .french, "de": .german, "es": .spanish, "ca": .spanish, "gl": .spanish, "it": .italian,
        "pt": .portuguese, "nl": .dutch, "da": .danish, "nb": .norwegian, "nn": .norwegian, "no": .norwegian,
        "sv": .swedish, "fi": .finnish, "pl": .polish, "cs": .czech, "sk": .czech, "sl": .czech, "is": .czech,
        "et": .czech, "lt": .czech, "bg": .czech, "mk": .czech, "lb": .german, "hu": .hungarian, "ro": .romanian,
        "hr": .croatian, "bs": .croatian, "sr": .croatian, "ru": .russian, "uk": .russian, "be": .russian,
        "el": .greek, "tr": .english, "id": .english, "ms": .english, "vi": .english, "af": .english, "ga": .english,
        "cy": .english, "sw": .english, "zu": .english, "xh": .english, "hi": .english,
    ]

    /// The marks of each style.
    ///
    /// Sources: Unicode CLDR 44 and later, `delimiters` of each locale, for the two shapes; for Spanish the Academy's
    /// Ortografía (2010), 3.4.8; for Dutch double marks first, as newspapers print them. `usual`: Wikipedia's summary
    /// "Quotation mark", table by language, the columns standard and alternative.
    static let table: [NormalizeQuotes.Style: QuoteStyle] = [
        .english: english,
        .guillemets: QuoteStyle(.guillemets, .english, isSpaced: true),
        .french: QuoteStyle(.guillemets, .english, isSpaced: true, usual: [.english, Self.singles]),
        .swiss: QuoteStyle(.guillemets, .angles, usual: [.english, .german, Self.singles]),
        .german: QuoteStyle(.german, .germanSingle, usual: [.inward, .guillemets, Self.singles]),
        .spanish: QuoteStyle(.guillemets, .english, usual: [.english, Self.singles]),
        .italian: QuoteStyle(.guillemets, .english, usual: [.english, .german, Self.singles]),
        .portuguese: QuoteStyle(.english, .single, usual: [.guillemets, Self.singles]),
        .dutch: QuoteStyle(.english, .single, usual: [.polish, .german, Self.singles]),
        .danish: QuoteStyle(.english, .single, usual: [.swedish, .inward, .german, .polish, Self.singles]),
        .norwegian: QuoteStyle(.guillemets, .single, usual: [.english, .swedish, .german, Self.singles]),
        .swedish: QuoteStyle(.swedish, .swedishSingle, usual: [.finnish, .inward, Self.singles]),
        .finnish: QuoteStyle(.swedish, .swedishSingle, usual: [.finnish, Self.singles]),
        .polish: QuoteStyle(.polish, .guillemets, usual: [.inward, Self.singles]),
        .czech: QuoteStyle(.german, .germanSingle, usual: [.inward, .guillemets, Self.singles]),
        .hungarian: QuoteStyle(.polish, .inwardGuillemets, usual: [Self.singles]),
        .romanian: QuoteStyle(.polish, .guillemets, usual: [.english, Self.singles]),
        .croatian: QuoteStyle(.polish, .single, usual: [.german, .inward, Self.singles]),
        .russian: QuoteStyle(.guillemets, .german, usual: [.english, .polish, Self.singles]),
        .greek: QuoteStyle(.guillemets, .english, usual: [.english, Self.singles]),
    ]
    private static let singles = QuoteShapes.singles
}

/// Words that are told by their beginning with an apostrophe, or by what they say of a quotation.
enum QuoteWords {
    /// Words whose first letters are left out; by hand, from grammars of English, Dutch and German.
    static let elided = packed(
        "tis twas twere twill twould twasn tisn em til till n nuff cos cuz coz neath gainst tween twixt s t k ne nen"
    )
    /// Words that are also whole: an apostrophe only where nothing closes a quotation.
    static let maybeElided = packed("cause bout round fraid cept nother specially ere im ell er ad av ello un m r")
    /// What follows an apostrophe in an English contraction.
    static let contracted = packed("s t d m re ve ll")
    /// The French and Italian words that lose their last vowel.
    static let apostrophized = packed("l d j n s c m t qu dell nell all sull dall un")
    /// What is measured in feet: `6' tall`, `10' x 12'`.
    static let measured = packed("tall long wide high deep x")

    /// Up to eight letters of ASCII as one number; 0 for none or more.
    static func pack(_ bytes: Span<UInt8>, from start: Int) -> (word: UInt64, end: Int) {
        var (word, index): (UInt64, Int) = (0, start)
        while index < bytes.count, bytes[index].isASCIILetter {
            guard index < start + 8 else { return (0, index) }
            word = word << 8 | UInt64(bytes[index].asciiLowered)
            index += 1
        }
        let isWhole = index == bytes.count || bytes[index] < 0x80 || !Unicodes.isWord(bytes.scalar(at: index).value)
        return (isWhole ? word : 0, index)
    }

    private static func packed(_ words: String) -> [UInt64] {
        words.split(separator: " ").map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } }
    }

    /// Verbs of saying, by `TokenTable.hash`: a quotation that never closes and has one of them likely ended before it.
    static let saying = Set(
        TokenTable.hashes(
            ofWordsIn: """
                said says say saying told tells added adds asked asks wrote writes continued explained noted stated tweeted \
                replied recalled insisted argued claimed warned recounted according declared admitted posted commented \
                dit disait déclaré déclare affirmé affirme ajouté ajoute expliqué explique indiqué indique estime estimé \
                précisé précise lancé assuré assure souligné souligne raconte confié selon répond répondu \
                sagte sagt sagten erklärte erklärt meinte meint betonte betont berichtete schrieb schreibt ergänzte fügte laut so \
                dijo dice señaló afirmó explicó añadió aseguró declaró indicó según contó escribió \
                detto dice spiega spiegato aggiunge aggiunto dichiarato afferma affermato racconta secondo scrive commenta \
                disse diz afirmou afirma explicou acrescentou declarou segundo contou escreveu \
                zei zegt vertelt vertelde aldus schreef verklaarde volgens \
                sa säger sade berättar enligt skrev skriver siger sagde ifølge sier forteller ifølge \
                powiedział powiedziała mówi dodał dodała podkreślił napisał stwierdził według \
                сказал сказала говорит заявил заявила добавил добавила отметил подчеркнул пишет сообщил dedi söyledi belirtti
                """
        )
    )
}

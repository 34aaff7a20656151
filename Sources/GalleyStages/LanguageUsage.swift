internal import GalleyText

/// How a language sets type, as far as `fix-typography` goes by it.
struct LanguageUsage: Sendable {
    /// The dash between words.
    enum Dash: Sendable { case em, en }

    /// The dash between words; an em dash where the language is not known.
    let dash: Dash
    /// `; : ! ?` stand close to the word before them.
    let closesUp: Bool
    /// English, whose misspellings are listed.
    let isEnglish: Bool
    /// French, which has a space before high marks.
    let isFrench: Bool
    /// No name begins with one of the words that never stand twice, as `de Gaulle` does in French.
    let doublesNoName: Bool
    private let doubled: Set<UInt64>
    private let doubledBeforeArticles: Set<UInt64>
    private let articles: Set<UInt64>
    private let openers: Set<UInt64>
    private let linkers: Set<UInt64>

    init(_ row: LanguageRow?, _ language: Language) {
        dash = row?.dash ?? .em
        closesUp = row?.closesUp ?? false
        isEnglish = language.rawValue == "en"
        isFrench = language.rawValue == "fr"
        doublesNoName = row?.doublesNoName ?? false
        doubled = Self.hashes(row?.doubled)
        doubledBeforeArticles = Self.hashes(row?.doubledBeforeArticles)
        articles = Self.hashes(row?.articles)
        linkers = Self.hashes(row?.linkers)
        openers = Self.hashes(row?.openers)
    }

    /// The usage of a language; one without rules for a language that is not known.
    static func of(_ language: Language) -> LanguageUsage { all[language.rawValue] ?? none }

    private static let none = LanguageUsage(nil, .undetermined)
    private static let all: [String: LanguageUsage] = {
        var all: [String: LanguageUsage] = [:]
        for row in LanguageRow.all {
            for tag in row.tags { all[tag] = LanguageUsage(row, Language(rawValue: tag)) }
        }
        return all
    }()

    /// Says whether a word that stands twice is a slip; `next` is the word behind both.
    func isSlip(_ word: UInt64, before next: UInt64) -> Bool {
        doubled.contains(word) || doubledBeforeArticles.contains(word) && articles.contains(next)
    }

    /// Says whether a word with a capital begins a sentence more likely than it is a name.
    func beginsSentence(_ word: UInt64) -> Bool { openers.contains(word) }

    /// Says whether a word often follows a dash, and no hyphen.
    func beginsClause(_ word: UInt64) -> Bool { linkers.contains(word) }

    private static func hashes(_ words: String?) -> Set<UInt64> {
        Set(TokenTable.hashes(ofWordsIn: words ?? ""))
    }
}

/// The usage of one language, in words; each list parted by spaces.
struct LanguageRow {
    /// The languages, which share all of it.
    let tags: [String]
    let dash: LanguageUsage.Dash
    var closesUp = true
    /// Words that never rightly stand twice before a further word in small letters.
    var doubled = ""
    /// Nor before a name or a number.
    var doublesNoName = false
    /// Words that never do so before an article or the like.
    var doubledBeforeArticles = ""
    var articles = ""
    /// Words that begin a sentence.
    var openers = ""
    /// Words behind a dash.
    var linkers = ""
}

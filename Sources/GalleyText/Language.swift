/// A language, as a BCP 47 primary tag such as `en`; `und` where it is not known.
public struct Language: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The tag, in lower case, without region.
    public let rawValue: String

    /// The language of a tag; region and case are dropped (`pt-BR` is `pt`).
    public init(rawValue: String) {
        let primary = rawValue.prefix { $0 != "-" && $0 != "_" }
        self.rawValue = primary.isEmpty ? "und" : primary.lowercased()
    }

    /// Not known.
    public static let undetermined = Language(rawValue: "und")

    /// The tag.
    public var description: String { rawValue }

    /// Guesses from the function words among the first 400 words; `und` for short or mixed text.
    ///
    /// The winner needs 8 % of the words and half again as many as the next.
    static func guess(_ words: TokenTable) -> Language {
        let sample = words.tokens.prefix(400)
        guard sample.count >= 8 else { return undetermined }
        var counts = [Int](repeating: 0, count: functionWords.count)
        for token in sample {
            guard let speakers = speakersOf[token.hash] else { continue }
            for speaker in speakers { counts[speaker] += 1 }
        }
        let ranked = counts.indices.sorted { counts[$0] > counts[$1] }
        let (best, next) = (ranked[0], ranked[1])
        guard counts[best] * 100 >= sample.count * 8, counts[best] * 2 >= counts[next] * 3 else { return undetermined }
        return functionWords[best].language
    }

    private static let speakersOf: [UInt64: [Int]] = {
        var speakers: [UInt64: [Int]] = [:]
        for (number, row) in functionWords.enumerated() {
            for word in row.words.split(separator: " ") {
                speakers[TokenTable.hash(String(word)), default: []].append(number)
            }
        }
        return speakers
    }()

    /// The commonest function words, by hand from each language's grammar; shared ones stand in each row.
    private static let functionWords: [(language: Language, words: String)] = [
        (
            Language(rawValue: "en"),
            "the of and to in is was that for it with as his on be at by had are but from have they which not were has this"
        ),
        (
            Language(rawValue: "fr"),
            "le la les des un une et est dans du que qui pour pas au sur par avec ce il se ne plus sont aux l d cette ont"
        ),
        (
            Language(rawValue: "de"),
            "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass"
        ),
        (
            Language(rawValue: "es"),
            "el la los las de del y en que un una se por con no para es su al lo como más pero sus le ha este fue"
        ),
        (
            Language(rawValue: "it"),
            "il lo la gli le di del della che e è un una in per con non si sono dei al da nel anche più come dal ha"
        ),
        (
            Language(rawValue: "pt"),
            "o a os as de do da dos das e em que um uma para com não por se no na é mais ao como foi ser à são"
        ),
        (
            Language(rawValue: "nl"),
            "de het een en van in is dat op te zijn met voor niet die aan er ook als om door maar bij naar uit heeft wordt"
        ),
        (
            Language(rawValue: "sv"),
            "och att det som en på är av för med den till inte har de ett om var från men vi kan ska"
        ),
        (
            Language(rawValue: "da"),
            "og at det som en på er af for med den til ikke har de et om var fra men vi kan skal der"
        ),
        (Language(rawValue: "pl"), "i w na z do się nie że jest o jak to po za od przez są oraz dla tym był ale które"),
        (Language(rawValue: "ru"), "и в на не что с по для из к от за как это его о у но был он она они также"),
        (Language(rawValue: "tr"), "ve bir bu da de için ile çok olarak daha en gibi olan kadar sonra ne var dedi"),
    ]
}

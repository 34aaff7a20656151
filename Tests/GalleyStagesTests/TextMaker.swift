/// Makes up article-like texts with all that goes wrong in them; the same ones for the same seed.
struct TextMaker: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64, by Sebastiano Vigna.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A text of up to twenty lines.
    mutating func text() -> [UInt8] {
        var lines: [String] = []
        for _ in 0..<Int.random(in: 1...20, using: &self) {
            switch Int.random(in: 0..<10, using: &self) {
            case 0: lines.append("")
            case 1: lines.append(pick(Self.litter))
            case 2 where !lines.isEmpty: lines.append(pick(lines))
            case 3 where !lines.isEmpty: lines.append(pick(lines) + pick([" - Post", " | News", "…", ".", "”"]))
            case 4: lines.append(sentence(words: 2...8, stop: ""))
            case 5:
                lines.append(
                    pick(["  ", "\t", "• ", "> ", "- ", "1. ", "\u{A0}"]) + sentence(words: 1...12, stop: ".")
                )
            default:
                lines.append(
                    (0..<Int.random(in: 1...4, using: &self))
                        .map { _ in
                            sentence(words: 1...20, stop: pick([".", "?", "!", "…", "...", ".”", ".\"", ":", ""]))
                        }
                        .joined(separator: pick([" ", "  ", "\u{A0}", ""]))
                )
            }
        }
        let feed = pick(["\n", "\n", "\n\n", "\r\n"])
        return Array((lines.joined(separator: feed) + pick(["", feed])).utf8)
    }

    /// A title as a source might give it: a line of the text, in other letters, with an affix or cut off.
    mutating func title(of text: [UInt8]) -> String {
        let line = pick(text.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) } + ["A title"])
        switch Int.random(in: 0..<5, using: &self) {
        case 0: return line.uppercased()
        case 1: return line + " | Post"
        case 2: return "News: " + line
        case 3: return String(line.prefix(20)) + "…"
        default: return line
        }
    }

    /// The text with bytes replaced, doubled and taken out, made UTF-8 again.
    mutating func mangled(_ text: [UInt8]) -> [UInt8] {
        var bytes = text
        for _ in 0..<Int.random(in: 1...12, using: &self) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<4, using: &self) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &self)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 7)], at: index)
            default: bytes.insert(contentsOf: Array(pick(Self.marks).utf8), at: index)
            }
        }
        return Array(String(decoding: bytes, as: UTF8.self).utf8)
    }

    private mutating func sentence(words: ClosedRange<Int>, stop: String) -> String {
        var text = ""
        for number in 0..<Int.random(in: words, using: &self) {
            if number > 0 { text += Int.random(in: 0..<6, using: &self) == 0 ? pick(Self.marks) : " " }
            text += pick(Self.words)
        }
        return text + stop
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices[Int.random(in: 0..<choices.count, using: &self)]
    }

    private static let words = [
        "The", "boat", "left", "the", "harbour", "at", "noon", "and", "don't", "it’s", "'tis", "rock", "'n'", "roll",
        "l’État", "she",
        "said", "“yes”", "\"no\"", "‘maybe’", "«oui»", "„ja“", "3", "2019", "3-2", "6'2\"", "5,99", "€", "50", "%",
        "Mr.", "U.S.", "e.g.",
        "Norby", "Sund", "very", "very", "of", "a", "an", "I", "co-operate", "well-known", "re-", "straÃŸe", "cafÃ©",
        "â€œquoteâ€\u{9D}",
        "donâ€™t", "&amp;", "&quot;so&quot;", "&#8217;", "&lt;b&gt;", "ﬁne", "ﬂow", "na\u{308}ive", "été", "Straße",
        "naïve", "コーヒー", "東京",
        "の", "。", "Москва", "и", "мир", "اهلا", "שלום", "한국어", "नमस्ते", "👩‍👩‍👧", "🇳🇴", "http://a.example/b--c?d=\"e\"",
        "a@b.example",
        "<p>", "C++", "x = 'y'", "teh", "recieve", "Advertisement", "Share", "10:30", "½", "№", "1990s", "'90s",
        "O'Brien",
    ]
    private static let marks = [
        "  ", " - ", " – ", " — ", "--", "—", "-", " -", "- ", ", ", " ,", ",", "; ", ": ", " : ", " !", " ?", "...",
        ". . .", "…", "“", "”", "\"",
        "'", "‘", "’", "«", "»", "« ", " »", "„", "`", "´", "(", ")", "[", "]", " (", ") ", "/", "|", " | ", "\u{A0}",
        "\u{202F}", "\u{200B}",
        "\u{AD}", "\u{FEFF}", "\u{2028}", "\t", "\u{301}", "\u{0}", "\u{85}", "\u{FFFD}", "&", ";", "Ã", "â€", "!!",
        "??", "?!", ",,", "..", "\n",
    ]
    private static let litter = [
        "Advertisement", "Share on Facebook", "NEXT Boats threatened by storm: News", "Read more: The boat left", "-",
        "–", "* * *",
        "Subscribe to our newsletter", "© 2019 The Norby Post. All rights reserved.", "Home > News > Local",
        "By Anna Berg",
        "Published 3 hours ago", "12 comments", "var x = {", "}", "Cookie policy",
        "We use cookies to improve your visit.",
        "Photo: Anna Berg", "Lesen Sie auch: Das Boot", "À lire aussi : le bateau", "Tags: boats, storm", "Menu", "1",
        "|", "• • •",
    ]
}
